import {
  type IdentityProvider,
  offlineClient,
  startIdentityProvider,
} from '@next-cross-origin/local/identity-provider'
import getPort from 'get-port'
import { afterAll, beforeAll } from 'vitest'
import { apiOrigin, call, configure, dashboardOrigin } from './api'
import { challengeOf, Jar, outcomeOf, Visitor } from './round-trip'

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

export interface Asked {
  verifier: string
  origin?: string
  next?: string
  intent?: 'sign-in' | 'link'
}

/** A browser that signs in at the provider. */
export class ProviderVisitor extends Visitor {
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
