import { relate } from '@next-cross-origin/browser'
import { getDomain } from 'tldts'
import { describe, expect, it } from 'vitest'
import { compareParts, meaningOf, readUrl } from '../src/url-parts.ts'

const siteOf = (host: string) => getDomain(host, { allowPrivateDomains: true })

describe('a URL', () => {
  it.each([
    ['https://api.backend.com/ada', ['https', 'api', 'backend.com', '443', '/ada']],
    ['http://localhost:3000', ['http', '', 'localhost', '3000', '/']],
    ['http://127.0.0.1:3000/?a=1#b', ['http', '', '127.0.0.1', '3000', '/?a=1#b']],
    ['https://a.b.example.co.uk:443/', ['https', 'a.b', 'example.co.uk', '443', '/']],
    ['https://alice.github.io/', ['https', '', 'alice.github.io', '443', '/']],
    ['  HTTPS://App.Example.com  ', ['https', 'app', 'example.com', '443', '/']],
  ])('%s is taken apart', (text, expected) => {
    const { parts } = readUrl(text, siteOf)
    expect([parts?.scheme, parts?.subdomain, parts?.host, parts?.port, parts?.path]).toEqual(expected)
  })

  it.each([
    ['', /Type a URL/],
    ['frontend.com/ada', /Begin with a scheme: https:\/\/frontend\.com\/ada/],
    ['localhost:3000', /Begin with a scheme: http:\/\/localhost:3000/],
    ['https://exa mple.com', /no spaces/],
    ['https://example.com:99999', /port|host/],
    ['https://example.com:http/', /A port is a number/],
    ['https://', /host/],
    ['mailto:ada@example.com', /opaque/],
    ['file:///etc/hosts', /opaque/],
  ])('"%s" is refused with a reason', (text, reason) => {
    const { problem, url } = readUrl(text, siteOf)
    expect(url).toBeNull()
    expect(problem).toMatch(reason)
  })
})

describe('two URLs', () => {
  it.each([
    ['https://frontend.com/dashboard', 'https://frontend.com/ada', ['path'], true, true],
    ['https://frontend.com/', 'https://backend.com/', ['host'], false, false],
    ['https://frontend.com/', 'http://frontend.com/', ['scheme', 'port'], false, false],
    ['https://frontend.com/', 'https://api.frontend.com/', ['subdomain'], false, true],
    ['https://frontend.com/', 'https://frontend.com:8443/', ['port'], false, true],
    [
      'https://frontend.com/dashboard',
      'https://api.backend.com/ada',
      ['subdomain', 'host', 'path'],
      false,
      false,
    ],
    ['https://alice.github.io/', 'https://bob.github.io/', ['host'], false, false],
    ['http://localhost/', 'http://127.0.0.1/', ['host'], false, false],
  ])('%s and %s', (a, b, differing, sameOrigin, sameSite) => {
    const [first, second] = [readUrl(a, siteOf), readUrl(b, siteOf)]
    if (first.url === null || second.url === null) throw new Error('Both are URLs.')
    const rows = compareParts(first.parts, second.parts)
    expect(rows.filter(({ differs }) => differs).map(({ part }) => part)).toEqual(differing)
    const relation = relate(a, b, siteOf)
    expect(relation).toMatchObject({ sameOrigin, sameSite })
    expect(rows.some(({ differs, countsFor }) => differs && countsFor.origin)).toBe(!sameOrigin)
    const { cookies } = meaningOf(first.url, second.url, relation)
    expect(cookies).toMatch(sameOrigin ? /by default/ : sameSite ? /site is one/ : /None|two sites/)
  })
})
