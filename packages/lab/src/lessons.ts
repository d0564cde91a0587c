import type { Reason } from '@next-cross-origin/browser'
import type { Cause } from '@next-cross-origin/doctor'

/** The lesson of the lab that shows a cause, by the cause's code. */
const lessons: Partial<Record<Cause | Reason, string>> = {
  'allow-origin-missing': 'no-header',
  'misspelt-header': 'misspelt-header',
  'allow-origin-mismatch': 'another-origin',
  'allow-origin-other-scheme': 'other-scheme',
  'allow-origin-other-port': 'other-port',
  'allow-origin-trailing-slash': 'trailing-slash',
  'allow-origin-letter-case': 'letter-case',
  'allow-origin-multiple': 'two-values',
  'allow-origin-wildcard-with-credentials': 'wildcard-with-credentials',
  'allow-credentials-missing': 'no-allow-credentials',
  'allow-credentials-not-true': 'true-in-capitals',
  'method-not-allowed': 'method-not-listed',
  'method-wildcard-with-credentials': 'star-for-headers',
  'header-not-allowed': 'header-not-listed',
  'header-wildcard-with-credentials': 'star-for-headers',
  'authorization-not-listed': 'star-for-headers',
  'preflight-needs-authentication': 'preflight-unauthorized',
  'login-wall': 'preflight-unauthorized',
  'preflight-status': 'preflight-unauthorized',
  'preflight-redirect': 'preflight-redirected',
  'error-without-cors': 'error-without-headers',
  'gateway-error': 'error-without-headers',
  'opaque-response': 'no-cors',
  'allow-origin-not-null-after-redirect': 'redirected-to-a-third-origin',
  'no-response': 'server-down',
  'server-unreachable': 'server-down',
  'cookie-dropped': 'cookie-same-site',
}

/** Returns the id of the lesson that performs a cause; null when no lesson does. */
export function lessonFor(cause: string): string | null {
  return lessons[cause as Cause] ?? null
}
