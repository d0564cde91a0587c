import { getHeader } from '@next-cross-origin/browser'
import type { Facts, Rule } from '../facts.ts'
import { clientFinding, type Finding, gatewayFinding, serverFinding } from '../finding.ts'

const accessReasons: ReadonlySet<string> = new Set([
  'allow-origin-missing',
  'preflight-status',
  'websocket-refused',
  'preflight-redirect',
  'allow-origin-not-null-after-redirect',
])

/** Answers that the application never gave. They apply where an answer lacks CORS headers or refuses a preflight. */
export const gatewayRules: readonly Rule[] = [
  vercelProtection,
  cloudflareAccess,
  otherLoginWall,
  botWall,
  noSuchDeployment,
  tunnelPage,
  tooLarge,
  headersTooLarge,
  rateLimited,
  badGateway,
  basicAuthentication,
  loginRedirect,
].map((rule) => (facts: Facts) => (accessReasons.has(facts.verdict.reason) ? rule(facts) : null))

const of = ({ headers }: Facts, name: string): string => getHeader(headers, name) ?? ''
const what = ({ isPreflight }: Facts): string => (isPreflight ? 'the preflight' : 'the request')

/** Tells whether the answer redirects to such a URL, or comes from there after a redirect. */
function leadsTo({ exchanges, location, url }: Facts, pattern: RegExp): boolean {
  return pattern.test(location?.href ?? '') || (exchanges.length > 1 && pattern.test(url.href))
}

function vercelProtection(facts: Facts): Finding | null {
  const isWall =
    /_vercel_sso_nonce/.test(of(facts, 'set-cookie')) ||
    leadsTo(facts, /^https:\/\/vercel\.com\/sso-api/) ||
    (facts.status === 401 && of(facts, 'x-vercel-id') !== '')
  if (!isWall) return null
  return gatewayFinding(
    'login-wall',
    `Vercel's Deployment Protection answered ${what(facts)} (status ${facts.status}) instead of your application: this deployment asks visitors to sign in to Vercel. No code of yours ran.`,
    'In the project’s settings, under Deployment Protection, switch it off for this environment, or add the path to "OPTIONS Allowlist" and send the bypass secret with the call (query `x-vercel-protection-bypass=SECRET&x-vercel-set-bypass-cookie=samesitenone`, or the header `x-vercel-protection-bypass`). Adding CORS headers in the application changes nothing until then.',
  )
}

function cloudflareAccess(facts: Facts): Finding | null {
  const isWall =
    leadsTo(facts, /^https:\/\/[^/]*\.cloudflareaccess\.com\//) ||
    /cloudflare-access/i.test(of(facts, 'www-authenticate')) ||
    /CF_AppSession|CF_Authorization/.test(of(facts, 'set-cookie'))
  if (!isWall) return null
  return gatewayFinding(
    'login-wall',
    `Cloudflare Access answered ${what(facts)} (status ${facts.status}) instead of your application, because a preflight and a call without its cookie count as not signed in.`,
    'In the Access application, under Advanced settings, Cross-Origin Resource Sharing, switch on "Bypass options requests to origin" (or let Access answer them), and call with credentials, so that the cookie `CF_Authorization` goes along. Machines send `CF-Access-Client-Id` and `CF-Access-Client-Secret` instead.',
  )
}

function otherLoginWall(facts: Facts): Finding | null {
  const { name } = facts.responder
  const wall = ['Azure App Service', 'Google IAP', 'GitHub Codespaces'].find((each) => each === name)
  const host = facts.location?.hostname ?? (facts.exchanges.length > 1 ? facts.url.hostname : '')
  const provider =
    /^(login\.microsoftonline\.com|accounts\.google\.com|.*\.auth0\.com|.*\.okta\.com|.*\.amazoncognito\.com)$/.exec(
      host,
    )
  if (wall === undefined && provider === null) return null
  const who = wall ?? `A login wall in front of the application (it redirects to ${host})`
  return gatewayFinding(
    'login-wall',
    `${who} answered ${what(facts)} (status ${facts.status}) because it is not signed in. A preflight carries no cookie, so it never is.`,
    'Exempt OPTIONS from the login wall, and let it answer calls to the API with 401 and CORS headers instead of a redirect. A `fetch()` cannot sign in at a login page; open that page in a tab or a top-level redirect.',
  )
}

function botWall(facts: Facts): Finding | null {
  const isChallenge =
    of(facts, 'cf-mitigated') === 'challenge' ||
    /Just a moment\.\.\.|_Incapsula_|captcha/i.test(facts.answer?.body ?? '')
  if (!isChallenge) return null
  return gatewayFinding(
    'bot-wall',
    `A wall against bots${facts.responder.name === null ? '' : ` (${facts.responder.name})`} answered ${what(facts)} with a challenge (status ${facts.status}). Only a visible page can solve it; a \`fetch()\` cannot.`,
    'Exempt the API’s paths, OPTIONS included, from the challenge in the settings of the firewall.',
  )
}

function noSuchDeployment(facts: Facts): Finding | null {
  const { headers, status } = facts
  const code = getHeader(headers, 'x-vercel-error') ?? ''
  const isMissing =
    /DEPLOYMENT_NOT_FOUND|DEPLOYMENT_DELETED|DEPLOYMENT_DISABLED|DNS_HOSTNAME_NOT_FOUND/.test(code) ||
    getHeader(headers, 'x-render-routing') === 'no-server' ||
    /ERR_NGROK_3200/.test(of(facts, 'ngrok-error-code')) ||
    (status === 404 && /no such app|There isn't a GitHub Pages site here/i.test(facts.answer?.body ?? ''))
  if (!isMissing) return null
  return clientFinding(
    'no-such-deployment',
    `Nothing is deployed at ${facts.url.host}: the platform${facts.responder.name === null ? '' : ` (${facts.responder.name})`} answered for itself (status ${status}${code === '' ? '' : `, ${code}`}).`,
    'Check the host name in the URL that the page calls, and that the deployment, or the tunnel, still exists.',
  )
}

function tunnelPage(facts: Facts): Finding | null {
  if (!/ERR_NGROK_6024/.test(of(facts, 'ngrok-error-code'))) return null
  return clientFinding(
    'html-instead-of-api',
    'ngrok’s free plan answered with its warning page instead of passing the request on.',
    'Send the request header `ngrok-skip-browser-warning: 1` with every call (and allow it in `Access-Control-Allow-Headers`).',
  )
}

function tooLarge(facts: Facts): Finding | null {
  if (facts.status !== 413) return null
  const { name, isGateway } = facts.responder
  const explanation = `The body of the request is larger than ${isGateway && name !== null ? name : 'the server'} accepts (status 413), and this answer has no CORS headers, so the page sees a CORS failure instead.`
  if (!isGateway)
    return serverFinding(
      'body-too-large',
      explanation,
      "Raise the limit of the body parser (Express: `express.json({ limit: '10mb' })`), or send less; put the CORS headers before the parser, so that its errors carry them too.",
      facts.lines,
    )
  const setting: Record<string, string> = {
    nginx: 'Raise `client_max_body_size` (1m unless set) for this location',
    Apache: 'Raise `LimitRequestBody`',
    Vercel: 'Send less than 4.5 MB, or upload directly to storage',
    Cloudflare: 'Send less than the plan’s limit (100 MB on the free one)',
  }
  return gatewayFinding(
    'body-too-large',
    explanation,
    `${setting[name ?? ''] ?? 'Raise its limit for bodies'}. The application never saw this request.`,
  )
}

function headersTooLarge(facts: Facts): Finding | null {
  const isOwnWord = /Request Header Or Cookie Too Large/i.test(facts.answer?.body ?? '')
  if (facts.status !== 431 && facts.status !== 494 && !isOwnWord) return null
  return clientFinding(
    'headers-too-large',
    `The headers of the request, mostly its cookies, are larger than ${facts.responder.name ?? 'the server'} reads (status ${facts.status}); it answered before any application code ran, without CORS headers.`,
    'Send fewer and smaller cookies and headers. A server’s limit can be raised (nginx: `large_client_header_buffers`; Node.js: `--max-http-header-size`).',
  )
}

function rateLimited(facts: Facts): Finding | null {
  if (facts.status !== 429) return null
  const retry = of(facts, 'retry-after')
  return serverFinding(
    'rate-limited',
    `The server refused ${what(facts)} because there were too many (status 429${retry === '' ? '' : `, to be tried again after ${retry}`}), and this answer has no CORS headers, so the page sees a CORS failure instead.`,
    'Let the rate limiter run after the CORS headers are set, and exempt OPTIONS from it; in the page, send fewer requests.',
    facts.lines,
  )
}

/** Names who stands in front of applications also where only a header names it, and no error page. */
const fronts: ReadonlySet<string> = new Set(['nginx', 'Apache', 'Caddy', 'Cloudflare', 'Vercel'])
const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 530])

function badGateway(facts: Facts): Finding | null {
  const { responder, status } = facts
  if (!gatewayStatuses.has(status)) return null
  // 503 is also what applications say of themselves; so is any status of a framework that is recognised.
  const isFront = responder.isGateway || fronts.has(responder.name ?? '')
  if (status === 503 ? !responder.isGateway : !isFront && responder.framework !== null) return null
  const who = responder.name ?? 'A proxy or platform in front of the application'
  const timeouts = [504, 524, 522]
  const why = timeouts.includes(status)
    ? 'the application behind it did not answer in time'
    : 'it could not get an answer from the application behind it'
  return gatewayFinding(
    'gateway-error',
    `${who} answered ${what(facts)} with status ${status}: ${why}. The page sees a CORS failure, because this answer has no CORS headers; CORS is not what is wrong.`,
    `Look into the log of the application: is it running, does it listen on the port and address that the proxy calls, and did it crash or take too long?${nginxHint(responder.name)}`,
  )
}

function nginxHint(name: string | null): string {
  return name === 'nginx'
    ? ' To let pages see such errors, add the CORS headers in nginx with `always`, and hide those of the application.'
    : ''
}

function basicAuthentication(facts: Facts): Finding | null {
  const { headers, isPreflight, status } = facts
  const scheme = /^(basic|digest|negotiate|ntlm)/i.exec(getHeader(headers, 'www-authenticate') ?? '')?.[0]
  if (status !== 401 || scheme === undefined || !isPreflight) return null
  return gatewayFinding(
    'preflight-needs-authentication',
    `${scheme} authentication in front of the application refused the preflight (status 401). A preflight never carries cookies or \`Authorization\`, so it can never pass.`,
    'Exempt OPTIONS: answer it before the authentication. nginx: put `limit_except OPTIONS { auth_basic …; }` around it; Apache: `<LimitExcept OPTIONS> Require valid-user </LimitExcept>`.',
  )
}

/** A path that people sign in at. */
const loginPath =
  /(^|[/_-])(log-?in|sign-?in|auth|authorize|sso|oauth2?|saml|users\/sign_in|account)([/_.?-]|$)/i

function loginRedirect(facts: Facts): Finding | null {
  const { location, status } = facts
  if (location === null || status < 300 || status > 399 || !loginPath.test(location.pathname)) return null
  return serverFinding(
    facts.verdict.reason,
    `The server redirects ${what(facts)} (status ${status}) to a login page, ${location.origin}${location.pathname}, because it takes the call for a visitor who is not signed in.${facts.isPreflight ? ' A preflight never carries cookies or `Authorization`, so it always looks so.' : ''}`,
    `Answer ${facts.isPreflight ? 'OPTIONS before the authentication, and ' : ''}calls to the API with 401 and the CORS headers instead of a redirect; the page then decides to open the login page. Do not call the login page with \`fetch()\`.`,
    facts.lines,
  )
}
