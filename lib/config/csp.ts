import { extraSources } from '@lab/sources'
import { dashboardConfig } from './dashboard'

/**
 * The Content-Security-Policy of one page view: its own scripts by nonce, the API by name in `connect-src`, nothing
 * from anywhere else (CSP Level 3).
 */
export function dashboardPolicy(): { nonce: string; policy: string } {
  const { apiOrigin } = dashboardConfig()
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))))
  const development = process.env.NODE_ENV === 'development'
  const elsewhere = extraSources(apiOrigin)
    .map((origin) => ` ${origin}`)
    .join('')
  const directives = {
    'default-src': "'self'",
    'script-src': `'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // In development Next.js injects styles without a nonce.
    'style-src': development ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    'img-src': `'self' data: ${apiOrigin}${elsewhere}`,
    'connect-src': `'self' ${apiOrigin}${elsewhere}${development ? ' ws:' : ''}`,
    'font-src': "'self'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'report-to': 'csp',
  }
  const policy = Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
  return { nonce, policy }
}
