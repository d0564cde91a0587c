import {
  type BrowserEngine,
  browserEngines,
  type FetchRequest,
  getHeader,
  preflightMaxAge,
} from '@next-cross-origin/browser'
import type { Examination } from './examination.ts'

/** Describes what a page may read of an answer, and what each browser remembers of the preflight. */
export interface Readable {
  /** Names of the headers that a script sees, in lower case. */
  readonly exposed: readonly string[]
  /** Names of the headers that it does not see until `Access-Control-Expose-Headers` names them. */
  readonly hidden: readonly string[]
  /** Tells whether the page may see how long the parts of the call took (`Timing-Allow-Origin`). */
  readonly timing: boolean
  /** For how many seconds each browser asks no preflight again; null without a preflight. */
  readonly preflightRemembered: Readonly<Record<BrowserEngine, number>> | null
}

/** Headers of the connection and of the protocol, which no page asks for. */
const ownHeaders: ReadonlySet<string> = new Set([
  'connection',
  'date',
  'keep-alive',
  'server',
  'set-cookie',
  'set-cookie2',
  'transfer-encoding',
  'vary',
])

/** Says what a page may read of the last answer; null when it may read none. */
export function readableOf(request: FetchRequest, { exchanges, verdict }: Examination): Readable | null {
  const answer = exchanges.at(-1)?.response
  if (!answer || verdict.response === null || verdict.response.type === 'opaque') return null
  const exposed = [...new Set(verdict.response.headers.map(([name]) => name))]
  const names = [...new Set(answer.headers.map(([name]) => name.toLowerCase()))]
  const isHidden = (name: string): boolean =>
    !exposed.includes(name) && !ownHeaders.has(name) && !name.startsWith('access-control-')
  const timing = (getHeader(answer.headers, 'timing-allow-origin') ?? '')
    .split(',')
    .map((each) => each.trim())
  return {
    exposed,
    hidden: names.filter(isHidden),
    timing: verdict.response.type === 'basic' || timing.includes('*') || timing.includes(request.origin),
    preflightRemembered: rememberedOf(exchanges),
  }
}

function rememberedOf(exchanges: Examination['exchanges']): Readable['preflightRemembered'] {
  const preflight = exchanges.find(({ purpose }) => purpose === 'preflight')
  if (!preflight?.response) return null
  const { headers } = preflight.response
  const ages = browserEngines.map((engine) => [engine, preflightMaxAge(headers, engine)])
  return Object.fromEntries(ages) as Record<BrowserEngine, number>
}
