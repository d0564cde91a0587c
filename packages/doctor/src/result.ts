import {
  type BrowserEngine,
  consoleMessage,
  type FetchRequest,
  getHeader,
  type Verdict,
} from '@next-cross-origin/browser'
import { type CookieReport, cookieReports } from './cookies.ts'
import { type Diagnosis, diagnose } from './diagnose.ts'
import type { Examination } from './examination.ts'
import type { Exchange } from './exchange.ts'
import type { Cause, Finding, Side } from './finding.ts'
import { networkError } from './network-error.ts'
import { type Readable, readableOf } from './readable.ts'
import { type Framework, frameworks, recipeFor } from './recipes/index.ts'

/** The object that `--json` and `--batch` print. */
export interface Result {
  readonly verdict: 'allowed' | 'blocked'
  readonly preflight: boolean
  readonly reason: Cause | 'bad-usage' | 'internal-error'
  readonly explanation: string
  readonly fix: string | null
  /** Says where the change belongs; null when nothing has to change. */
  readonly side: Side | null
  /** The fix as code, for the software that answered or that `--for` names; null where neither is known, or no header mends it. */
  readonly code: string | null
  /** The software for which `code` is written, by the name that `--for` takes. */
  readonly for: Framework | null
  /** Says who gave the last answer, as far as the answer says so. */
  readonly answeredBy: string | null
  readonly exchanges: readonly Exchange[]
  /** The step of the standard that decided; null when nothing was judged. */
  readonly step: string | null
  readonly warnings: readonly string[]
  /** Describes what each browser does with these answers; null where it would have sent something else. */
  readonly browsers: Readonly<Record<BrowserEngine, 'allowed' | 'blocked' | null>>
  /** Describes what each browser writes to its console; null where it writes nothing. */
  readonly console: Readonly<Record<BrowserEngine, string | null>>
  /** Describes what becomes of each cookie that the answers set. */
  readonly cookies: readonly CookieReport[]
  /** Describes what a page may read of the answer; null when it may read nothing. */
  readonly readable: Readable | null
}

/** Exit status: 0 allowed, 1 blocked, 2 bad usage or server unreachable. */
export type ExitStatus = 0 | 1 | 2

/** Turns an examination into data. */
export function resultOf(
  request: FetchRequest,
  examination: Examination,
  framework: Framework | null = null,
): Result {
  const { verdict, exchanges, browsers } = examination
  const diagnosis = diagnose(request, examination)
  const { cause, explanation, fix, responder, warnings } = diagnosis
  const recipe = recipeOf(diagnosis, request, exchanges, framework)
  return {
    verdict: wordFor(verdict),
    preflight: verdict.preflight.needed,
    reason: cause,
    explanation,
    fix: fix === null ? null : [fix.text, ...fix.lines].join('\n'),
    side: fix?.side ?? null,
    code: recipe?.code ?? null,
    for: recipe?.framework ?? null,
    answeredBy: responder.name,
    exchanges,
    step: verdict.step,
    warnings: warnings.map(({ code }) => code),
    browsers: {
      chromium: browsers.chromium && wordFor(browsers.chromium),
      firefox: browsers.firefox && wordFor(browsers.firefox),
      webkit: browsers.webkit && wordFor(browsers.webkit),
    },
    console: consoleMessages(request, examination),
    cookies: cookieReports(request, exchanges),
    readable: readableOf(request, examination),
  }
}

/** Writes what each browser's console says of an examination. */
export function consoleMessages(
  request: FetchRequest,
  { browsers, exchanges, verdict }: Examination,
): Result['console'] {
  const answer = exchanges.at(-1)?.response ?? null
  const messageOf = (engine: BrowserEngine): string | null =>
    consoleMessage({ verdict: browsers[engine] ?? verdict, request, answer }, engine)
  const failure = exchanges.at(-1)?.failure ?? null
  const network = verdict.reason === 'no-response' && failure !== null ? networkError(failure) : null
  return {
    chromium: network ?? messageOf('chromium'),
    firefox: messageOf('firefox'),
    webkit: messageOf('webkit'),
  }
}

/** The recipe for the software that is asked for, else for the one that answered; null where header lines mend nothing. */
export function recipeOf(
  { cause, fix, responder }: Diagnosis,
  request: FetchRequest,
  exchanges: readonly Exchange[],
  framework: Framework | null,
) {
  if (fix === null || fix.lines.length < 2) return null
  const chosen = framework ?? frontOf(exchanges, cause) ?? responder.framework
  return chosen === null ? null : recipeFor(chosen, request, exchanges)
}

/**
 * Names the server in front of an application, where CORS headers are there already or are left out of errors only: whichever of
 * the two writes them, the code for the one in front drops the application's and sends its own, so that there is one.
 */
function frontOf(exchanges: readonly Exchange[], cause: Cause): Framework | null {
  const headers = exchanges.at(-1)?.response?.headers ?? []
  const name = /^(nginx|apache|caddy)/i.exec(getHeader(headers, 'server') ?? '')?.[1]?.toLowerCase()
  const hasOwn = getHeader(headers, 'access-control-allow-origin') !== null || cause === 'error-without-cors'
  if (name === undefined || !hasOwn) return null
  return frameworks.find((each) => each === name) ?? null
}

export const wordFor = ({ allowed }: Verdict): 'allowed' | 'blocked' => (allowed ? 'allowed' : 'blocked')

/** The result for a line that could not be examined; a browser got nothing either, so it counts as blocked. */
export function failedResult(reason: 'bad-usage' | 'internal-error', explanation: string): Result {
  return {
    verdict: 'blocked',
    preflight: false,
    reason,
    explanation,
    fix: null,
    side: null,
    code: null,
    for: null,
    answeredBy: null,
    exchanges: [],
    step: null,
    warnings: [],
    browsers: { chromium: null, firefox: null, webkit: null },
    console: { chromium: null, firefox: null, webkit: null },
    cookies: [],
    readable: null,
  }
}

/** The result for a text that names the cause itself. */
export function resultOfFinding({ cause, explanation, fix }: Finding): Result {
  return {
    ...failedResult('internal-error', explanation),
    reason: cause,
    fix: fix === null ? null : [fix.text, ...fix.lines].join('\n'),
    side: fix?.side ?? null,
  }
}

const unreachable: ReadonlySet<Result['reason']> = new Set([
  'bad-usage',
  'internal-error',
  'server-unreachable',
  'name-not-found',
  'tls-failed',
  'plain-http-behind-https-url',
  'timeout',
])

export function exitStatusOf({ verdict, reason }: Result): ExitStatus {
  if (verdict === 'allowed') return 0
  return unreachable.has(reason) ? 2 : 1
}
