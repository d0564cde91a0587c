import { describe, expect, test } from 'vitest'
import { clearedSessionCookies, cookieProfile, cookieValues } from '@/lib/session/cookie'

describe('the values of a cookie', () => {
  test.each([
    ['no header', null, []],
    ['an empty header', '', []],
    ['one', 'session=a', ['a']],
    ['one among others', 'x=1; session=a; y=2', ['a']],
    ['an empty one', 'session=', ['']],
    ['two, in the order they were sent', 'session=a; session=b', ['a', 'b']],
    ['two without white space', 'session=a;session=b', ['a', 'b']],
    ['white space around', ' session = a ', ['a']],
    ['equals signs in the value', 'session=a=b=', ['a=b=']],
    ['names that begin or end like it', 'session_id=x; __Host-session=y; xsession=z', []],
    ['another case', 'Session=x', []],
    ['a name without a value', 'session', []],
  ])('%s', (_, header, expected) => {
    expect(cookieValues(header, 'session')).toEqual(expected)
  })
})

describe('deleting what somebody planted', () => {
  const lax = cookieProfile('subdomains', 'http:')
  const cleared = clearedSessionCookies(lax, new URL('http://api.acme.localhost:4000/api/users/ada'))

  test('begins with the own cookie, for this host and every path', () => {
    expect(cleared[0]).toBe(
      'session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
    )
  })

  test('reaches every domain and path whose cookies came with the request', () => {
    for (const domain of ['', 'Domain=api.acme.localhost; ', 'Domain=acme.localhost; ']) {
      for (const path of ['/', '/api', '/api/', '/api/users', '/api/users/ada', '/api/users/ada/']) {
        expect(cleared.some((line) => line.includes(`Max-Age=0; ${domain}Path=${path};`))).toBe(true)
      }
    }
  })

  test('is one line where nothing can be planted', () => {
    for (const profile of [cookieProfile('subdomains', 'https:'), cookieProfile('cross-site', 'http:')]) {
      expect(clearedSessionCookies(profile, new URL('https://api.example.com/api/users/ada'))).toHaveLength(1)
    }
  })

  test('stays short for an address of any length', () => {
    const long = new URL(`http://api.acme.localhost:4000/${'a/'.repeat(500)}`)
    expect(clearedSessionCookies(lax, long).length).toBeLessThan(50)
  })
})
