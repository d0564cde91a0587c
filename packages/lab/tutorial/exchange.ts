import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { isLike } from './likeness.ts'
import { type Stage, staged, unstaged } from './stage.ts'

/** One message of an `http` block. */
interface Message {
  /** `GET /api/health HTTP/1.1`, or `HTTP/1.1 200 OK`. */
  start: string
  headers: readonly (readonly [name: string, value: string])[]
  /** Null when the block shows none. */
  body: string | null
}

/** An `http` block: a request, and what is shown of its answer. */
export interface WrittenExchange {
  request: Message
  answer: Message
}

/** @throws Error when the block is no request followed by an answer */
export function parseExchange(block: string): WrittenExchange {
  const lines = block.split('\n')
  const at = lines.findIndex((line) => line.startsWith('HTTP/1.1 '))
  if (at <= 0)
    throw new Error('An http block has a request, an empty line, and an answer that begins HTTP/1.1.')
  return { request: parseMessage(lines.slice(0, at)), answer: parseMessage(lines.slice(at)) }
}

function parseMessage([start = '', ...lines]: readonly string[]): Message {
  const end = lines.indexOf('')
  const head = end === -1 ? lines : lines.slice(0, end)
  const body = end === -1 ? '' : lines.slice(end).join('\n').trim()
  const headers = head.map((line) => {
    const colon = line.indexOf(':')
    if (colon <= 0) throw new Error(`Not a header line: ${line}`)
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
  return { start, headers, body: body === '' ? null : body }
}

/** Describes what a chapter has learnt from the answers so far, by name: cookies, and the texts of JSON bodies. */
export type Memory = Map<string, string>

const demo = { username: 'ada', password: 'analytical-engine' }

/** Returns a memory that holds the session of the demo account, signed in on the dashboard. */
export async function signedInMemory(stage: Stage): Promise<Memory> {
  const memory: Memory = new Map()
  const headers = [['Origin', stage.dashboardOrigin] as const]
  await replay({ start: 'GET /api/auth/csrf HTTP/1.1', headers, body: null }, stage, memory)
  const cookie = [...memory].filter(([name]) => name !== 'csrfToken').map((pair) => pair.join('='))
  const answer = await replay(
    {
      start: 'POST /api/auth/callback/credentials HTTP/1.1',
      headers: [...headers, ['Cookie', cookie.join('; ')], ['Content-Type', 'application/json']],
      body: JSON.stringify({ csrfToken: memory.get('csrfToken'), ...demo }),
    },
    stage,
    memory,
  )
  if (!/^HTTP\/1\.1 (2|302)/.test(answer.start))
    throw new Error(`The demo account cannot sign in: ${answer.start}.`)
  return memory
}

/** Puts what is remembered in the place of each `…` of a request: `session=…`, `"csrfToken":"…"`. */
function recall(written: string, memory: Memory): string {
  return written.replace(/([\w-]+)(=|": ?")…/g, (_, name: string, sign: string) => {
    const value = memory.get(name)
    if (value === undefined) throw new Error(`No answer so far has said what ${name} is.`)
    return `${name}${sign}${value}`
  })
}

/** Describes what came back, with the addresses of the tutorial. */
export interface Received {
  start: string
  headers: readonly (readonly [name: string, value: string])[]
  body: string
}

/** Sends the request of a block, byte for byte, and remembers what the answer says. */
export async function replay(written: Message, stage: Stage, memory: Memory): Promise<Received> {
  const [method, path] = written.start.split(' ')
  const url = new URL(path ?? '', stage.apiOrigin)
  const own = (value: string) => staged(recall(value, memory), stage)
  const body = written.body === null ? null : own(written.body)
  const sending = request({
    // By the loopback name, because not every resolver knows `*.localhost`.
    host: 'localhost',
    port: url.port,
    method,
    path,
    headers: {
      host: url.host,
      ...Object.fromEntries(written.headers.map(([name, value]) => [name, own(value)])),
      ...(body === null ? {} : { 'content-length': Buffer.byteLength(body) }),
    },
  })
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    sending.once('response', resolve).once('error', reject).end(body)
  })
  const content = await text(answer)
  const names = answer.rawHeaders.filter((_, index) => index % 2 === 0)
  const received = {
    start: `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`,
    headers: names.map((name, index) => [name, answer.rawHeaders[2 * index + 1] ?? ''] as const),
    body: content,
  }
  remember(received, memory)
  return {
    start: received.start,
    headers: received.headers.map(([name, value]) => [name, unstaged(value, stage)] as const),
    body: unstaged(content, stage),
  }
}

function remember({ headers, body }: Received, memory: Memory) {
  for (const [name, value] of headers) {
    const [, cookie, content] =
      name.toLowerCase() === 'set-cookie' ? (/^([^=]+)=([^;]*)/.exec(value) ?? []) : []
    if (cookie !== undefined && content !== undefined) memory.set(cookie, content)
  }
  for (const [, name, value] of body.matchAll(/"(\w+)":"([^"\\]*)"/g)) {
    if (name !== undefined && value !== undefined) memory.set(name, value)
  }
}

/** A block that shows none of these says that there is none. */
const shownAlways = /^(access-control-.*|vary|set-cookie)$/

/** Says how an answer differs from the one that is shown; empty when it is the same. */
export function differences(shown: Message, received: Received): string[] {
  const faults: string[] = []
  if (shown.start !== received.start) faults.push(`${shown.start} is shown, ${received.start} came.`)
  const left = received.headers.map(([name, value]) => ({ name: name.toLowerCase(), value }))
  for (const [name, value] of shown.headers) {
    const at = left.findIndex((header) => header.name === name.toLowerCase() && isLike(value, header.value))
    if (at === -1) {
      const came = left.filter((header) => header.name === name.toLowerCase()).map((header) => header.value)
      faults.push(`${name}: ${value} is shown, ${came.length === 0 ? 'none' : came.join(' | ')} came.`)
    } else left.splice(at, 1)
  }
  for (const { name, value } of left) {
    if (shownAlways.test(name)) faults.push(`${name}: ${value} came and is not shown.`)
  }
  if (shown.body !== null && !isLike(shown.body, received.body))
    faults.push(`The body ${shown.body} is shown, ${received.body} came.`)
  return faults
}
