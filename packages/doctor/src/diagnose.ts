import type { FetchRequest, Reason } from '@next-cross-origin/browser'
import type { Examination } from './examination.ts'
import { type Facts, factsOf, type RulesByReason } from './facts.ts'
import { clientFinding, type Finding, serverFinding, type Warning } from './finding.ts'
import { type Guilty, guiltyOf } from './guilty.ts'
import { misspelt } from './near-miss.ts'
import type { Responder } from './responder.ts'
import { allowOriginRules } from './rules/allow-origin.ts'
import { gatewayRules } from './rules/gateway.ts'
import { noAnswerRules } from './rules/no-answer.ts'
import { preflightRules } from './rules/preflight.ts'
import { redirectRules } from './rules/redirect.ts'
import { requestRules } from './rules/request.ts'
import { warningsOf } from './warnings.ts'

/** The cause of what a browser did, in words, and what to change. */
export interface Diagnosis extends Finding {
  readonly warnings: readonly Warning[]
  /** The header line that decided; null when no line did. */
  readonly guilty: Guilty | null
  /** Says who gave the last answer. */
  readonly responder: Responder
}

const byReason: RulesByReason = { ...allowOriginRules, ...preflightRules, ...redirectRules, ...requestRules }

/** Puts an examination into words: the cause, why it stops a browser, and what to change. */
export function diagnose(request: FetchRequest, examination: Examination): Diagnosis {
  const facts = factsOf(request, examination)
  const warnings = warningsOf(facts, examination)
  const found = facts.verdict.allowed ? allowed(facts, warnings) : blocked(facts)
  const where = facts.isPreflight ? 'The preflight failed, so the browser never sent the request. ' : ''
  return {
    ...found,
    explanation: `${where}${[found.explanation, ...warnings.map(({ text }) => text)].join(' ')}`,
    warnings,
    guilty: facts.verdict.allowed ? null : guiltyOf(facts),
    responder: facts.responder,
  }
}

const allowedTexts: Partial<Record<Reason, string>> = {
  'websocket-open': 'The server takes the handshake: the WebSocket is open. CORS plays no part in it.',
  'same-origin': 'The page and the URL have the same origin: CORS plays no part.',
  'opaque-response':
    'The browser loads it without CORS, and hides it from the page: a script reads no status, header or byte of it.',
  'opaque-redirect':
    'The call says `redirect: "manual"`, so it gets an opaque redirect: a script reads no status and no `Location`, and cannot follow it. Only a navigation can; a call that wants the answer leaves the option out.',
  'data-url': 'The URL carries its content itself: nothing is sent, and the page may read it.',
}

function allowed({ verdict }: Facts, warnings: readonly Warning[]): Finding {
  const explanation = allowedTexts[verdict.reason] ?? 'The browser lets the page read the answer.'
  const isMissing = (code: Warning['code']): boolean => warnings.some((warning) => warning.code === code)
  const server = (text: string, lines: readonly string[]): Finding => ({
    cause: verdict.reason,
    explanation,
    fix: { side: 'server', text, lines },
  })
  const cookie = warnings.find(({ code }) => code === 'cookie-dropped')
  const advice = / Set it [^.]*\./.exec(cookie?.text ?? '')?.[0].trim()
  if (advice !== undefined) return server(advice, [])
  return isMissing('vary-missing')
    ? server('Send `Vary: Origin` with every answer that depends on the origin.', ['Vary: Origin'])
    : { cause: verdict.reason, explanation, fix: null }
}

function blocked(facts: Facts): Finding {
  const found = facts.verdict.reason === 'no-response' ? first(noAnswerRules, facts) : withAnswer(facts)
  const safe = facts.request.origin === 'null' ? forOpaqueOrigin(facts, found) : found
  return facts.isTainted ? afterTaint(safe) : safe
}

function withAnswer(facts: Facts): Finding {
  return (
    misspeltHeader(facts) ??
    firstOf(gatewayRules, facts) ??
    byReason[facts.verdict.reason]?.(facts) ??
    clientFinding(
      facts.verdict.reason,
      `A browser refuses this request before it sends anything (${facts.verdict.reason}).`,
      'Correct the request.',
    )
  )
}

function firstOf(rules: typeof gatewayRules, facts: Facts): Finding | null {
  for (const rule of rules) {
    const found = rule(facts)
    if (found !== null) return found
  }
  return null
}

function first(rules: typeof noAnswerRules, facts: Facts): Finding {
  const found = firstOf(rules, facts)
  if (found === null) throw new Error('The last rule about no answer always applies.')
  return found
}

function misspeltHeader({ headers, lines, raw, verdict: { evidence } }: Facts): Finding | null {
  const absent = evidence?.header && raw === null ? misspelt(headers, evidence.header) : null
  if (absent === null) return null
  return serverFinding(
    'misspelt-header',
    `The server sends \`${absent}\`, which is misspelt: the header is called \`${evidence?.header}\`. Browsers ignore names they do not know.`,
    `Rename \`${absent}\` to \`${evidence?.header}\`.`,
    lines,
  )
}

/**
 * A finding whose fix would be header lines, for a page without an origin: a line that allows `null` lets in every sandboxed
 * frame of every site, so the page has to get an origin instead.
 */
function forOpaqueOrigin(facts: Facts, found: Finding): Finding {
  if (found.fix?.side !== 'server' || found.fix.lines.length === 0) {
    if (found.cause !== 'allow-origin-mismatch') return found
  }
  return {
    ...found,
    explanation: `The page has no origin of its own (\`null\`): it was opened as a file, or runs in a sandboxed frame. ${found.explanation}`,
    fix: {
      side: 'client',
      text: `Serve the page over http (for example \`npx serve\` in its folder, then open the address it prints), and let the server allow that origin; a frame needs \`allow-same-origin\`. Do not allow \`null\`: every sandboxed frame of every site has that origin.${facts.request.credentials === 'include' ? '' : ' What anybody may read can send `Access-Control-Allow-Origin: *` instead.'}`,
      lines: [],
    },
  }
}

/**
 * A finding whose fix would be header lines, where redirects have made the origin `null`: no line mends that safely, since
 * one that allows `null` lets in every sandboxed frame of every site.
 */
function afterTaint(found: Finding): Finding {
  if (found.fix === null || found.fix.lines.length === 0) return found
  return {
    ...found,
    explanation: `The request was redirected from one foreign origin to another, so the browser sends \`Origin: null\`, which no server should allow. ${found.explanation}`,
    fix: { side: 'server', text: 'Do not redirect: let the page call the final URL directly.', lines: [] },
  }
}
