import {
  type FetchRequest,
  getHeader,
  type HeaderList,
  isRedirectTainted,
  type Verdict,
} from '@next-cross-origin/browser'
import { askedOf } from './asked.ts'
import type { Examination } from './examination.ts'
import type { Exchange, Response } from './exchange.ts'
import type { Cause, Finding } from './finding.ts'
import { type Responder, responderOf } from './responder.ts'
import { visible } from './visible.ts'

/** Describes what the rules of the diagnosis look at. */
export interface Facts {
  readonly request: FetchRequest
  readonly verdict: Verdict
  readonly exchanges: readonly Exchange[]
  /** The exchange in which it stopped. */
  readonly last: Exchange | undefined
  readonly answer: Response | null
  readonly headers: HeaderList
  readonly status: number
  readonly isPreflight: boolean
  /** The URL that gave the answer. */
  readonly url: URL
  /** The value that decided, as it came. */
  readonly raw: string | null
  /** The same, with what cannot be seen as an escape. */
  readonly value: string | null
  readonly expected: string
  /** Says where the answer redirects to. */
  readonly location: URL | null
  /** Tells whether redirects have made the origin `null`. */
  readonly isTainted: boolean
  readonly responder: Responder
  /** The header lines that would let this request through. */
  readonly lines: readonly string[]
}

/** One thing that the doctor recognises. Returns null when it does not apply. */
export type Rule = (facts: Facts) => Finding | null

/** Rules for a cause that the standard names. */
export type RulesByReason = Partial<Record<Cause, (facts: Facts) => Finding>>

export function factsOf(request: FetchRequest, { verdict, exchanges }: Examination): Facts {
  const last = exchanges.at(-1)
  const answer = last?.response ?? null
  const headers = answer?.headers ?? []
  const raw = verdict.evidence?.value ?? null
  const url = new URL(last?.request.url ?? (URL.canParse(request.url) ? request.url : 'http://invalid'))
  const urls = exchanges.map((exchange) => new URL(exchange.request.url))
  return {
    request,
    verdict,
    exchanges,
    last,
    answer,
    headers,
    status: answer?.status ?? 0,
    isPreflight: verdict.stage === 'preflight',
    url,
    raw,
    value: raw === null ? null : visible(raw),
    expected: verdict.evidence?.expected ?? '',
    location: locationOf(headers, url),
    isTainted: request.origin !== 'null' && isRedirectTainted(urls, request.origin),
    responder: responderOf(answer, url.pathname),
    lines: linesFor(request, exchanges, verdict.stage === 'preflight'),
  }
}

function locationOf(headers: HeaderList, base: URL): URL | null {
  const value = getHeader(headers, 'location')
  return value !== null && URL.canParse(value, base.href) ? new URL(value, base) : null
}

function linesFor(request: FetchRequest, exchanges: readonly Exchange[], isPreflight: boolean): string[] {
  const lines = [`Access-Control-Allow-Origin: ${request.origin}`]
  if (request.credentials === 'include') lines.push('Access-Control-Allow-Credentials: true')
  if (isPreflight) {
    const { method, headerNames } = askedOf(request, exchanges)
    lines.push(`Access-Control-Allow-Methods: ${method}`)
    if (headerNames.length > 0) lines.push(`Access-Control-Allow-Headers: ${headerNames.join(', ')}`)
  }
  return [...lines, 'Vary: Origin']
}
