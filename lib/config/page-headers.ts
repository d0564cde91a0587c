import { isLoopback } from '@next-cross-origin/cors'
import { dashboardPolicy } from './csp'
import { dashboardConfig } from './dashboard'

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
  const { apiOrigin, dashboardOrigin } = dashboardConfig()
  const { protocol, hostname } = new URL(dashboardOrigin)
  return {
    request: [
      ['x-nonce', nonce],
      ['content-security-policy', policy],
    ],
    response: [
      ['content-security-policy', policy],
      // Only reports: Next.js and React make scripts from text until they use Trusted Types.
      ['content-security-policy-report-only', "require-trusted-types-for 'script'; report-to csp"],
      ['reporting-endpoints', `csp="${apiOrigin}/api/reports"`],
      ['cross-origin-opener-policy', 'same-origin'],
      // Browsers ignore it over http (RFC 6797 § 8.1). On localhost WebKit would obey it on every port, for a year.
      ...(protocol === 'https:' && !isLoopback(hostname)
        ? [['strict-transport-security', 'max-age=31536000'] as const]
        : []),
      ['x-content-type-options', 'nosniff'],
      ['referrer-policy', 'strict-origin-when-cross-origin'],
      ['permissions-policy', 'camera=(), geolocation=(), microphone=()'],
    ],
  }
}
