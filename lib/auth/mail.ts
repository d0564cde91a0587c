import { createTransport, type Transporter } from 'nodemailer'
import { mailConfig } from '@/lib/config/mail'
import type { OutboxMail } from '@/lib/contract/mail'
import { Problem } from '@/lib/gate/problem'
import { log } from '@/lib/log'

export type Mail = Omit<OutboxMail, 'sentAt'>

/** Keeps so many mails in the outbox. */
const mostKept = 50

/** Next.js bundles each route apart, so a module's variable would be one outbox for each bundle. The process has one. */
const slot: { [key: symbol]: readonly OutboxMail[] | undefined } = globalThis
const key = Symbol.for('next-cross-origin.outbox')

/** Returns the mails that would have left, the newest first. There are some in development only. */
export function outbox(): readonly OutboxMail[] {
  return slot[key] ?? []
}

/** Returns how this deployment sends mail. */
export const mailWay = () => mailConfig(process.env).way

let transporter: Transporter | undefined

/**
 * Sends a mail.
 * @throws Problem 503 where no mail server is configured, or the mail server does not take the mail
 */
export async function sendMail(mail: Mail): Promise<void> {
  const config = mailConfig(process.env)
  if (config.way === 'none') throw new Problem('mail_unavailable', 'This API is not configured to send mail.')
  if (config.way === 'outbox') {
    slot[key] = [{ ...mail, sentAt: new Date().toISOString() }, ...outbox()].slice(0, mostKept)
    return
  }
  transporter ??= createTransport({
    url: config.url,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transporter.sendMail({ ...mail, from: config.from })
  } catch (err) {
    log.error({ event: 'mail_failed', err })
    throw new Problem('mail_unavailable', 'The mail server did not take the mail. Try again shortly.')
  }
}
