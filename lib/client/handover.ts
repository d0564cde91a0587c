import { safeNextPath } from './next-path'

/** The page's half of the handover: docs/decisions/0015-handover.md. */

/** Names the entry of sessionStorage that holds the verifier: this tab and this origin alone can read it. */
const KEY = 'sign-in-verifier'

export interface Elsewhere {
  /** The provider's id in its addresses, such as `github`. */
  provider: string
  /** Says where to go on to: a path of the dashboard. */
  next: string
  /** `link` adds the account to whoever is signed in here. */
  intent: 'sign-in' | 'link'
}

/**
 * Makes a verifier, keeps it, and returns the address to navigate to. A later start in the same tab replaces it.
 * @throws TypeError in a page that is not a secure context, where browsers offer no SHA-256
 */
export async function startAddress(
  apiOrigin: string,
  { provider, next, intent }: Elsewhere,
): Promise<string> {
  const verifier = newVerifier()
  keepVerifier(verifier)
  const query = new URLSearchParams({
    challenge: await challengeOf(verifier),
    origin: window.location.origin,
    next,
    intent,
  })
  return `${apiOrigin}/api/auth/start/${encodeURIComponent(provider)}?${query}`
}

/**
 * Returns the challenge for a link in a mail. The link opens in a tab of its own, so every tab of this browser can read
 * the verifier. Without the code in the mail it is worth nothing. Two mails have the same challenge: both work.
 */
export async function mailChallenge(): Promise<string> {
  const verifier = localStorage.getItem(KEY) ?? newVerifier()
  localStorage.setItem(KEY, verifier)
  return challengeOf(verifier)
}

/** Keeps a verifier for the page that this tab comes back to. */
export const keepVerifier = (verifier: string): void => sessionStorage.setItem(KEY, verifier)

/** Returns the verifier that this tab keeps, or this browser for a link in a mail, once. */
export function takeVerifier({ byMail }: Pick<Outcome, 'byMail'>): string | null {
  const storage = byMail ? localStorage : sessionStorage
  const verifier = storage.getItem(KEY)
  storage.removeItem(KEY)
  return verifier
}

/** Says how a round trip ended, as the API says in the fragment of `/sign-in/finish`. */
export type Outcome = { next: string; byMail: boolean } & ({ code: string } | { error: string })

/** Reads the fragment. Anyone can write that link, so nothing in it is believed: the code is tried, the path checked. */
export function readOutcome(fragment: string): Outcome {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''))
  const next = safeNextPath(fields.get('next'))
  const byMail = fields.get('via') === 'mail'
  const code = fields.get('code')
  return code === null
    ? { next, byMail, error: fields.get('error') ?? 'nothing_to_finish' }
    : { next, byMail, code }
}

export const newVerifier = () => base64url(crypto.getRandomValues(new Uint8Array(32)))

export async function challengeOf(verifier: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return base64url(new Uint8Array(hash))
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
