import type { HeaderList } from '@next-cross-origin/browser'

/* What of a message the film shows. Apart from the film, because the API's server uses it as well. */

const secret = /^(authorization|proxy-authorization|x-csrf-token)$/i

/** Cuts what no page may read out of a message's headers: the values of cookies and of credentials. */
export function withoutSecrets(headers: HeaderList): HeaderList {
  return headers.map(([name, value]) => {
    if (secret.test(name)) return [name, '…']
    if (/^cookie$/i.test(name)) return [name, value.replace(/=[^;]*/g, '=…')]
    if (/^set-cookie$/i.test(name)) return [name, value.replace(/^([^=;]*)=[^;]*/, '$1=…')]
    return [name, value]
  })
}

/** The headers of the connection itself (RFC 9110 § 7.6.1), which every hop writes anew, and the clock's. */
const ofTheHop = /^(connection|keep-alive|transfer-encoding|date)$/i

/** Leaves out the headers that belong to the connection and not to the message. */
export function ofTheMessage(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => !ofTheHop.test(name))
}
