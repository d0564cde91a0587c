import { getHeader } from '@next-cross-origin/browser'
import type { CallResult } from '../finding.ts'
import type { ReplayStep } from '../replay.ts'

/** One arrow of the drawing, and the step of the list that it stands for. */
export interface Message {
  readonly key: string
  /** The number of the exchange it belongs to, from 0. */
  readonly exchange: number
  readonly from: 'page' | 'server'
  readonly line: string
  readonly note: string
  /** Says how far it gets. */
  readonly end: 'arrives' | 'blocked' | 'lost' | 'opaque'
  /** Tells whether the other side is the browser's own memory, the API, or its other name. */
  readonly lane: 'memory' | 'api' | 'third'
}

/** One request and its answer, for the list below the drawing. */
export interface ListedExchange {
  readonly result: CallResult
  readonly step: ReplayStep
  /** Tells whether the exchange ended here, against the page. */
  readonly isBlocked: boolean
}

/** Every request of a run with its answer, in order. */
export function exchangesOf(results: readonly CallResult[]): readonly ListedExchange[] {
  return results.flatMap((result) =>
    result.replay.steps.map((step, index, { length }) => ({
      result,
      step,
      isBlocked: index === length - 1 && !result.replay.verdict.allowed,
    })),
  )
}

/** The arrows of a run, in order. */
export function messagesOf(exchanges: readonly ListedExchange[]): readonly Message[] {
  return exchanges.flatMap((exchange, index) => {
    const { step, isBlocked, result } = exchange
    const { wire, answer, source } = step
    const lane = source === 'memory' ? 'memory' : step.recorded?.by === 'third' ? 'third' : 'api'
    const shared = { exchange: index, lane } as const
    const request: Message = {
      ...shared,
      key: `${index}-request`,
      from: 'page',
      line: source === 'memory' ? `${wire.method}, not sent` : wire.method,
      note: requestNote(exchange),
      end: source === 'nowhere' ? 'lost' : 'arrives',
    }
    if (answer.type === 'no-response') return [request]
    const isOpaque = result.replay.verdict.response?.type === 'opaque' && wire.purpose === 'request'
    const answered: Message = {
      ...shared,
      key: `${index}-answer`,
      from: 'server',
      line: `${answer.status}${source === 'memory' ? ', remembered' : ''}`,
      note: answerNote(exchange),
      end: isBlocked ? 'blocked' : isOpaque ? 'opaque' : 'arrives',
    }
    return [request, answered]
  })
}

function requestNote({ step: { wire, source, recorded }, result }: ListedExchange): string {
  if (source === 'nowhere') return 'Nobody answers'
  if (wire.purpose === 'preflight') {
    const headers = getHeader(wire.headers, 'Access-Control-Request-Headers')
    const method = getHeader(wire.headers, 'Access-Control-Request-Method') ?? ''
    return `May I ${method}${headers === null ? '' : ` with ${headers}`}?`
  }
  if (source === 'memory') return 'The browser looks in its cache'
  const cookie = getHeader(recorded?.headers ?? [], 'Cookie')
  if (cookie !== null) return 'with the cookie'
  if (result.call.step === 'ask') return 'without the cookie'
  const origin = getHeader(wire.headers, 'Origin')
  return origin === null ? 'without Origin' : `Origin: ${origin}`
}

function answerNote({ step, result, isBlocked }: ListedExchange): string {
  const { evidence, reason } = result.replay.verdict
  if (isBlocked && evidence !== null) {
    if (reason === 'preflight-status' || reason === 'preflight-redirect') return 'A preflight needs a 2xx'
    if (evidence.header !== null) {
      return evidence.value === null ? `no ${evidence.header}` : `${evidence.header}: ${evidence.value}`
    }
  }
  if (step.answer.type !== 'response') return ''
  const { headers } = step.answer
  if (getHeader(headers, 'Set-Cookie') !== null) return 'Set-Cookie'
  const location = getHeader(headers, 'Location')
  if (location !== null) return 'go on to another origin'
  const allowed = getHeader(headers, 'Access-Control-Allow-Origin')
  return allowed === null ? 'no CORS headers' : `Access-Control-Allow-Origin: ${allowed}`
}
