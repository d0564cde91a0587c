import { isRedirectStatus } from '@next-cross-origin/browser'
import type { Facts, RulesByReason } from '../facts.ts'
import { clientFinding, type Finding, serverFinding } from '../finding.ts'
import { visible } from '../visible.ts'

/** Redirects, of a preflight or of the request. */
export const redirectRules: RulesByReason = {
  'preflight-redirect': preflightRedirect,
  'redirect-location-malformed': ({ value, verdict }) =>
    serverFinding(
      verdict.reason,
      value === ''
        ? 'The answer redirects, but its `Location` is empty.'
        : `The answer redirects to \`${value}\`, which is no URL.`,
      'Send one valid `Location`.',
    ),
  'redirect-scheme': ({ value, verdict }) =>
    serverFinding(
      verdict.reason,
      `The answer redirects to \`${value}\`; a fetch follows http and https only.`,
      'Redirect to an http or https URL, or not at all.',
    ),
  'redirect-with-credentials': ({ value, verdict }) =>
    serverFinding(
      verdict.reason,
      `The answer redirects to a URL with user name or password (\`${value}\`), which CORS forbids.`,
      'Leave user name and password out of `Location`.',
    ),
  'redirect-limit': ({ exchanges, verdict }) =>
    serverFinding(
      verdict.reason,
      'The browser gave up after 20 redirects: this is probably a loop.',
      isLoopOfOne(exchanges)
        ? 'The URL redirects to itself: let it answer, or redirect elsewhere.'
        : 'Look at the chain of redirects above; its rules send the request back and forth.',
    ),
}

function preflightRedirect({ answer, lines, location, status, url, value, verdict }: Facts): Finding {
  const shown = visible(answer?.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? 'nowhere')
  const explanation = `The preflight was redirected (status ${value}, to ${shown}). A preflight may not be.${redirectHint(url, location)}`
  const kind = location === null || !isRedirectStatus(status) ? null : moveOf(url, location)
  if (kind === 'to-https' || kind === 'slash' || kind === 'slashes')
    return clientFinding(
      verdict.reason,
      explanation,
      `Call \`${location?.href}\` in the page, which is where it leads. The server could answer OPTIONS before it redirects, but every call would still make the detour.`,
    )
  return serverFinding(
    verdict.reason,
    explanation,
    'Answer OPTIONS with 204 at this very URL, before anything redirects; or let the page call the URL that the redirect leads to.',
    lines,
  )
}

/** Says how two URLs differ, in the ways that redirects usually mend. */
function moveOf(from: URL, to: URL): 'to-https' | 'slash' | 'slashes' | 'other-host' | null {
  if (from.protocol === 'http:' && to.protocol === 'https:' && from.hostname === to.hostname)
    return 'to-https'
  if (from.hostname !== to.hostname) return 'other-host'
  if (from.host === to.host && trimmed(from) === trimmed(to) && from.pathname !== to.pathname) return 'slash'
  if (from.host === to.host && from.pathname.replace(/\/{2,}/g, '/') === to.pathname) return 'slashes'
  return null
}

const trimmed = ({ pathname }: URL): string => pathname.replace(/\/$/, '')

/** Says in what a redirect's target differs, where it is one of the usual ways; begins with a space, or is empty. */
export function redirectHint(from: URL, location: URL | null): string {
  const kind = location === null ? null : moveOf(from, location)
  if (location === null || kind === null) return ''
  const hints = {
    'to-https': ' It leads from http to https: call https at once.',
    slash: ' It only adds or removes a trailing slash of the path.',
    slashes: ' It only removes a double slash of the path; look where the base URL and the path are joined.',
    'other-host': ` It leads to another host, ${location.host}: call that one at once.`,
  }
  return hints[kind]
}

function isLoopOfOne(exchanges: Facts['exchanges']): boolean {
  return new Set(exchanges.map(({ request }) => request.url.replace(/#.*$/, ''))).size === 1
}
