import { describe, expect, it } from 'vitest'
import { explainLostSession, type LostSessionFacts } from '@/lib/client/lost-session'
import { topologyOf } from '@/lib/config/site'

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15'

const facts = (dashboardOrigin: string, apiOrigin: string, more: Partial<LostSessionFacts> = {}) => ({
  dashboardOrigin,
  apiOrigin,
  pageOrigin: dashboardOrigin,
  topology: topologyOf(apiOrigin, [dashboardOrigin]),
  cookiesEnabled: true,
  userAgent: CHROME,
  ...more,
})

describe('topologyOf', () => {
  it.each([
    ['http://localhost:3000', 'http://localhost:4000', 'ports'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:4000', 'ports'],
    ['http://[::1]:3000', 'http://[::1]:4000', 'ports'],
    ['http://app.acme.localhost:3000', 'http://api.acme.localhost:4000', 'subdomains'],
    ['https://app.example.co.uk', 'https://api.example.co.uk', 'subdomains'],
    ['https://example.com', 'https://api.example.com', 'subdomains'],
    ['http://frontend.localhost:3000', 'http://backend.localhost:4000', 'cross-site'],
    ['http://localhost:3000', 'http://127.0.0.1:4000', 'cross-site'],
    ['https://a.vercel.app', 'https://b.vercel.app', 'cross-site'],
    ['http://app.example.com', 'https://api.example.com', 'cross-site'],
    ['http://10.0.0.1', 'http://10.0.0.2', 'cross-site'],
  ])('%s and %s are %s', (one, other, expected) => {
    expect(topologyOf(one, [other])).toBe(expected)
    expect(topologyOf(other, [one])).toBe(expected)
  })
})

describe('a sign-in that did not stick', () => {
  const [local, localApi] = ['http://localhost:3000', 'http://localhost:4000']
  it.each([
    ['cookies are off', facts(local, localApi, { cookiesEnabled: false }), 'cookies_disabled'],
    [
      'the page is at another address',
      facts(local, localApi, { pageOrigin: 'http://127.0.0.1:3000' }),
      'other_address',
    ],
    ['sites differ on plain http', facts('http://a.example', 'http://b.example'), 'cross_site_needs_https'],
    ['sites differ on https', facts('https://a.example', 'https://b.example'), 'third_party_cookie_blocked'],
    [
      'sites differ on loopback names',
      facts('http://a.localhost:3000', 'http://b.localhost:4000'),
      'third_party_cookie_blocked',
    ],
    [
      'sites differ on loopback names in WebKit',
      facts('http://a.localhost:3000', 'http://b.localhost:4000', { userAgent: SAFARI }),
      'secure_cookie_on_http',
    ],
    ['WebKit is on http', facts(local, localApi, { userAgent: SAFARI }), 'secure_cookie_on_http'],
    ['nothing else explains it', facts(local, localApi), 'cookie_not_kept'],
    [
      'WebKit is on https',
      facts('https://a.example', 'https://b.a.example', { userAgent: SAFARI }),
      'cookie_not_kept',
    ],
  ])('is explained when %s', (_name, given, code) => {
    expect(explainLostSession(given).code).toBe(code)
  })
})
