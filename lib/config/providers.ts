import type { Environment } from './defaults'
import type { ConfigProblem } from './validate'

interface Client {
  id: string
  secret: string
}

/** The providers that people can sign in with. One that is not configured is absent, and has no button. */
export interface ProviderConfig {
  github?: Client & { url?: string | undefined }
  google?: Client
  oidc?: Client & { issuer: string; name: string }
}

/** The variables of each provider, with an example: the names that next-auth documents. */
const providerVariables: readonly Readonly<Record<string, string>>[] = [
  { AUTH_GITHUB_ID: 'Iv1.8a61f9b3a7aba766', AUTH_GITHUB_SECRET: '(from GitHub)' },
  {
    AUTH_GOOGLE_ID: '1234567890-abc.apps.googleusercontent.com',
    AUTH_GOOGLE_SECRET: '(from the Google console)',
  },
  {
    AUTH_OIDC_ISSUER: 'https://login.example.com',
    AUTH_OIDC_ID: 'dashboard',
    AUTH_OIDC_SECRET: '(from the issuer)',
  },
]

/** Returns what is wrong with the providers: half of a configuration, or an issuer that is no address. */
export function providerFaults(env: Environment): ConfigProblem[] {
  const halves = providerVariables.flatMap((variables) => {
    const names = Object.keys(variables)
    if (!names.some((name) => env[name])) return []
    return names
      .filter((name) => !env[name])
      .map((variable) => ({
        variable,
        value: '(not set)',
        message: `Signing in at this provider needs ${names.join(', ')} together.`,
        example: variables[variable] ?? '',
      }))
  })
  const urls = ['AUTH_OIDC_ISSUER', 'AUTH_GITHUB_URL'].flatMap((variable) => {
    const value = env[variable]
    if (!value || (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol))) return []
    const message = 'This is the address of a provider, with its scheme.'
    return [{ variable, value: JSON.stringify(value), message, example: 'https://login.example.com' }]
  })
  return [...halves, ...urls]
}

/** Returns the providers of an environment that `validate` has checked. */
export function providerConfig(env: Environment): ProviderConfig {
  const github = clientOf(env.AUTH_GITHUB_ID, env.AUTH_GITHUB_SECRET)
  const google = clientOf(env.AUTH_GOOGLE_ID, env.AUTH_GOOGLE_SECRET)
  const oidc = clientOf(env.AUTH_OIDC_ID, env.AUTH_OIDC_SECRET)
  const issuer = env.AUTH_OIDC_ISSUER
  return {
    ...(github ? { github: { ...github, url: env.AUTH_GITHUB_URL || undefined } } : {}),
    ...(google ? { google } : {}),
    ...(oidc && issuer ? { oidc: { ...oidc, issuer, name: env.AUTH_OIDC_NAME || 'OpenID Connect' } } : {}),
  }
}

function clientOf(id: string | undefined, secret: string | undefined): Client | null {
  return id && secret ? { id, secret } : null
}
