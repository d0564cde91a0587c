import type { BrowserEngine, FetchRequest, Verdict } from '@next-cross-origin/browser'
import { askedOf } from './asked.ts'
import { type Cause, type Diagnosis, diagnose } from './diagnose.ts'
import type { Examination } from './examine.ts'
import type { Exchange } from './exchange.ts'
import { recipes } from './recipes.ts'
import { visible } from './visible.ts'

/** The object that `--json` and `--batch` print. */
export interface Result {
  readonly verdict: 'allowed' | 'blocked'
  readonly preflight: boolean
  readonly reason: Cause | 'bad-usage' | 'internal-error'
  readonly explanation: string
  readonly fix: string | null
  readonly exchanges: readonly Exchange[]
  /** The step of the standard that decided; null when nothing was judged. */
  readonly step: string | null
  readonly warnings: readonly string[]
  /** What each browser does with these answers; null where it would have sent something else. */
  readonly browsers: Readonly<Record<BrowserEngine, 'allowed' | 'blocked' | null>>
}

/** Exit status: 0 allowed, 1 blocked, 2 bad usage or server unreachable. */
export type ExitStatus = 0 | 1 | 2

/** The result of an examination, as data. */
export function resultOf(request: FetchRequest, examination: Examination): Result {
  const { verdict, exchanges, browsers } = examination
  const { cause, explanation, fix, warnings } = diagnose(request, examination)
  return {
    verdict: wordFor(verdict),
    preflight: verdict.preflight.needed,
    reason: cause,
    explanation,
    fix: fix === null ? null : [fix.text, ...fix.lines].join('\n'),
    exchanges,
    step: verdict.step,
    warnings: warnings.map(({ code }) => code),
    browsers: {
      chromium: browsers.chromium && wordFor(browsers.chromium),
      firefox: browsers.firefox && wordFor(browsers.firefox),
      webkit: browsers.webkit && wordFor(browsers.webkit),
    },
  }
}

const wordFor = ({ allowed }: Verdict) => (allowed ? 'allowed' : 'blocked')

/** The result for a line that could not be examined; a browser got nothing either, so it counts as blocked. */
export function failedResult(reason: 'bad-usage' | 'internal-error', explanation: string): Result {
  return {
    verdict: 'blocked',
    preflight: false,
    reason,
    explanation,
    fix: null,
    exchanges: [],
    step: null,
    warnings: [],
    browsers: { chromium: null, firefox: null, webkit: null },
  }
}

const unreachable: ReadonlySet<Result['reason']> = new Set([
  'bad-usage',
  'internal-error',
  'server-unreachable',
  'tls-failed',
  'plain-http-behind-https-url',
  'timeout',
])

export function exitStatusOf({ verdict, reason }: Result): ExitStatus {
  if (verdict === 'allowed') return 0
  return unreachable.has(reason) ? 2 : 1
}

/** The result of an examination, as text for a terminal. */
export function textOf(request: FetchRequest, examination: Examination): string {
  const { verdict, exchanges } = examination
  const diagnosis = diagnose(request, examination)
  const { cause, explanation } = diagnosis
  return [
    ...exchanges.flatMap((exchange, index) => [exchangeText(exchange, index + 1), '']),
    ...(exchanges.length === 0 ? ['Nothing was sent.', ''] : []),
    `Preflight  ${preflightText(examination)}`,
    `Verdict    ${wordFor(verdict)}: ${cause} (${verdict.step})`,
    `Reason     ${explanation}`,
    ...fixText(request, exchanges, diagnosis),
  ].join('\n')
}

function exchangeText({ purpose, request, response, failure, durationMs }: Exchange, number: number): string {
  const { host, pathname, search } = new URL(request.url)
  const answer =
    response === null
      ? [`< no answer: ${visible(failure?.detail ?? '')}`]
      : [
          `< ${response.status} ${visible(response.statusText)}  (${durationMs} ms)`,
          ...response.headers.map(([name, value]) => `<   ${name}: ${visible(value)}`),
        ]
  return [
    `${number}. ${purpose} to ${host}`,
    `> ${request.method} ${pathname}${search}`,
    ...request.headers.map(([name, value]) => `>   ${name}: ${visible(value)}`),
    ...answer,
  ].join('\n')
}

function preflightText({ verdict }: Examination): string {
  const causes = verdict.preflight.because.map((cause) =>
    cause.kind === 'method' ? `the method ${cause.method}` : `the request header ${cause.name}`,
  )
  return causes.length === 0 ? 'not needed' : `needed, because of ${causes.join(' and ')}`
}

function fixText(request: FetchRequest, exchanges: readonly Exchange[], { fix }: Diagnosis): string[] {
  if (fix === null) return []
  const lines = ['', `Fix, on the ${fix.side}: ${fix.text}`, ...fix.lines.map((line) => `    ${line}`)]
  if (fix.lines.length < 2) return lines
  const code = recipes(request, askedOf(request, exchanges)).flatMap(({ server, code }) => [
    '',
    `  ${server}`,
    ...code.split('\n').map((line) => `    ${line}`),
  ])
  return [...lines, '', 'For this one request, that is:', ...code]
}
