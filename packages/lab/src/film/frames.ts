import { getHeader, type HeaderList } from '@next-cross-origin/browser'
import type { ReplayStep } from '../replay.ts'
import type { FilmedStep } from './filmed.ts'

export type Lane = 'script' | 'browser' | 'network' | 'api'

/** The permission that the browser keeps from the answer to a preflight. */
export interface Slip {
  readonly method: string
  readonly path: string
  readonly seconds: number
}

/** A cookie that an answer brought, and why the browser dropped it; `dropped` is null when the browser kept it. */
export interface JarEntry {
  readonly name: string
  readonly attributes: string
  readonly dropped: string | null
}

/** Describes what the browser compares at its gate, and the outcome. */
export interface Gate {
  readonly sent: string
  readonly received: string | null
  readonly stamp: 'handed over' | 'withheld'
  /** The header that decides, when the browser withholds the answer. */
  readonly fault: string | null
}

/** One picture of the film. */
export interface Frame {
  /** The number of the step it belongs to, from 0. */
  readonly step: number
  readonly title: string
  /** Says where the message is. */
  readonly lane: Lane
  readonly from: 'page' | 'api'
  /** The message: its first line and its headers. */
  readonly line: string
  readonly headers: HeaderList
  /** One sentence on what happens here. */
  readonly says: string
  /** The line of the script that the step began with. */
  readonly script: string
  /** The last answer that the API gave by now; null before the first. */
  readonly answer: { readonly method: string; readonly status: number; readonly headers: HeaderList } | null
  /** Null anywhere but at the browser's gate. */
  readonly gate: Gate | null
  /** The browser's permission slips and its cookie jar, after this frame. */
  readonly slips: readonly Slip[]
  readonly jar: readonly JarEntry[]
}

/** Says why the browser drops a cookie; null when it keeps the cookie. Takes the value of `Set-Cookie`. */
export type CookieJudge = (setCookie: string) => string | null

const keepsEveryCookie: CookieJudge = () => null

interface Memory {
  slips: readonly Slip[]
  jar: readonly JarEntry[]
  answer: Frame['answer']
}

/** Cuts a journey into frames. */
export function framesOf(
  steps: readonly FilmedStep[],
  judgeCookie: CookieJudge = keepsEveryCookie,
): readonly Frame[] {
  const memory: Memory = { slips: [], jar: [], answer: null }
  return steps.flatMap((step, index) => framesOfStep(step, index, memory, judgeCookie))
}

type Drawn = Pick<Frame, 'lane' | 'from' | 'line' | 'headers' | 'says'> & { gate?: Gate }

function framesOfStep(step: FilmedStep, index: number, memory: Memory, judgeCookie: CookieJudge): Frame[] {
  const { title, script, pageOrigin, replay } = step
  const frames: Frame[] = []
  const add = (drawn: Drawn) => frames.push({ gate: null, ...drawn, step: index, title, script, ...memory })
  const spoken = { lane: 'script', from: 'page', line: script, headers: [] } as const
  add({ ...spoken, says: `A script of ${pageOrigin} asks the browser to call the API.` })
  for (const [position, replayed] of replay.steps.entries()) {
    const isLast = position === replay.steps.length - 1
    const { answer, source, wire } = replayed
    for (const drawn of onTheWay(replayed)) {
      if (drawn.lane === 'api' && answer.type === 'response')
        memory.answer = { ...answer, method: wire.method }
      add(drawn)
    }
    if (answer.type !== 'response' || source === 'memory') continue
    remember(replayed, memory, judgeCookie)
    add(atTheGate(step, replayed, isLast && !replay.verdict.allowed))
  }
  add({ ...spoken, ...ending(step) })
  return frames
}

/** The frames of one request and its answer, up to the browser's gate. */
function onTheWay({ wire, answer, source, recorded }: ReplayStep): Drawn[] {
  const path = new URL(wire.url).pathname
  const request = {
    from: 'page',
    line: `${wire.method} ${path}`,
    headers: recorded?.headers ?? wire.headers,
  } as const
  if (source === 'memory') {
    const says =
      wire.purpose === 'preflight'
        ? 'The browser still has the permission from before, so it does not ask again.'
        : 'The browser takes the answer from its cache. The server sees nothing of this call.'
    return [{ ...request, lane: 'browser', line: `${wire.method} ${path}, not sent`, says }]
  }
  const sent: Drawn = { ...request, lane: 'network', says: requestSays(wire.purpose, request.headers) }
  if (answer.type === 'no-response')
    return [sent, { ...request, lane: 'api', says: 'Nobody answers at this address.' }]
  const answered: Drawn = {
    from: 'api',
    lane: 'api',
    line: String(answer.status),
    headers: answer.headers,
    says: answerSays(wire.purpose, answer.status, answer.headers),
  }
  return [sent, answered]
}

function requestSays(purpose: 'preflight' | 'request', headers: HeaderList): string {
  if (purpose === 'preflight') {
    const asked = getHeader(headers, 'Access-Control-Request-Method') ?? ''
    return `Before ${asked} the browser asks the API whether this page may. The question carries no cookie.`
  }
  const cookie = getHeader(headers, 'Cookie') === null ? '' : ' The browser adds the cookies of its jar.'
  return getHeader(headers, 'Origin') === null
    ? `The call leaves without an Origin header.${cookie}`
    : `The call leaves with the page’s origin, which no script can change.${cookie}`
}

function answerSays(purpose: 'preflight' | 'request', status: number, headers: HeaderList): string {
  if (status === 403) return 'The API refuses. No handler runs for an origin that is not on the allowlist.'
  if (status >= 300 && status < 400) return 'The server sends the browser on to another address.'
  if (purpose === 'preflight') return 'The answer says which origin may call, with which methods and headers.'
  if (getHeader(headers, 'Set-Cookie') !== null) return 'The answer brings a cookie for the browser’s jar.'
  return getHeader(headers, 'Access-Control-Allow-Origin') === null
    ? 'The server has done its work and answers, and names no origin that may read.'
    : 'The server has done its work, and names the origin that may read the answer.'
}

function atTheGate(
  { pageOrigin, replay }: FilmedStep,
  { wire, answer }: ReplayStep,
  isWithheld: boolean,
): Drawn {
  const headers = answer.type === 'response' ? answer.headers : []
  const { evidence } = replay.verdict
  const fault = isWithheld ? (evidence?.header ?? null) : null
  const isOpaque = !isWithheld && wire.purpose === 'request' && replay.verdict.response?.type === 'opaque'
  return {
    lane: 'browser',
    from: 'api',
    line: answer.type === 'response' ? String(answer.status) : '',
    headers,
    says: gateSays(wire.purpose, isWithheld, isOpaque, fault),
    gate: {
      sent: getHeader(wire.headers, 'Origin') ?? pageOrigin,
      received: getHeader(headers, 'Access-Control-Allow-Origin'),
      stamp: isWithheld ? 'withheld' : 'handed over',
      fault,
    },
  }
}

function gateSays(
  purpose: 'preflight' | 'request',
  isWithheld: boolean,
  isOpaque: boolean,
  fault: string | null,
): string {
  if (isWithheld) {
    const why = fault === null ? 'The answer does not pass.' : `${fault} does not say what it must.`
    return purpose === 'preflight'
      ? `${why} The browser stops here and never sends the call itself.`
      : `${why} The browser has the answer and keeps it from the page.`
  }
  if (isOpaque) return 'The page may show what came, and may not look into it.'
  return purpose === 'preflight'
    ? 'The browser keeps the permission and sends the call.'
    : 'The answer names this page, so the page gets it.'
}

function ending({ replay: { verdict } }: FilmedStep): Pick<Drawn, 'line' | 'says' | 'from'> {
  if (!verdict.allowed)
    return {
      from: 'page',
      line: 'TypeError',
      says: 'fetch() is rejected. The script learns no status, no header and no reason.',
    }
  const status = verdict.response?.status ?? 0
  return verdict.response?.type === 'opaque'
    ? {
        from: 'api',
        line: 'an opaque answer',
        says: 'The script gets an answer without a status, headers or a body.',
      }
    : { from: 'api', line: `${status}, readable`, says: 'The script reads the answer.' }
}

function remember({ wire, answer }: ReplayStep, memory: Memory, judgeCookie: CookieJudge): void {
  if (answer.type !== 'response') return
  const { status, headers } = answer
  const age = Number(getHeader(headers, 'Access-Control-Max-Age') ?? '5')
  const method = getHeader(wire.headers, 'Access-Control-Request-Method')
  if (wire.purpose === 'preflight' && method !== null && status < 300 && age > 0) {
    const path = new URL(wire.url).pathname
    const others = memory.slips.filter((slip) => slip.method !== method || slip.path !== path)
    memory.slips = [...others, { method, path, seconds: age }]
  }
  for (const [name, value] of headers) {
    if (name.toLowerCase() !== 'set-cookie' || !wire.credentials) continue
    const entry = jarEntry(value, judgeCookie)
    const others = memory.jar.filter((each) => each.name !== entry.name)
    memory.jar = isDeletion(value) ? others : [...others, entry]
  }
}

function isDeletion(setCookie: string): boolean {
  return /;\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(setCookie)
}

const told = /^(httponly|secure|partitioned|samesite=\w+)$/i

function jarEntry(setCookie: string, judgeCookie: CookieJudge): JarEntry {
  const [pair = '', ...attributes] = setCookie.split(';').map((part) => part.trim())
  return {
    name: pair.split('=')[0] ?? '',
    attributes: attributes.filter((attribute) => told.test(attribute)).join('; '),
    dropped: judgeCookie(setCookie),
  }
}
