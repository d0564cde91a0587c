import type { Engine } from '@next-cross-origin/browser'

/** The engine by its user agent, where it differs from the standard; every engine claims to be another. */
export function engineOf(userAgent: string): Engine {
  if (/Firefox\//.test(userAgent)) return 'firefox'
  if (/Chrom(e|ium)\//.test(userAgent)) return 'chromium'
  return /AppleWebKit\//.test(userAgent) ? 'webkit' : 'standard'
}
