import { createHash, randomBytes } from 'node:crypto'
import {
  type IdentityProvider,
  offlineClient,
  startIdentityProvider,
} from '@next-cross-origin/local/identity-provider'
import getPort from 'get-port'
import { afterAll, beforeAll } from 'vitest'
import { apiOrigin, call, configure, dashboardOrigin } from './api'

/** The way through a provider, as a browser goes it: by top-level visits, with a cookie jar for each site. */

let provider: IdentityProvider

/** Starts the offline provider for the tests of a file, and configures the API for it. */
export function withOfflineProvider(): void {
  beforeAll(async () => {
    const issuer = `http://localhost:${await getPort()}`
    provider = await startIdentityProvider(issuer, `${apiOrigin()}/api/auth/callback/oidc`)
    configure({
      AUTH_OIDC_ID: offlineClient.id,
      AUTH_OIDC_SECRET: offlineClient.secret,
      AUTH_OIDC_ISSUER: issuer,
    })
  })
  afterAll(() => provider?.stop())
}

export const newVerifier = () => randomBytes(32).toString('base64url')
export const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

class Jar {
  readonly #cookies = new Map<string, string>()

  keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1)
      const name = pair.slice(0, pair.indexOf('='))
      if (/max-age=0/i.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, pair.slice(name.length + 1))
    }
  }

  get headers(): Record<string, string> {
    return { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  }

  drop(part: string): void {
    for (const name of this.#cookies.keys()) if (name.includes(part)) this.#cookies.delete(name)
  }
}

export interface Asked {
  verifier: string
  origin?: string
  next?: string
  intent?: 'sign-in' | 'link'
}

/** The top-level visits of one browser. */
export class Visitor {
  /** The API's cookies of top-level visits. */
  readonly jar = new Jar()

  async start({ verifier, origin = dashboardOrigin(), ...rest }: Asked): Promise<Response> {
    const query = new URLSearchParams({ challenge: challengeOf(verifier), origin, ...rest })
    const response = await call('GET', `/api/auth/start/oidc?${query}`)
    this.jar.keep(response)
    return response
  }

  /** Chooses an account at the provider. @returns the address of the API that the provider sends the browser to */
  async choose(address: string, person: string): Promise<string> {
    const jar = new Jar()
    let [method, url] = ['GET', address]
    for (let step = 0; step < 10 && url.startsWith(provider.issuer); step++) {
      const response = await fetch(url, { method, headers: jar.headers, redirect: 'manual' })
      jar.keep(response)
      const location = response.headers.get('location')
      if (location === null && method === 'POST') throw new Error(await response.text())
      ;[method, url] = location === null ? ['POST', `${url}/${person}`] : ['GET', new URL(location, url).href]
    }
    return url
  }

  /** The visit that the provider sends the browser on. */
  async callback(address: string): Promise<Response> {
    const { pathname, search } = new URL(address)
    const response = await call('GET', `${pathname}${search}`, { headers: this.jar.headers })
    this.jar.keep(response)
    return response
  }

  /** All of it. @returns what stands in the fragment of the page that the browser ends on */
  async signIn(person: string, asked: Asked): Promise<URLSearchParams> {
    const started = await this.start(asked)
    const location = started.headers.get('location')
    if (location === null) throw new Error(`The start answered ${started.status}: ${await started.text()}`)
    return outcomeOf(await this.callback(await this.choose(location, person)))
  }
}

export function outcomeOf(response: Response): URLSearchParams {
  return new URLSearchParams(new URL(response.headers.get('location') ?? '').hash.slice(1))
}
