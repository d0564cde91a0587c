import { getHeader } from '@next-cross-origin/browser'
import type { Response } from '../exchange.ts'
import { type Case, emptyCase, originFrom, ownHeadersOf } from './case.ts'

/** One request and its answer, as far as the text shows them. */
interface Block {
  method: string | null
  target: string | null
  readonly request: [string, string][]
  status: number | null
  readonly response: [string, string][]
}

const requestNames =
  /^(:method|:authority|:path|:scheme|host|origin|referer|accept|accept-.*|access-control-request-.*|user-agent|cookie|authorization|sec-.*|if-.*|x-requested-with|dnt|priority)$/i
const responseNames =
  /^(:status|access-control-(allow|expose|max).*|.*allow-orig.*|vary|server|date|set-cookie|location|www-authenticate|etag|x-powered-by|age|via|cross-origin-.*|expires|last-modified|strict-transport-security|cf-.*|x-vercel-.*|x-cache|x-frame-options|x-content-type-options|timing-allow-origin)$/i

/**
 * Reads blocks of request and answer headers: of the Network panel, of `curl -v` or `-i`, or as HTTP writes them. Returns null
 * when the text has no header that says something.
 */
export function readHeaders(text: string): Case | null {
  const blocks = blocksOf(linesOf(text))
  const isTelling = blocks.some(
    ({ request, response, status }) =>
      status !== null ||
      response.some(([name]) => responseNames.test(name)) ||
      request.some(([name]) => requestNames.test(name)),
  )
  return isTelling ? caseOf(blocks) : null
}

/** Lines without what tools write before them; a name and a value on two lines are joined. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^\s*[<>*]\s?/, '').trim())
  const joined: string[] = []
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const next = lines[index + 1] ?? ''
    const isName = requestNames.test(line.replace(/:$/, '')) || responseNames.test(line.replace(/:$/, ''))
    if (isName && next !== '' && !/^[\w-]+:\s/.test(next)) {
      joined.push(`${line.replace(/:$/, '')}: ${next}`)
      index++
    } else joined.push(line)
  }
  return joined
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  let side: 'request' | 'response' | null = null
  const current = (): Block => {
    const last = blocks.at(-1)
    if (last !== undefined) return last
    const block: Block = { method: null, target: null, request: [], status: null, response: [] }
    blocks.push(block)
    return block
  }
  for (const line of lines) {
    const start = startOf(line)
    if (start?.method != null && start.target != null) {
      const isNew = current().method !== null || current().status !== null
      if (isNew) blocks.push({ method: null, target: null, request: [], status: null, response: [] })
      Object.assign(current(), start)
      side = 'request'
    } else if (start !== null) {
      const isNext = start.status !== undefined && current().status !== null
      if (isNext) blocks.push({ method: null, target: null, request: [], status: null, response: [] })
      Object.assign(current(), start)
      if (start.status !== undefined) side = 'response'
    } else if (/^(request|response) headers/i.test(line))
      side = /^request/i.test(line) ? 'request' : 'response'
    else addHeader(current(), line, side)
  }
  return blocks
}

/** A line that begins a request or an answer, or says of one what the Network panel says. */
function startOf(line: string): Partial<Block> | null {
  const request = /^([A-Z]+) (\S+) HTTP\/[\d.]+$/.exec(line)
  if (request !== null) return { method: request[1] ?? 'GET', target: request[2] ?? '/' }
  const status = /^HTTP\/[\d.]+ (\d{3})/.exec(line) ?? /^Status(?: Code)?:\s*(\d{3})/i.exec(line)
  if (status !== null) return { status: Number(status[1]) }
  const url = /^(?:Request )?URL:\s*(\S+)$/i.exec(line)
  if (url !== null) return { target: url[1] ?? '/' }
  const method = /^(?:Request )?Method:\s*([A-Za-z]+)$/i.exec(line)
  return method === null ? null : { method: method[1] ?? 'GET' }
}

function addHeader(block: Block, line: string, side: 'request' | 'response' | null): void {
  const [, name = '', value = ''] = /^(:?[\w!#$%&'*+.^`|~-]+)\s*:\s*(.*)$/.exec(line) ?? []
  if (name === '' || /^https?$/i.test(name)) return
  if (/^:(method|path|authority|scheme|status)$/.test(name)) {
    addPseudo(block, name, value)
    return
  }
  const isRequest = requestNames.test(name) || (side === 'request' && !responseNames.test(name))
  const isMeant =
    isRequest && !(side === 'response' && !/^(origin|host|access-control-request-.*)$/i.test(name))
  ;(isMeant ? block.request : block.response).push([name, value])
}

function addPseudo(block: Block, name: string, value: string): void {
  if (name === ':method') block.method ??= value
  else if (name === ':status') block.status ??= Number(value)
  else if (name === ':authority') block.request.push(['Host', value])
  else if (name === ':path') block.target ??= value
}

function caseOf(blocks: readonly Block[]): Case {
  const isPreflight = ({ method, request, response }: Block): boolean =>
    method === 'OPTIONS' ||
    getHeader(request, 'access-control-request-method') !== null ||
    (method === null &&
      request.length === 0 &&
      getHeader(response, 'access-control-allow-methods') !== null &&
      blocks.length > 1)
  const preflight = blocks.find(isPreflight)
  const others = blocks.filter((block) => block !== preflight)
  const asking = others.find(({ request }) => request.length > 0) ?? others[0]
  const header = (name: string): string | null =>
    getHeader(asking?.request ?? [], name) ?? getHeader(preflight?.request ?? [], name)
  const names = (getHeader(preflight?.request ?? [], 'access-control-request-headers') ?? '').split(',')
  const fromPreflight = names.filter((name) => name.trim() !== '').map((name) => [name.trim(), '1'] as const)
  const own = ownHeadersOf(asking?.request ?? [])
  const answers = others.flatMap((block) => answerOf(block))
  const [preflightAnswer = null] = preflight === undefined ? [] : answerOf(preflight)
  return {
    ...emptyCase,
    source: 'headers',
    url: urlOf(asking, header('host')) ?? urlOf(preflight, header('host')),
    origin: originFrom(header('origin')) ?? originFrom(header('referer')),
    method: getHeader(preflight?.request ?? [], 'access-control-request-method') ?? asking?.method ?? null,
    headers: own.length > 0 ? own : fromPreflight,
    credentials: header('cookie') === null ? null : 'include',
    answers:
      preflightAnswer === null && answers.length === 0
        ? null
        : { preflight: preflightAnswer, request: answers },
  }
}

function answerOf({ response, status }: Block): Response[] {
  return status === null && response.length === 0
    ? []
    : [{ status: status ?? 200, statusText: '', headers: response }]
}

function urlOf(block: Block | undefined, host: string | null): string | null {
  const target = block?.target ?? null
  if (target === null && host === null) return null
  if (target !== null && /^https?:\/\//.test(target)) return target
  if (host === null) return null
  const isLocal =
    /^(localhost|127\.|\[::1\])/.test(host) || /\.localhost(:|$)/.test(host) || /:\d+$/.test(host)
  return `${isLocal ? 'http' : 'https'}://${host}${target ?? '/'}`
}
