import type { Browser } from '../../drivers/browser.ts'
import { type Answer, browse, type Engine, type Verdict, type WireRequest } from '../../src/index.ts'
import { parseResponseHead } from '../../src/response-head.ts'
import { type Exchange, generateExchange, type RawAnswer, type Stage } from './generate.ts'
import { frameDocument, openStage, perform, type Seen, stageDocument } from './perform.ts'
import { Random } from './random.ts'
import { type Received, type Script, startScriptedServer } from './scripted-server.ts'

/** One exchange on which the browser and the model differ. */
export interface Disagreement {
  readonly seed: number
  readonly exchange: Exchange
  readonly differences: readonly string[]
  readonly verdict: Verdict
}

/** Describes what a run found. */
export interface Report {
  readonly exchanges: number
  readonly allowed: number
  readonly preflights: number
  readonly seconds: number
  readonly disagreements: readonly Disagreement[]
}

/** Says how many exchanges are on the servers at a time. */
const BATCH = 500

/** Two servers that answer as the exchanges in play say, and remember what they were asked. */
export interface Bench {
  readonly stage: Stage
  readonly pageUrl: string
  /** Replaces the exchanges in play. */
  play(exchanges: readonly Exchange[]): void
  receivedFor(id: string): readonly Received[]
  close(): Promise<void>
}

export async function openBench(): Promise<Bench> {
  const inPlay = new Map<string, Exchange>()
  const received = new Map<string, Received[]>()
  const script: Script = (request) => {
    if (request.target === '/') return page(stageDocument)
    if (request.target === '/frame') return page(frameDocument)
    const [, id = '', hop = ''] = request.target.split('/')
    const exchange = inPlay.get(id)
    if (exchange === undefined) return page('')
    received.get(id)?.push(request)
    const raw = rawAnswer(exchange, Number(hop), isPreflight(request))
    return raw === null ? null : framed(raw, request.method)
  }
  const pageServer = await startScriptedServer(script)
  const otherServer = await startScriptedServer(script)
  return {
    stage: { pagePort: pageServer.port, otherPort: otherServer.port },
    pageUrl: `http://localhost:${pageServer.port}/`,
    play: (exchanges) => {
      inPlay.clear()
      received.clear()
      for (const exchange of exchanges) {
        inPlay.set(exchange.id, exchange)
        received.set(exchange.id, [])
      }
    },
    receivedFor: (id) => received.get(id) ?? [],
    close: async () => {
      await Promise.all([pageServer.close(), otherServer.close()])
    },
  }
}

/** Has a browser perform random exchanges and compares all that can be seen of them with the model. */
export async function compareWithModel(
  browser: Browser,
  seed: number,
  count: number,
  engine: Engine,
): Promise<Report> {
  const started = Date.now()
  const random = new Random(seed)
  const disagreements: Disagreement[] = []
  let allowed = 0
  let preflights = 0
  const bench = await openBench()
  try {
    const tab = await openStage(browser, bench.pageUrl)
    for (let done = 0; done < count; done += BATCH) {
      const exchanges = Array.from({ length: Math.min(BATCH, count - done) }, (_, index) =>
        generateExchange(random, `${seed.toString(36)}-${done + index}`, bench.stage),
      )
      bench.play(exchanges)
      const seen = new Map((await perform(tab, exchanges)).map((one) => [one.id, one]))
      for (const exchange of exchanges) {
        const one = seen.get(exchange.id)
        const verdict = verdictOf(exchange, engine)
        const differences =
          one === undefined
            ? ['the page never said what became of it']
            : differ(exchange, verdict, one, bench.receivedFor(exchange.id))
        if (differences.length > 0) disagreements.push({ seed, exchange, differences, verdict })
        if (verdict.allowed) allowed++
        if (verdict.preflight.needed) preflights++
      }
    }
    await tab.close()
  } finally {
    await bench.close()
  }
  return { exchanges: count, allowed, preflights, seconds: (Date.now() - started) / 1000, disagreements }
}

/** The model's verdict on an exchange, fed with the bytes that the server would send. */
export function verdictOf(exchange: Exchange, engine: Engine): Verdict {
  const steps = browse(exchange.request, { engine })
  let step = steps.next()
  while (!step.done) step = steps.next(answerTo(exchange, step.value, engine))
  return step.value
}

function answerTo(exchange: Exchange, wire: WireRequest, engine: Engine): Answer {
  const hop = Number(new URL(wire.url).pathname.split('/')[2] ?? 0)
  const raw = rawAnswer(exchange, hop, wire.purpose === 'preflight')
  if (raw === null) return { type: 'no-response' }
  const { bytes, close } = framed(raw, wire.method)
  const head = parseResponseHead(bytes, close, engine, wire.method)
  return head === 'incomplete' || 'malformed' in head
    ? { type: 'no-response' }
    : { type: 'response', status: head.status, headers: head.headers }
}

function rawAnswer(exchange: Exchange, hop: number, preflight: boolean): RawAnswer {
  const scripted = exchange.hops[hop]
  if (scripted === undefined) return null
  return preflight ? scripted.preflight : scripted.response
}

function isPreflight(request: Received): boolean {
  return request.method === 'OPTIONS' && request.headers.has('access-control-request-method')
}

function framing(raw: NonNullable<RawAnswer>, method: string): string {
  return hasBody(raw, method)
    ? 'Content-Length: 2\r\n'
    : raw.statusLine.includes(' 205 ')
      ? 'Content-Length: 0\r\n'
      : ''
}

function hasBody(raw: NonNullable<RawAnswer>, method: string): boolean {
  return method !== 'HEAD' && !/^HTTP\/1\.1 (204|205|304)/.test(raw.statusLine)
}

/** The bytes of an answer. Where it says itself how its body ends, or has none, the end of the connection is its end. */
function framed(raw: NonNullable<RawAnswer>, method: string): { bytes: Buffer; close: boolean } {
  const { statusLine, lines, cutAt } = raw
  const framesItself = lines.some((line) => /^(content-length|transfer-encoding):/i.test(line))
  const body = hasBody(raw, method) ? 'ok' : ''
  if (!framesItself && cutAt === undefined) {
    const head = [statusLine, ...lines].join('\r\n')
    return { bytes: Buffer.from(`${head}\r\n${framing(raw, method)}\r\n${body}`, 'latin1'), close: false }
  }
  // First, so that a browser knows in any case that this connection takes no other request.
  const start = `${statusLine}\r\nConnection: close\r\n`
  const rest = lines.map((line) => `${line}\r\n`).join('')
  if (cutAt !== undefined)
    return {
      bytes: Buffer.from(start + rest.slice(0, Math.floor(rest.length * cutAt)), 'latin1'),
      close: true,
    }
  const isChunked = lines.some((line) => /^transfer-encoding: chunked$/i.test(line))
  const coded = body !== '' && isChunked ? `2\r\n${body}\r\n0\r\n\r\n` : body
  return { bytes: Buffer.from(`${start}${rest}\r\n${coded}`, 'latin1'), close: true }
}

function page(html: string): { bytes: Buffer; close: boolean } {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${html.length}\r\n\r\n`
  return { bytes: Buffer.from(head + html, 'latin1'), close: false }
}

/** Everything that the page or the server saw and the model says otherwise. */
function differ(exchange: Exchange, verdict: Verdict, seen: Seen, received: readonly Received[]): string[] {
  const differences: string[] = []
  const expect = (what: string, browser: unknown, model: unknown): void => {
    const [b, m] = [JSON.stringify(browser), JSON.stringify(model)]
    if (b !== m) differences.push(`${what}: browser ${b}, model ${m}`)
  }
  expect('allowed', seen.error === null, verdict.allowed)
  if (seen.error !== null) expect('error', seen.error, 'TypeError')
  if (seen.error === null && verdict.response !== null) {
    const { type, status, url, redirected, headers } = verdict.response
    expect('type', seen.type, type)
    expect('status', seen.status, status)
    expect('url', seen.url, url)
    expect('redirected', seen.redirected, redirected)
    expect('headers', combined(seen.headers), combined(headers))
  }
  // A browser may ask again when a connection breaks without an answer; only what it asked is compared then.
  const isOpaque = exchange.request.mode === 'no-cors'
  const server = received.map((request) => describeReceived(request, isOpaque))
  const model = verdict.sent.map((wire) => describeWire(wire, isOpaque))
  if (verdict.reason === 'no-response') expect('sent', withoutRepeats(server), withoutRepeats(model))
  else expect('sent', server, model)
  return differences
}

/** Values of one name joined; names sorted: how a page reads headers. */
function combined(headers: readonly (readonly [string, string])[]): [string, string][] {
  const joined = new Map<string, string>()
  for (const [name, value] of headers) {
    const before = joined.get(name)
    joined.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return [...joined].sort(([a], [b]) => (a < b ? -1 : 1))
}

const compared = [
  'access-control-request-method',
  'access-control-request-headers',
  'authorization',
  'x-custom',
]

/** One line for a request. In `no-cors` mode browsers disagree on when to send `Origin`, and no verdict depends on it. */
function describeReceived({ method, host, target, headers }: Received, isOpaque: boolean): string {
  const names = isOpaque ? compared : ['origin', ...compared]
  return [method, `http://${host}${target}`, ...names.map((name) => headers.get(name) ?? '-')].join(' ')
}

function describeWire({ method, url, headers }: WireRequest, isOpaque: boolean): string {
  const [, host = '', target = ''] = /^http:\/\/(?:[^/]*@)?([^/]*)([^#]*)/.exec(url) ?? []
  const received = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]))
  return describeReceived({ method, host, target, headers: received }, isOpaque)
}

function withoutRepeats(list: readonly string[]): string[] {
  return list.filter((item, index) => item !== list[index - 1])
}
