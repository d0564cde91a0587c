import { describe, expect, test } from 'vitest'
import { clearedSessionCookies, cookieValues } from '@/lib/session/cookie'
import { sessionCookie } from '@/tests/api-page'

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
  const cleared = clearedSessionCookies(new URL('http://api.acme.localhost:4000/api/users/ada'))

  test('has the own cookie, for this host and every path', () => {
    expect(cleared).toContain(
      `${sessionCookie.lax}=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; HttpOnly; SameSite=Lax`,
    )
  })

  test('reaches every domain and path whose cookies came with the request', () => {
    for (const domain of ['', 'Domain=api.acme.localhost; ', 'Domain=acme.localhost; ']) {
      for (const path of ['/', '/api', '/api/', '/api/users', '/api/users/ada', '/api/users/ada/']) {
        expect(cleared.some((line) => line.includes(`Max-Age=0; ${domain}Path=${path};`))).toBe(true)
      }
    }
  })

  test('is one line for each form where nothing can be planted', () => {
    const lines = clearedSessionCookies(new URL('https://api.example.com/api/users/ada'))
    expect(lines.map((line) => line.split('=')[0])).toEqual([sessionCookie.strict, sessionCookie.partitioned])
    expect(lines.map((line) => line.includes('Partitioned'))).toEqual([false, true])
  })

  test('stays short for an address of any length', () => {
    const long = new URL(`http://api.acme.localhost:4000/${'a/'.repeat(500)}`)
    expect(clearedSessionCookies(long).length).toBeLessThan(50)
  })
})
