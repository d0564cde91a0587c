import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import getPort from 'get-port'
import { exportJWK, generateKeyPair } from 'jose'
import { interactionPolicy, Provider } from 'oidc-provider'

/**
 * An OpenID provider on this machine, so that the whole of "Sign in with …" can be seen and tested offline. An account
 * is chosen by one click, and nothing is asked. For development and tests only: it lets anybody be anyone.
 */

interface Person {
  name: string
  email: string
  /** A provider that has not verified an address says so, and nobody may rely on the address. */
  email_verified: boolean
}

const people: Readonly<Record<string, Person>> = {
  'hedy-lamarr': { name: 'Hedy Lamarr', email: 'hedy@example.com', email_verified: true },
  'annie-easley': { name: 'Annie Easley', email: 'annie@example.com', email_verified: true },
  'not-verified': { name: 'Not Verified', email: 'hedy@example.com', email_verified: false },
}

/** Describes what the API must be configured with to use this provider. */
export const offlineClient = { id: 'next-cross-origin', secret: 'for-development-only' } as const

export interface IdentityProvider {
  issuer: string
  stop(): Promise<void>
}

/**
 * Starts the provider.
 * @param issuer its origin, on a port of this machine
 * @param redirectUri the API's `/api/auth/callback/oidc`, the one address that gets codes
 */
export async function startIdentityProvider(issuer: string, redirectUri: string): Promise<IdentityProvider> {
  const provider = new Provider(issuer, await configuration(redirectUri))
  const answer = provider.callback()
  const server = createServer((request, response) => {
    const [, page, , person] = new URL(request.url ?? '/', issuer).pathname.split('/')
    if (page !== 'choose') return void answer(request, response)
    choose(provider, request, response, person).catch((error: Error) => {
      response.writeHead(400, { 'content-type': 'text/plain' }).end(`${error.message}\n`)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(Number(new URL(issuer).port), resolve)
  })
  return {
    issuer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/**
 * Starts the provider for `npm run dev` and tells the API about it through the environment, unless another issuer is
 * configured.
 * @returns the provider's address, or null
 */
export async function startForDevelopment(env: NodeJS.ProcessEnv, apiOrigin: string): Promise<string | null> {
  if (env.AUTH_OIDC_ISSUER) return null
  const { issuer } = await startIdentityProvider(
    `http://localhost:${await getPort({ port: 5400 })}`,
    `${apiOrigin}/api/auth/callback/oidc`,
  )
  env.AUTH_OIDC_ISSUER = issuer
  env.AUTH_OIDC_ID = offlineClient.id
  env.AUTH_OIDC_SECRET = offlineClient.secret
  env.AUTH_OIDC_NAME = 'the offline provider'
  return issuer
}

async function configuration(redirectUri: string): Promise<ConstructorParameters<typeof Provider>[1]> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const policy = interactionPolicy.base()
  // Asks each time: the session of an earlier choice would sign the same person in without a click.
  const { Check } = interactionPolicy
  policy
    .get('login')
    ?.checks.add(
      new Check('choose_account', 'An account is chosen each time', ({ oidc }) =>
        oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    )
  return {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [offlineClient.secret] },
    clients: [
      { client_id: offlineClient.id, client_secret: offlineClient.secret, redirect_uris: [redirectUri] },
    ],
    claims: { profile: ['name'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_context, { uid }) => `/choose/${uid}` },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
    findAccount: (_context, accountId) => {
      const person = people[accountId]
      return person && { accountId, claims: () => ({ sub: accountId, ...person }) }
    },
    // Choosing an account is consent enough on this machine.
    async loadExistingGrant({ oidc }) {
      const { client, session } = oidc
      if (!client || !session?.accountId) return undefined
      const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  }
}

/** Shows the accounts, or finishes with the one that was clicked. */
async function choose(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  person: string | undefined,
): Promise<void> {
  if (request.method === 'POST' && person !== undefined) {
    const refused = { error: 'access_denied', error_description: 'The person said no.' }
    const chosen = { login: { accountId: person, remember: false } }
    return provider.interactionFinished(request, response, person === 'nobody' ? refused : chosen)
  }
  const { uid } = await provider.interactionDetails(request, response)
  const buttons = Object.entries(people).map(
    ([id, { name, email, email_verified }]) =>
      `<form method="post" action="/choose/${uid}/${id}"><button id="${id}"><b>${name}</b><br>${email}${email_verified ? '' : ' (not verified)'}</button></form>`,
  )
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<title>Choose an account</title>
<style>body{font:16px/1.5 system-ui;max-width:22rem;margin:12vh auto;padding:0 1rem}button{font:inherit;width:100%;padding:.75rem;margin-top:.75rem;text-align:left;cursor:pointer}</style>
<h1>Choose an account</h1><p>This provider runs on your machine for development. One click signs in.</p>
${buttons.join('\n')}
<form method="post" action="/choose/${uid}/nobody"><button id="nobody">Cancel</button></form></html>
`)
}
