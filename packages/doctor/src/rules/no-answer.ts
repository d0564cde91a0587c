import type { Facts, Rule } from '../facts.ts'
import { clientFinding, type Finding, serverFinding } from '../finding.ts'
import { visible } from '../visible.ts'

/** Says what a message says that gives no reason. */
export const NO_REASON = 'the browser got no answer'

const detailOf = ({ last }: Facts): string => visible(last?.failure?.detail ?? '')

/** No HTTP answer at all, by what the system or the bytes say. The last rule always applies. */
export const noAnswerRules: readonly Rule[] = [
  proxyStatus,
  encryption,
  speaksHttps,
  speaksHttp2,
  timeout,
  closed,
  notHttp,
  unknownName,
  unreachable,
]

function proxyStatus({ status, url }: Facts): Finding | null {
  if (status !== 407) return null
  return serverFinding(
    'proxy-status',
    `The server at ${url.host} answered with status 407, which is for proxies: the browser takes it for the word of a proxy that it does not use, and gives the page nothing.`,
    'Answer with 401 instead.',
  )
}

function encryption(facts: Facts): Finding | null {
  const { last, url } = facts
  const detail = detailOf(facts)
  const code = last?.failure?.code
  if (code !== 'tls' && !(code === 'closed' && /SSL|TLS|EPROTO/.test(detail))) return null
  if (/wrong version number|packet length too long/i.test(detail))
    return clientFinding(
      'plain-http-behind-https-url',
      `The URL says https, but the server at ${url.host} speaks plain http.`,
      `Call http://${url.host} instead, or give the server a certificate.`,
    )
  return serverFinding(
    'tls-failed',
    `No encrypted connection to ${url.host} came about: ${detail}. A browser refuses it too, and reports it like a CORS failure.`,
    certificateFix(detail, url),
  )
}

function certificateFix(detail: string, url: URL): string {
  if (/expired/i.test(detail)) return 'Renew the certificate of the server.'
  if (/altnames|does not match/i.test(detail))
    return `Give the server a certificate for ${url.hostname}, or call the name that its certificate is for.`
  if (/self.signed/i.test(detail))
    return `Give the server a certificate that browsers trust. In development, open ${url.origin} in a tab once and accept the certificate, or make one with mkcert.`
  if (/unable to verify|issuer/i.test(detail))
    return 'Send the whole chain of the certificate: the intermediate one is missing, or its authority is unknown.'
  return 'Give the server a certificate that browsers trust.'
}

function speaksHttps(facts: Facts): Finding | null {
  const { last, url } = facts
  if (last?.failure?.code !== 'not-http' || url.protocol !== 'http:') return null
  if (!/begins: \.\.\./.test(detailOf(facts)) || isHttp2Frame(facts)) return null
  return clientFinding(
    'https-behind-plain-http-url',
    `The URL says http, but the server at ${url.host} speaks https.`,
    `Call https://${url.host} instead.`,
  )
}

/** HTTP/2 without encryption: its first frame, SETTINGS, is what the client got. */
function isHttp2Frame({ last }: Facts): boolean {
  return last?.failure?.detail.includes('HTTP/2') ?? false
}

function speaksHttp2(facts: Facts): Finding | null {
  if (!isHttp2Frame(facts)) return null
  return serverFinding(
    'http2-without-tls',
    `The server at ${facts.url.host} speaks HTTP/2 without encryption (h2c). Browsers speak HTTP/2 over TLS only.`,
    'Let this port speak HTTP/1.1 too, or put a proxy with a certificate in front of it. For gRPC, that proxy has to translate gRPC-Web.',
  )
}

function timeout(facts: Facts): Finding | null {
  if (facts.last?.failure?.code !== 'timeout') return null
  return serverFinding(
    'timeout',
    `The server at ${facts.url.host} took the request and gave ${detailOf(facts)}.`,
    'Find out why the server does not answer; no header mends that.',
  )
}

function closed(facts: Facts): Finding | null {
  if (facts.last?.failure?.code !== 'closed') return null
  const { url } = facts
  return serverFinding(
    'connection-closed',
    `The server at ${url.host} ended the connection without an answer (${detailOf(facts)}).${url.protocol === 'http:' ? ' A server that speaks https does that to a plain http request.' : ''}`,
    'Check http against https in the URL, then look into the log of the server for this request.',
  )
}

function notHttp(facts: Facts): Finding | null {
  if (facts.last?.failure?.code !== 'not-http') return null
  const detail = detailOf(facts)
  return serverFinding(
    'not-http',
    `The server at ${facts.url.host} answered, but the answer is not proper HTTP: ${detail}.`,
    unreadableFix(detail),
  )
}

function unreadableFix(detail: string): string {
  if (detail.includes('head is longer')) return 'Send fewer or shorter header lines.'
  if (detail.includes('several different')) return 'Send that header once, with one value.'
  return 'Make sure that an HTTP server listens on this port.'
}

function unknownName(facts: Facts): Finding | null {
  const detail = detailOf(facts)
  if (!/ENOTFOUND|EAI_AGAIN|EAI_NODATA/.test(detail)) return null
  const { hostname } = facts.url
  const isSingle = !hostname.includes('.')
  return clientFinding(
    'name-not-found',
    `There is no host named ${hostname}: ${detail}. A browser reports this like a CORS failure, but no server was asked.`,
    isSingle
      ? `Call a name that the browser's machine can resolve: ${hostname} looks like a name that exists inside a container network only. From outside, that is usually localhost and the published port.`
      : `Check the spelling of ${hostname}, and its DNS record.`,
  )
}

function unreachable(facts: Facts): Finding {
  const { url } = facts
  // Firefox and Safari write one sentence for all of these.
  if (facts.last?.failure?.detail === NO_REASON)
    return serverFinding(
      'server-unreachable',
      `The browser got no answer from ${url.host}, and does not say why: nothing listens there, the name or the port is wrong, or its certificate is not trusted. Last of all, an extension or a service worker of the page stopped the call.`,
      `Open ${url.origin} in a tab: it shows a missing server or a bad certificate. If it answers there, try a private window without extensions.${containerHint(url)}`,
    )
  const detail = facts.last?.failure === null || facts.last === undefined ? 'no answer' : detailOf(facts)
  return serverFinding(
    'server-unreachable',
    `Nothing answers at ${url.host}: ${detail}. A browser reports this like a CORS failure, but no header mends it.`,
    `Start the server, and check host and port of ${url.origin}.${containerHint(url)}`,
  )
}

function containerHint({ hostname }: URL): string {
  return hostname === '0.0.0.0' || hostname === '[::]'
    ? ` ${hostname} is an address to listen on and not one to call: call localhost.`
    : ''
}
