import { isIP, isIPv6 } from 'node:net'
import type { Call } from '@/lib/gate/handler'

/** The address that a request is counted under. */
export function clientAddress({ request, settings }: Pick<Call, 'request' | 'settings'>): string {
  return addressFrom(request.headers.get('x-forwarded-for'), settings.config.trustedProxies)
}

/**
 * The address of a request's client, as far as it can be known, in the form that limits are counted by: an IPv4
 * address, or the /64 of an IPv6 one, because that is what one subscriber gets (RFC 6177).
 * Why `X-Forwarded-For` alone says enough: docs/decisions/0008-client-address.md.
 * @param forwardedFor the `X-Forwarded-For` header, whose last entry is the peer of our own socket
 * @param trustedProxies how many of the last entries are proxies of ours; the one before them is the client
 * @returns `unknown` when the header or the entry says nothing that is an address
 */
export function addressFrom(forwardedFor: string | null, trustedProxies: number): string {
  const hops = forwardedFor?.split(',').map((entry) => entry.trim()) ?? []
  const entry = hops[Math.max(hops.length - 1 - trustedProxies, 0)] ?? ''
  const address = withoutPort(entry).replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIP(address)) return 'unknown'
  return isIPv6(address) ? networkOf(address) : address
}

/** Some proxies write `192.0.2.1:443` or `[2001:db8::1]:443`. */
function withoutPort(entry: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry
}

/** The first 64 bits of an IPv6 address, one spelling for each (the URL parser compresses as RFC 5952 asks). */
function networkOf(address: string): string {
  const [withoutZone = ''] = address.split('%')
  const [head = '', tail] = withoutZone.split('::')
  const groups = (part: string) => part.split(':').filter(Boolean)
  const known = groups(head)
  const omitted = tail === undefined ? 0 : 8 - known.length - groups(tail).length
  const all = [...known, ...Array<string>(Math.max(omitted, 0)).fill('0'), ...groups(tail ?? '')]
  const network = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}
