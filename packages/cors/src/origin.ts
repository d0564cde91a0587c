/** The two schemes that a page which calls an API can have. */
export type Scheme = 'http' | 'https'

/** An origin as browsers serialise it: a tuple of scheme, host and port. */
export interface Origin {
  readonly scheme: Scheme
  /** Lower-case ASCII; an IPv6 address keeps its brackets. */
  readonly host: string
  /** `null` is the scheme's default port, which is never written out. */
  readonly port: number | null
}

/** The longest name that DNS can carry, in its textual form (RFC 1035, section 2.3.4). */
export const MAX_HOST_LENGTH = 253

const MAX_LABEL_LENGTH = 63

/** Whatever is longer than this is no origin, so nobody needs to look at its bytes. */
export const MAX_ORIGIN_LENGTH = 'https://'.length + MAX_HOST_LENGTH + ':65535'.length

const DOT = 0x2e
const HYPHEN = 0x2d
const UNDERSCORE = 0x5f
const COLON = 0x3a
const OPENING_BRACKET = 0x5b

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39
const isLowerCaseLetter = (code: number): boolean => code >= 0x61 && code <= 0x7a

/** @returns the port that is left out when an origin of this scheme is serialised. */
export const defaultPort = (scheme: Scheme): number => (scheme === 'https' ? 443 : 80)

/**
 * Parses one serialised origin, strictly: what this accepts is byte for byte what a browser writes in `Origin`.
 *
 * Refused are therefore `null`, upper case, Unicode, a path, a trailing slash, user-info, a default port, a
 * port with leading zeros, an IP address in any but its canonical form, a trailing dot, and lists of origins.
 * A host label may contain an underscore, because browsers serialise such hosts.
 *
 * @param text the value of an `Origin` header, or one configured origin
 * @returns the origin, or `null` when `text` is not exactly one; never throws, and reads at most 267 characters
 * @see https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export function parseOrigin(text: string): Origin | null {
  if (text.length > MAX_ORIGIN_LENGTH) return null
  const scheme = beginsWith(text, 'https://') ? 'https' : beginsWith(text, 'http://') ? 'http' : null
  if (scheme === null) return null
  const start = scheme.length + '://'.length
  const end = text.charCodeAt(start) === OPENING_BRACKET ? endOfIpv6(text, start) : endOfDomain(text, start)
  if (end === -1) return null
  const host = text.slice(start, end)
  if (end === text.length) return { scheme, host, port: null }
  const port = parsePort(text, end + 1)
  return port === null || port === defaultPort(scheme) ? null : { scheme, host, port }
}

/** Returns what `startsWith` does, at a third of its cost for prefixes this short. */
function beginsWith(text: string, prefix: string): boolean {
  for (let index = 0; index < prefix.length; index++) {
    if (text.charCodeAt(index) !== prefix.charCodeAt(index)) return false
  }
  return true
}

/** @returns the index after the domain or IPv4 address that begins at `start`, or -1 when it is neither. */
function endOfDomain(text: string, start: number): number {
  let labelStart = start
  let index = start
  for (; index < text.length; index++) {
    const code = text.charCodeAt(index)
    // Most characters are letters, so those are asked for first.
    if (isLowerCaseLetter(code)) continue
    if (code === DOT) {
      if (!isLabel(text, labelStart, index)) return -1
      labelStart = index + 1
    } else if (code === COLON) {
      break
    } else if (!isDigit(code) && code !== HYPHEN && code !== UNDERSCORE) {
      return -1
    }
  }
  if (!isLabel(text, labelStart, index) || index - start > MAX_HOST_LENGTH) return -1
  // A host whose last label is a number is an IPv4 address or nothing: https://url.spec.whatwg.org/#ends-in-a-number-checker
  if (isDigit(text.charCodeAt(labelStart)) && NUMBER.test(text.slice(labelStart, index))) {
    return IPV4.test(text.slice(start, index)) ? index : -1
  }
  return index
}

/** Length and hyphens of a label whose characters are known to be good (RFC 1123, section 2.1). */
function isLabel(text: string, start: number, end: number): boolean {
  return (
    end > start &&
    end - start <= MAX_LABEL_LENGTH &&
    text.charCodeAt(start) !== HYPHEN &&
    text.charCodeAt(end - 1) !== HYPHEN
  )
}

const NUMBER = /^(?:\d+|0x[0-9a-f]*)$/
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

/** @returns whether the host is an IP address, given that it is a host this grammar accepts. */
export const isIpAddress = (host: string): boolean => host.startsWith('[') || IPV4.test(host)

function endOfIpv6(text: string, start: number): number {
  const closing = text.indexOf(']', start)
  if (closing === -1 || !isCanonicalIpv6(text.slice(start + 1, closing))) return -1
  const end = closing + 1
  return end === text.length || text.charCodeAt(end) === COLON ? end : -1
}

/** @see https://url.spec.whatwg.org/#concept-ipv6-serializer */
function isCanonicalIpv6(address: string): boolean {
  const halves = address.split('::')
  if (halves.length > 2) return false
  const [before, after] = halves.map((half) => (half === '' ? [] : half.split(':')))
  if (before === undefined) return false
  const gap = after === undefined ? 0 : 8 - before.length - after.length
  const groups =
    after === undefined ? before : [...before, ...Array<string>(Math.max(gap, 0)).fill('0'), ...after]
  if (groups.length !== 8 || !groups.every((group) => IPV6_GROUP.test(group))) return false
  return serializeIpv6(groups) === address
}

const IPV6_GROUP = /^(?:0|[1-9a-f][0-9a-f]{0,3})$/

/** Writes `::` for the first of the longest runs of two or more zero groups, as the URL standard does. */
function serializeIpv6(groups: readonly string[]): string {
  let longestStart = -1
  let longestLength = 1
  for (let start = 0; start < groups.length; start++) {
    let end = start
    while (groups[end] === '0') end++
    if (end - start > longestLength) {
      longestStart = start
      longestLength = end - start
    }
  }
  if (longestStart === -1) return groups.join(':')
  return `${groups.slice(0, longestStart).join(':')}::${groups.slice(longestStart + longestLength).join(':')}`
}

function parsePort(text: string, start: number): number | null {
  if (text.length - start > 5 || text.length === start || text.charCodeAt(start) === 0x30) return null
  let port = 0
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (!isDigit(code)) return null
    port = port * 10 + code - 0x30
  }
  return port <= 65_535 ? port : null
}

/** @returns whether only this machine can be at that host (RFC 6761, section 6.3; RFC 1122, section 3.2.1.3). */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    (host.startsWith('127.') && IPV4.test(host))
  )
}
