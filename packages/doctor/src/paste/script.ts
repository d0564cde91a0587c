import type { CredentialsMode, HeaderList } from '@next-cross-origin/browser'
import { type Case, emptyCase, originFrom, ownHeadersOf } from './case.ts'

/** A value of JavaScript as far as it can be read without running it. */
type Value = string | number | boolean | null | Unknown | Value[] | { [name: string]: Value }

/** An expression, such as `JSON.stringify(x)`, whose value nobody knows. */
interface Unknown {
  readonly unknown: string
}

/** Reads a call of `fetch()` or axios, of code or of a browser's "Copy as fetch"; null when the text has none. */
export function readScript(text: string): Case | null {
  const call = /\b(fetch|axios(?:\.(get|post|put|patch|delete|head|options|request))?)\s*(?:<[^>]*>)?\(/.exec(
    text,
  )
  if (call === null) return null
  const [whole, callee = '', verb] = call
  const values = new Reader(text.slice(call.index + whole.length)).list(')')
  const isAxios = callee.startsWith('axios')
  const hasData = isAxios && ['post', 'put', 'patch'].includes(verb ?? '')
  const [first] = values
  const options = objectOf(typeof first === 'string' ? values[hasData ? 2 : 1] : first)
  const url = typeof first === 'string' ? first : textOf(options.url)
  if (url === null) return null
  const base = textOf(options.baseURL)
  return caseOf(
    base !== null && URL.canParse(url, base) ? new URL(url, base).href : url,
    verb,
    options,
    hasData,
  )
}

function caseOf(
  url: string,
  verb: string | undefined,
  options: Record<string, Value>,
  hasData: boolean,
): Case {
  const headers = Object.entries(objectOf(options.headers)).map(([name, value]): [string, string] => [
    name,
    textOf(value) ?? '1',
  ])
  const hasBody =
    hasData || (options.body !== undefined && options.body !== null) || options.data !== undefined
  const isPosted = hasBody && !headers.some(([name]) => name.toLowerCase() === 'content-type')
  // axios sends objects as JSON.
  const sent: HeaderList = isPosted && hasData ? [...headers, ['Content-Type', 'application/json']] : headers
  const mode = textOf(options.mode)
  const redirect = textOf(options.redirect)
  return {
    ...emptyCase,
    source: 'fetch',
    url: URL.canParse(url) ? url : null,
    origin: originFrom(textOf(options.referrer)),
    method: textOf(options.method) ?? verb?.toUpperCase() ?? 'GET',
    headers: ownHeadersOf(sent),
    credentials: credentialsOf(options),
    mode: mode === 'no-cors' || mode === 'same-origin' ? mode : null,
    redirect: redirect === 'manual' || redirect === 'error' ? redirect : null,
    hasBody,
  }
}

function credentialsOf(options: Record<string, Value>): CredentialsMode | null {
  if (options.withCredentials === true) return 'include'
  const written = textOf(options.credentials)
  return written === 'include' || written === 'omit' || written === 'same-origin' ? written : null
}

const textOf = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null)

function objectOf(value: Value | undefined): Record<string, Value> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('unknown' in value)
    ? (value as Record<string, Value>)
    : {}
}

/** Reads literals of JavaScript; everything else is skipped to the next comma or bracket. */
class Reader {
  #at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** Reads values up to the closing bracket. */
  list(end: string): Value[] {
    const values: Value[] = []
    for (;;) {
      this.#space()
      const next = this.#text[this.#at]
      if (next === undefined || next === end) {
        this.#at++
        return values
      }
      if (next === ',') this.#at++
      else values.push(this.#value())
    }
  }

  #value(): Value {
    this.#space()
    const start = this.#at
    const literal = this.#literal()
    this.#space()
    // `'a' + b` and `x ? 1 : 2` are no literals.
    if (literal !== undefined && /^[,)\]}]|^$/.test(this.#text.slice(this.#at, this.#at + 1))) return literal
    this.#skip()
    return literal !== undefined && typeof literal === 'string'
      ? literal
      : { unknown: this.#text.slice(start, this.#at) }
  }

  #literal(): Value | undefined {
    const next = this.#text[this.#at]
    if (next === '"' || next === "'" || next === '`') return this.#string(next)
    if (next === '{') return this.#object()
    if (next === '[') {
      this.#at++
      return this.list(']')
    }
    const word = /^(true|false|null|undefined|-?\d+(?:\.\d+)?)\b/.exec(this.#text.slice(this.#at))?.[1]
    if (word === undefined) return undefined
    this.#at += word.length
    if (word === 'true' || word === 'false') return word === 'true'
    return word === 'null' || word === 'undefined' ? null : Number(word)
  }

  #string(quote: string): string {
    let text = ''
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text.charAt(this.#at)
      if (character === quote) break
      if (character === '\\') this.#at++
      text += this.#text.charAt(this.#at)
    }
    this.#at++
    return text
  }

  #object(): Value {
    const object: Record<string, Value> = {}
    this.#at++
    for (;;) {
      this.#space()
      const next = this.#text[this.#at]
      if (next === undefined || next === '}') {
        this.#at++
        return object
      }
      if (next === ',') {
        this.#at++
        continue
      }
      const isQuoted = next === '"' || next === "'"
      const name = isQuoted ? this.#string(next) : (/^[\w$.-]+/.exec(this.#text.slice(this.#at))?.[0] ?? '')
      if (!isQuoted) this.#at += name.length || 1
      this.#space()
      if (this.#text[this.#at] === ':') {
        this.#at++
        object[name] = this.#value()
      } else if (name !== '') object[name] = { unknown: name }
    }
  }

  /** Passes over an expression, brackets and strings within it included. */
  #skip(): void {
    let depth = 0
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text.charAt(this.#at)
      if (depth === 0 && ',)]}'.includes(character)) return
      if ('"\'`'.includes(character)) {
        this.#string(character)
        this.#at--
      } else if ('([{'.includes(character)) depth++
      else if (')]}'.includes(character)) depth--
    }
  }

  #space(): void {
    const space = /^(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/.exec(this.#text.slice(this.#at))
    this.#at += space?.[0].length ?? 0
  }
}
