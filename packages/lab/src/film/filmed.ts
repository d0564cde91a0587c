import type { Engine, FetchRequest, HeaderList } from '@next-cross-origin/browser'
import { type Replay, type ReplayStep, replay } from '../replay.ts'

/** One exchange as it passed between the browser and the API. The values of cookies are cut: see `message.ts`. */
export interface FilmedExchange {
  readonly method: string
  readonly path: string
  /** In the order and the case in which they passed. */
  readonly requestHeaders: HeaderList
  readonly status: number
  readonly responseHeaders: HeaderList
}

/** One thing that a page does, and the exchanges that came of it. */
export interface FilmedCall {
  readonly title: string
  /** The line of the script that does it. */
  readonly script: string
  /** The page's own part of the call; the browser adds its own headers. */
  readonly request: FetchRequest
  readonly exchanges: readonly FilmedExchange[]
}

/** One thing that a page does, with what the model of the browser makes of the answers. */
export interface FilmedStep {
  readonly title: string
  readonly script: string
  /** The origin of the page that does it. */
  readonly pageOrigin: string
  readonly replay: Replay
}

/** Lets the model of the browser meet the answers of each call in turn, with what it remembers of the calls before. */
export function stepsOf(calls: readonly FilmedCall[], engine: Engine): readonly FilmedStep[] {
  const earlier: ReplayStep[] = []
  return calls.map(({ title, script, request, exchanges }) => {
    const recorded = exchanges.map(({ method, requestHeaders, status, responseHeaders }) => ({
      step: '',
      by: 'api' as const,
      method,
      headers: requestHeaders,
      answer: { status, headers: responseHeaders },
    }))
    const replayed = replay(request, recorded, earlier, engine)
    earlier.push(...replayed.steps)
    return { title, script, pageOrigin: request.origin, replay: replayed }
  })
}
