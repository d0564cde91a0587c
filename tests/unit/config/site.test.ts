import { expect, test } from 'vitest'
import { topologyOf, whyTopology } from '@/lib/config/site'

test.each([
  ['http://localhost:4000', ['http://localhost:3000'], 'ports', null],
  ['http://127.0.0.1:4000', ['http://127.0.0.1:3000'], 'ports', null],
  ['https://example.com:8443', ['https://example.com', 'https://example.com:*'], 'ports', null],
  ['https://api.example.com', ['https://app.example.com'], 'subdomains', 'https://app.example.com'],
  ['https://example.co.uk', ['https://app.example.co.uk'], 'subdomains', 'https://app.example.co.uk'],
  ['https://example.com', ['https://*.example.com'], 'subdomains', 'https://*.example.com'],
  [
    'http://api.acme.localhost:4000',
    ['http://app.acme.localhost:3000'],
    'subdomains',
    'http://app.acme.localhost:3000',
  ],
  ['https://api.example.com', ['https://example.org'], 'cross-site', 'https://example.org'],
  ['https://api.example.com', ['https://xn--a.example'], 'cross-site', 'https://xn--a.example'],
  ['https://a.co.uk', ['https://b.co.uk'], 'cross-site', 'https://b.co.uk'],
  ['https://a.vercel.app', ['https://b.vercel.app'], 'cross-site', 'https://b.vercel.app'],
  ['https://api.example.com', ['http://app.example.com'], 'cross-site', 'http://app.example.com'],
  ['http://127.0.0.1:4000', ['http://localhost:3000'], 'cross-site', 'http://localhost:3000'],
  [
    'http://backend.localhost:4000',
    ['http://frontend.localhost:3000'],
    'cross-site',
    'http://frontend.localhost:3000',
  ],
  ['http://localhost:4000', ['http://app.localhost:3000'], 'cross-site', 'http://app.localhost:3000'],
  [
    'https://api.example.com',
    ['https://app.example.com', 'https://**.preview.example.org', 'https://example.net'],
    'cross-site',
    'https://**.preview.example.org',
  ],
] as const)('%s called from %s is %s', (apiOrigin, allowedOrigins, topology, because) => {
  expect(topologyOf(apiOrigin, allowedOrigins)).toBe(topology)
  const why = whyTopology(apiOrigin, allowedOrigins)
  expect(why).toContain(apiOrigin)
  if (because) expect(why.startsWith(`${because} is on`)).toBe(true)
})
