import type { Environment } from './defaults'
import type { ConfigProblem } from './validate'

/** Says how mail leaves: by SMTP, or into the outbox that the dashboard shows in development. */
export type MailConfig = { way: 'smtp'; url: string; from: string } | { way: 'outbox' } | { way: 'none' }

/** Returns how mail leaves. Production without `MAIL_URL` sends none: then nothing that needs mail is offered. */
export function mailConfig(env: Environment): MailConfig {
  const { MAIL_URL: url, MAIL_FROM: from } = env
  if (url && from) return { way: 'smtp', url, from }
  return { way: env.NODE_ENV === 'production' ? 'none' : 'outbox' }
}

/** Returns what is wrong with the settings of mail. */
export function mailFaults({ MAIL_URL: url, MAIL_FROM: from }: Environment): ConfigProblem[] {
  const fault = (variable: string, value: string, message: string, example: string) => [
    { variable, value, message, example },
  ]
  if (url && !(URL.canParse(url) && /^smtps?:$/.test(new URL(url).protocol))) {
    const message = 'This is the address of a mail server: smtp://… or smtps://….'
    return fault('MAIL_URL', '(set, not shown)', message, 'smtps://user:password@mail.example.com')
  }
  if (url && !from?.includes('@')) {
    const message = 'Mail needs a sender: set the address that MAIL_URL may send from.'
    return fault('MAIL_FROM', from ? JSON.stringify(from) : '(not set)', message, 'no-reply@example.com')
  }
  return []
}
