import type { HeaderList } from '@next-cross-origin/browser'
import { type Case, emptyCase, originFrom, ownHeadersOf } from './case.ts'

/** Options of curl that take a value and say nothing of the request. */
const withValue =
  /^(-o|--output|-m|--max-time|--connect-timeout|-x|--proxy|--cacert|--cert|-E|--key|--resolve|--retry|-w|--write-out|-c|--cookie-jar|-D|--dump-header|--limit-rate|-T|--upload-file|-r|--range|--ciphers)$/

/** Reads a curl command, of a terminal or of a browser's "Copy as cURL"; null when the text is none. */
export function readCurl(text: string): Case | null {
  const start = /(?:^|\n|\$ ?)\s*curl(?:\.exe)?\s/.exec(text)
  if (start === null) return null
  const words = shellWords(text.slice(start.index + start[0].indexOf('curl') + 'curl'.length))
  const found = readOptions(words)
  if (found.url === null) return null
  const header = (name: string): string | null =>
    found.headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? null
  const asked = header('access-control-request-method')
  const isPreflight = asked !== null && found.method === 'OPTIONS'
  const names = (header('access-control-request-headers') ?? '').split(',').map((name) => name.trim())
  return {
    ...emptyCase,
    source: 'curl',
    url: found.url,
    origin: originFrom(header('origin')) ?? originFrom(header('referer')),
    method: isPreflight ? asked : (found.method ?? (found.hasBody ? 'POST' : 'GET')),
    headers: isPreflight
      ? names.filter((name) => name !== '').map((name) => [name, '1'] as const)
      : ownHeadersOf(found.headers),
    credentials: header('cookie') !== null || found.hasCookies ? 'include' : null,
    hasBody: found.hasBody,
  }
}

interface Options {
  url: string | null
  method: string | null
  headers: (readonly [string, string])[]
  hasBody: boolean
  hasCookies: boolean
}

function readOptions(words: readonly string[]): Options {
  const found: Options = { url: null, method: null, headers: [], hasBody: false, hasCookies: false }
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, letter = '', attached = ''] = /^(-[XHdbuAeF])(.+)$/.exec(word) ?? []
    const name = letter === '' ? (word.split('=')[0] ?? word) : letter
    const value = (): string =>
      attached ||
      (letter === '' && word?.startsWith('--') && word.includes('=')
        ? word.slice(word.indexOf('=') + 1)
        : (rest.shift() ?? ''))
    if (!word.startsWith('-')) found.url ??= absolute(word)
    else applyOption(found, name, value)
  }
  return found
}

function applyOption(found: Options, name: string, value: () => string): void {
  if (['-X', '--request'].includes(name)) found.method = value().toUpperCase()
  else if (['-H', '--header'].includes(name)) found.headers.push(...headerOf(value()))
  else if (name === '--url') found.url = absolute(value())
  else if (['-I', '--head'].includes(name)) found.method = 'HEAD'
  else if (['-b', '--cookie'].includes(name)) found.hasCookies = value() !== ''
  else if (['-u', '--user'].includes(name)) {
    value()
    found.headers.push(['Authorization', 'Basic'])
  } else if (['-A', '--user-agent'].includes(name)) value()
  else if (['-e', '--referer'].includes(name)) found.headers.push(['Referer', value()])
  else if (name === '--json') {
    found.headers.push(['Content-Type', 'application/json'])
    found.hasBody = value() !== ''
  } else if (/^(-d|--data(-raw|-binary|-ascii|-urlencode)?)$/.test(name)) {
    value()
    found.hasBody = true
  } else if (['-F', '--form'].includes(name)) {
    value()
    found.hasBody = true
    found.headers.push(['Content-Type', 'multipart/form-data'])
  } else if (withValue.test(name)) value()
}

function headerOf(text: string): HeaderList {
  const colon = text.indexOf(':', 1)
  return colon === -1 ? [] : [[text.slice(0, colon).trim(), text.slice(colon + 1).trim()]]
}

function absolute(text: string): string | null {
  if (/^https?:\/\//i.test(text)) return text
  return /^[\w.-]+(:\d+)?(\/|$)/.test(text) ? `http://${text}` : null
}

/** Splits a command into words as a shell does: quotes, escapes, `$'…'`, lines that go on; `^` of Windows as well. */
export function shellWords(command: string): string[] {
  const text = command.replace(/(\\|\^)\r?\n/g, ' ').replace(/\^(["&|<>^%])/g, '$1')
  const words: string[] = []
  const pattern = /\s+|\$'((?:[^'\\]|\\.)*)'|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/gsy
  let word: string | null = null
  for (const match of text.matchAll(pattern)) {
    const [whole, ansi, single, double, escaped, plain] = match
    if (/^\s/.test(whole)) {
      if (word !== null) words.push(word)
      word = null
      // A command ends with its line.
      if (whole.includes('\n')) break
      continue
    }
    const part: string =
      ansi?.replace(/\\(['"\\])/g, '$1') ??
      single ??
      double?.replace(/\\(["\\$`])/g, '$1') ??
      escaped ??
      plain ??
      ''
    word = (word ?? '') + part
  }
  if (word !== null) words.push(word)
  return words
}
