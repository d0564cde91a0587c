import { type Case, emptyCase, originFrom } from './case.ts'
import { readConsole } from './console.ts'
import { readCurl } from './curl.ts'
import { readHar } from './har.ts'
import { readHeaders } from './headers.ts'
import { readScript } from './script.ts'

/**
 * Reads whatever people paste: a console's message of Chromium, Firefox or Safari, a curl command, "Copy as fetch", a HAR, a
 * block of headers, or a URL and an origin. Returns null when the text is none of these. Nothing is sent.
 */
export function readPasted(text: string): Case | null {
  return (
    readHar(text) ??
    readConsole(text) ??
    readCommand(text) ??
    readScript(text) ??
    readHeaders(text) ??
    readAddresses(text)
  )
}

/** Reads a curl command; of `curl -v` or `curl -i` also the answer that stands below the command. */
function readCommand(text: string): Case | null {
  const command = readCurl(text)
  if (command === null || !/^\s*<?\s*HTTP\/[\d.]+ \d{3}/m.test(text)) return command
  const answers = readHeaders(text)?.answers ?? null
  const [only] = answers?.request ?? []
  return isOfPreflight(text) && answers !== null && only !== undefined
    ? { ...command, answers: { preflight: answers.preflight ?? only, request: [] } }
    : { ...command, answers }
}

/** Tells whether a curl command asks what a browser asks before a request. */
function isOfPreflight(text: string): boolean {
  return /(?:-X|--request)[ =]*['"]?OPTIONS/i.test(text) && /access-control-request-method/i.test(text)
}

/** A URL, and the page's address where there is a second: after "from", or as the one of the two without a path. */
function readAddresses(text: string): Case | null {
  const found = text.match(/\b[a-z][a-z0-9+.-]*:\/\/[^\s'"`<>,]+/gi) ?? []
  const addresses = found.filter((each) => URL.canParse(each))
  const [first, second] = addresses
  if (first === undefined) return null
  const labelled =
    /(?:from|origin|page|on)\b[^\w/]*((?:https?|file|capacitor|chrome-extension):\/\/\S+)/i.exec(text)?.[1]
  const page = labelled ?? (second !== undefined && isBare(first) && !isBare(second) ? first : second)
  const url = addresses.find((each) => each !== page) ?? first
  return {
    ...emptyCase,
    source: 'url',
    url,
    origin: page === undefined || page === url ? null : originFrom(page),
  }
}

const isBare = (address: string): boolean => /^[^/]+\/\/[^/]+\/?$/.test(address)
