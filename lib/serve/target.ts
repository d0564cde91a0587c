/** The address at which the API has nothing. */
const notFound = '/'

const base = 'http://localhost'

/** Matches a path that every parser leaves as it is. */
const usual = /^(\/[\w-]+)+$/

/**
 * Returns the request target that the gate judges and Next.js routes, in one spelling. A target that Next.js would
 * redirect, could not decode, or would spell otherwise for its handlers becomes one at which there is nothing.
 */
export function gateTarget(target: string): string {
  if (usual.test(target)) return target
  // The absolute form, RFC 9112 § 3.2.2. The host that it names does not matter, as with `Host`.
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '') || notFound
  const query = path.indexOf('?')
  const pathname = query === -1 ? path : path.slice(0, query)
  if (!URL.canParse(pathname, base) || new URL(pathname, base).pathname !== pathname) return notFound
  if (pathname.includes('//') || !isText(pathname)) return notFound
  return path
}

/** Returns true when a path decodes to UTF-8 without NUL, which no database takes. */
export function isText(pathname: string): boolean {
  try {
    return !decodeURIComponent(pathname).includes('\0')
  } catch {
    return false
  }
}

/** Next.js reads a query in quadratic time, so the number of its parts is bounded as well as its length. */
const mostQueryParts = 64

/**
 * Returns true when a target is longer than any page or route needs. 16,000 times `a&` would occupy a process for
 * more than ten seconds.
 * @param mostBytes of the target; a target is ASCII, so a character is a byte
 */
export function isTooLong(target: string, mostBytes: number): boolean {
  if (target.length > mostBytes) return true
  let parts = 0
  for (let at = target.indexOf('&'); at !== -1; at = target.indexOf('&', at + 1)) parts++
  return parts >= mostQueryParts
}
