import { getHeader, type HeaderList } from '@next-cross-origin/browser'
import { examineGiven, type GivenAnswers } from '../examination.ts'
import type { Response } from '../exchange.ts'
import { type Case, emptyCase, originFrom, ownHeadersOf, requestOf } from './case.ts'

interface Entry {
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: HeaderList
    readonly hasBody: boolean
  }
  readonly response: Response | null
}

/** Reads a HAR file: the call that a browser blocks, else the first that goes to another origin; null when the text is none. */
export function readHar(text: string): Case | null {
  const entries = entriesOf(text)
  if (entries === null) return null
  const cases = entries
    .filter((entry) => !isPreflight(entry))
    .map((entry) => caseOf(entry, entries))
    .filter(({ origin, url }) => origin !== null && url !== null && new URL(url).origin !== origin)
  const isBlocked = (each: Case): boolean => {
    const request = requestOf(each)
    return request === null || each.answers === null || !examineGiven(request, each.answers).verdict.allowed
  }
  const lonely = entries.filter(isPreflight).map((entry) => caseOfPreflight(entry))
  return cases.find(isBlocked) ?? cases[0] ?? lonely.find(isBlocked) ?? lonely[0] ?? emptyHar
}

const emptyHar: Case = { ...emptyCase, source: 'har' }

function isPreflight({ request }: Entry): boolean {
  return request.method === 'OPTIONS' && getHeader(request.headers, 'access-control-request-method') !== null
}

function caseOf({ request, response }: Entry, entries: readonly Entry[]): Case {
  const { headers, method, url } = request
  const preflight = entries.find(
    (entry) =>
      isPreflight(entry) &&
      entry.request.url === url &&
      getHeader(entry.request.headers, 'access-control-request-method') === method,
  )
  const answers: GivenAnswers = {
    preflight: preflight?.response ?? null,
    request: response === null ? [] : [response],
  }
  const isKnown = response !== null || (preflight?.response ?? null) !== null
  return {
    ...emptyCase,
    source: 'har',
    url,
    origin: originFrom(getHeader(headers, 'origin')) ?? originFrom(getHeader(headers, 'referer')),
    method,
    headers: ownHeadersOf(headers),
    credentials: getHeader(headers, 'cookie') === null ? null : 'include',
    hasBody: request.hasBody,
    answers: isKnown ? answers : null,
  }
}

/** A preflight whose request was never sent, as it failed. */
function caseOfPreflight({ request, response }: Entry): Case {
  const names = (getHeader(request.headers, 'access-control-request-headers') ?? '').split(',')
  return {
    ...emptyCase,
    source: 'har',
    url: request.url,
    origin: originFrom(getHeader(request.headers, 'origin')),
    method: getHeader(request.headers, 'access-control-request-method'),
    headers: names.filter((name) => name.trim() !== '').map((name) => [name.trim(), '1'] as const),
    answers: response === null ? null : { preflight: response, request: [] },
  }
}

function entriesOf(text: string): Entry[] | null {
  if (!/^\s*\{/.test(text)) return null
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return null
  }
  const raw = fieldOf(fieldOf(parsed, 'log'), 'entries')
  return Array.isArray(raw) ? raw.flatMap((entry) => entryOf(entry)) : null
}

function entryOf(raw: unknown): Entry[] {
  const request = fieldOf(raw, 'request')
  const response = fieldOf(raw, 'response')
  const [method, url] = [fieldOf(request, 'method'), fieldOf(request, 'url')]
  if (typeof method !== 'string' || typeof url !== 'string' || !/^https?:/.test(url)) return []
  const status = fieldOf(response, 'status')
  const body = fieldOf(fieldOf(response, 'content'), 'text')
  const isAnswered = typeof status === 'number' && status > 0
  return [
    {
      request: {
        method,
        url,
        headers: headersOf(fieldOf(request, 'headers')),
        hasBody: fieldOf(request, 'postData') !== undefined,
      },
      response: isAnswered
        ? {
            status,
            statusText: String(fieldOf(response, 'statusText') ?? ''),
            headers: headersOf(fieldOf(response, 'headers')),
            ...(typeof body === 'string' ? { body: body.slice(0, 1024) } : {}),
          }
        : null,
    },
  ]
}

function headersOf(raw: unknown): HeaderList {
  if (!Array.isArray(raw)) return []
  return raw.flatMap((each): (readonly [string, string])[] => {
    const [name, value] = [fieldOf(each, 'name'), fieldOf(each, 'value')]
    // Some browsers join the values of one name with a line feed.
    if (typeof name !== 'string' || typeof value !== 'string') return []
    return value.split('\n').map((part) => [name, part] as const)
  })
}

function fieldOf(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null ? (object as Record<string, unknown>)[name] : undefined
}
