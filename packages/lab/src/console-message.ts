import type { Verdict } from '@next-cross-origin/browser'

/**
 * Returns what Chromium writes to its console about a blocked call. A page cannot read the console, so this is the text that
 * stands there, not a copy of it.
 * @param origin the page's, or `null`
 * @param kind what asked: `fetch` or `image`
 * @returns null when Chromium writes nothing, or nothing about CORS
 */
export function chromiumMessage(verdict: Verdict, origin: string, kind: 'fetch' | 'image'): string | null {
  const why = reasonText(verdict)
  if (why === null) return null
  const first = verdict.sent[0]?.url ?? ''
  const last = verdict.sent.at(-1)?.url ?? first
  const from = last === first ? '' : ` (redirected from '${first}')`
  const preflight =
    verdict.stage === 'preflight' && !listReasons.has(verdict.reason)
      ? "Response to preflight request doesn't pass access control check: "
      : ''
  return `Access to ${kind} at '${last}'${from} from origin '${origin}' has been blocked by CORS policy: ${preflight}${why}`
}

/** These are about the lists of a preflight's answer, which Chromium checks after access control. */
const listReasons: ReadonlySet<string> = new Set([
  'method-not-allowed',
  'method-wildcard-with-credentials',
  'header-not-allowed',
  'header-wildcard-with-credentials',
  'authorization-not-listed',
])

const advice = 'Have the server send the header with a valid value.'
const allowOrigin = "'Access-Control-Allow-Origin' header"

function reasonText({ reason, evidence }: Verdict): string | null {
  const value = evidence?.value ?? ''
  switch (reason) {
    case 'allow-origin-missing':
      return `No ${allowOrigin} is present on the requested resource.`
    case 'allow-origin-multiple':
      return `The ${allowOrigin} contains multiple values '${value}', but only one is allowed. ${advice}`
    case 'allow-origin-wildcard-with-credentials':
      return `The value of the ${allowOrigin} in the response must not be the wildcard '*' when the request's credentials mode is 'include'.`
    case 'allow-origin-mismatch':
    case 'allow-origin-not-null-after-redirect':
      return `The ${allowOrigin} has a value '${value}' that is not equal to the supplied origin. ${advice}`
    case 'allow-credentials-missing':
    case 'allow-credentials-not-true':
      return `The value of the 'Access-Control-Allow-Credentials' header in the response is '${value}' which must be 'true' when the request's credentials mode is 'include'.`
    case 'preflight-status':
      return 'It does not have HTTP ok status.'
    case 'preflight-redirect':
      return 'Redirect is not allowed for a preflight request.'
    case 'method-not-allowed':
    case 'method-wildcard-with-credentials':
      return `Method ${evidence?.expected ?? ''} is not allowed by Access-Control-Allow-Methods in preflight response.`
    case 'header-not-allowed':
    case 'header-wildcard-with-credentials':
    case 'authorization-not-listed':
      return `Request header field ${evidence?.expected ?? ''} is not allowed by Access-Control-Allow-Headers in preflight response.`
    default:
      return null
  }
}
