import { dashboardPolicy } from './csp'

type HeaderLine = readonly [name: string, value: string]

/** Headers of one page view: those that Next.js reads, and those that the browser gets. */
export interface PageHeaders {
  /** Next.js takes the nonce of its own scripts from the policy; the layout takes it from `x-nonce`. */
  request: readonly HeaderLine[]
  response: readonly HeaderLine[]
}

/** Makes the headers of one document of the dashboard, with a nonce of its own. */
export function pageHeaders(): PageHeaders {
  const { nonce, policy } = dashboardPolicy()
  return {
    request: [
      ['x-nonce', nonce],
      ['content-security-policy', policy],
    ],
    response: [
      ['content-security-policy', policy],
      ['x-content-type-options', 'nosniff'],
      ['referrer-policy', 'strict-origin-when-cross-origin'],
      ['permissions-policy', 'camera=(), geolocation=(), microphone=()'],
    ],
  }
}
