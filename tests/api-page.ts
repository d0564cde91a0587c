import { demoAccount } from '@/lib/db/seed'
import { cookieForms, sessionCookieName } from '@/lib/session/cookie'

/** The names of the session cookie, by its form. */
export const sessionCookie = {
  lax: sessionCookieName(cookieForms.lax),
  strict: sessionCookieName(cookieForms.strict),
  partitioned: sessionCookieName(cookieForms.partitioned),
} as const

/** Describes what a request carries. */
export interface Sent {
  /** As JSON, with its type. */
  json?: unknown
  /** As it is, with the type that `headers` say. */
  body?: BodyInit
  headers?: Readonly<Record<string, string>>
}

/** One request: to a handler, or over the network. */
export type Transport = (method: string, path: string, sent: Sent) => Promise<Response>

export type Credentials = Readonly<{ username: string; password: string }>

/** Over the network, by the loopback address, because not every resolver knows `*.localhost`. */
export function over(apiOrigin: string): Transport {
  const address = `http://localhost:${new URL(apiOrigin).port}`
  return (method, path, { json, body, headers = {} }) => {
    const content = json === undefined ? body : JSON.stringify(json)
    const type = json === undefined ? {} : { 'content-type': 'application/json' }
    return fetch(address + path, {
      method,
      // A server may close an idle connection just as it is used again, and a POST is not sent twice.
      headers: { connection: 'close', ...type, ...headers },
      redirect: 'manual',
      ...(content === undefined ? {} : { body: content }),
    })
  }
}

/** A page on the dashboard, as the API sees it: its headers, and a cookie jar of its own. */
export class ApiPage {
  readonly jar = new Map<string, string>()

  constructor(
    private readonly transport: Transport,
    private readonly headers: () => Readonly<Record<string, string>>,
  ) {}

  async send(method: string, path: string, sent: Sent = {}): Promise<Response> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(cookie ? { cookie } : {}), ...this.headers(), ...sent.headers }
    const response = await this.transport(method, path, { ...sent, headers })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      const gone = attributes.some((attribute) => attribute.trim().toLowerCase() === 'max-age=0')
      if (gone) this.jar.delete(name)
      else this.jar.set(name, pair.slice(name.length + 1))
    }
    return response
  }

  async csrfToken(): Promise<string> {
    const { csrfToken } = (await (await this.send('GET', '/api/auth/csrf')).json()) as { csrfToken: string }
    return csrfToken
  }

  async signIn(credentials: Credentials = demoAccount): Promise<Response> {
    const csrfToken = await this.csrfToken()
    return this.send('POST', '/api/auth/callback/credentials', { json: { csrfToken, ...credentials } })
  }

  async signOut(): Promise<Response> {
    return this.send('POST', '/api/auth/signout', { json: { csrfToken: await this.csrfToken() } })
  }

  /** The value of the session cookie, whatever the topology calls it. */
  get session(): string {
    const [value] = Object.values(sessionCookie).flatMap((name) => this.jar.get(name) ?? [])
    return value ?? ''
  }
}
