/**
 * Tells whether only this machine can be at a host (RFC 6761 § 6.3). Whoever opens a page there also runs the API, so
 * the page may speak of ports and commands.
 */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|\[::1\]|127\.[\d.]+)$/.test(hostname)
}
