import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** A mail that arrived. */
export interface Received {
  to: string[]
  /** Everything after the headers, with the transfer encoding undone. */
  text: string
}

/** A mail server of this machine that keeps what it gets. */
export interface Mailbox {
  /** The variables that make the API send its mail here. */
  env: { MAIL_URL: string; MAIL_FROM: string }
  /** Waits for the next mail to an address, and takes it out. */
  next(address: string): Promise<Received>
  /** Takes everything out that has arrived. */
  empty(): Received[]
  stop(): Promise<void>
}

export async function startMailbox(): Promise<Mailbox> {
  const mails: Received[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, { envelope }, done) {
      text(stream).then((raw) => {
        mails.push({ to: envelope.rcptTo.map(({ address }) => address), text: decoded(raw) })
        done()
      }, done)
    },
  })
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  const next = async (address: string): Promise<Received> => {
    for (let tries = 0; tries < 200; tries++) {
      const index = mails.findIndex(({ to }) => to.includes(address))
      const [mail] = index < 0 ? [] : mails.splice(index, 1)
      if (mail) return mail
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`No mail to ${address} came within 10 seconds.`)
  }
  return {
    env: { MAIL_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'no-reply@example.com' },
    next,
    empty: () => mails.splice(0),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Undoes quoted-printable, RFC 2045 § 6.7, for the ASCII that these mails are. */
function decoded(raw: string): string {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4)
  if (!/^content-transfer-encoding: quoted-printable/im.test(raw)) return body
  return body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** Returns the link in a mail. */
export function linkIn({ text }: Received): URL {
  const [link] = /https?:\/\/\S+#\S+/.exec(text) ?? []
  if (link === undefined) throw new Error(`There is no link in this mail:\n${text}`)
  return new URL(link)
}
