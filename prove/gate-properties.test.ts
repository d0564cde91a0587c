import fc from 'fast-check'
import { beforeAll, expect, test, vi } from 'vitest'
import { toResponse } from '@/lib/gate/answer'
import { gate } from '@/lib/gate/gate'
import { offeredRoutes } from '@/lib/gate/routes'
import type { GateSettings } from '@/lib/gate/settings'
import { signToken } from '@/lib/session/token'
import { sessionCookie } from '@/tests/api-page'
import { apiOrigin, app, evil, settingsFor } from '@/tests/unit/gate/settings'

vi.spyOn(console, 'log').mockImplementation(() => {})

let settings: GateSettings
let cookie: string

beforeAll(async () => {
  settings = await settingsFor()
  const claims = { userId: crypto.randomUUID(), sessionId: crypto.randomUUID() }
  cookie = `${sessionCookie.strict}=${await signToken(claims, new Date(Date.now() + 600_000), settings.tokens)}`
})

/** Values that matter to the gate, for every header that it knows and some that it does not. */
const values: Record<string, readonly string[]> = {
  origin: [app, evil, 'null', apiOrigin, 'https://x.preview.example.com', `${app}, ${evil}`, ''],
  cookie: [
    `${sessionCookie.strict}=x`,
    `${sessionCookie.strict}=x; ${sessionCookie.strict}=y`,
    'other=1',
    'genuine',
  ],
  'content-type': ['application/json', 'text/plain', 'application/json; charset=utf-8', ''],
  'content-length': ['0', '1048576', '1048577', '99999999999'],
  'sec-fetch-site': ['cross-site', 'same-origin', 'same-site', 'none'],
  'sec-fetch-mode': ['no-cors', 'cors', 'navigate'],
  'x-auth-return-redirect': ['1', ''],
  'access-control-request-method': ['PATCH', 'PUT', 'GET', ''],
  'access-control-request-headers': ['content-type', 'x-evil', 'content-type, x-request-id', ''],
  'x-request-id': ['abc', 'not well-formed'],
  accept: ['application/json', 'text/html'],
  referer: [`${app}/`, `${evil}/`],
  authorization: ['Bearer x'],
}

type HeaderLines = Readonly<Record<string, string>>

const headersOf: fc.Arbitrary<HeaderLines> = fc
  .uniqueArray(fc.constantFrom(...Object.keys(values)))
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.constantFrom(...(values[name] ?? []))))),
  )
  .map((lines) => Object.fromEntries(lines))

const requestOf = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS', 'FROB'),
  path: fc.constantFrom('/', '/api/nope', ...offeredRoutes.map(({ path }) => path.replaceAll(/[{}]/g, ''))),
  headers: headersOf,
})

interface Seen {
  /** Everything that the answer is, but for the id of the exchange. */
  answer: string
  vary: readonly string[]
  size: number
}

async function see(method: string, path: string, headers: HeaderLines): Promise<Seen> {
  const sent = new Headers(headers)
  if (sent.get('cookie') === 'genuine') sent.set('cookie', cookie)
  const result = await gate({ method, url: `${apiOrigin}${path}`, headers: sent }, settings)
  if (result.passed) {
    const { claims, answer, route } = result
    const { headers, kind, allow } = answer.decision
    const written = JSON.stringify({ claims, route, headers, kind, allow })
    return {
      answer: written,
      vary: ['origin', ...answer.varies].map((name) => name.toLowerCase()),
      size: written.length,
    }
  }
  const response = toResponse(result.reply)
  const id = response.headers.get('x-request-id') ?? ''
  const lines = [...response.headers].filter(([name]) => name !== 'x-request-id' && name !== 'vary')
  const written = JSON.stringify([response.status, lines, await response.text()]).replaceAll(id, '')
  const vary = (response.headers.get('vary') ?? '').toLowerCase().split(', ')
  return { answer: written, vary, size: written.length }
}

test('if two requests differ in one header and the answers differ, Vary of both names it', async () => {
  const changed = fc.constantFrom(...Object.keys(values).filter((name) => name !== 'x-request-id'))
  await fc.assert(
    fc.asyncProperty(requestOf, changed, fc.nat(), async ({ method, path, headers }, name, pick) => {
      const list = [undefined, ...(values[name] ?? [])]
      const value = list[pick % list.length]
      const { [name]: _, ...others } = headers
      const first = await see(method, path, headers)
      const second = await see(method, path, value === undefined ? others : { ...others, [name]: value })
      if (first.answer === second.answer) return
      expect(first.vary).toContain(name)
      expect(second.vary).toContain(name)
    }),
    { numRuns: 2_000 },
  )
})

test('every answer varies on Origin', async () => {
  await fc.assert(
    fc.asyncProperty(requestOf, async ({ method, path, headers }) => {
      expect((await see(method, path, headers)).vary).toContain('origin')
    }),
  )
})

test('a header that the gate does not read changes nothing', async () => {
  const name = fc
    .stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
    .filter((text) => !Object.hasOwn(values, text) && !text.startsWith('access-control-'))
  const value = fc.stringMatching(/^[\x20-\x7e]{0,40}$/)
  await fc.assert(
    fc.asyncProperty(requestOf, name, value, async ({ method, path, headers }, added, text) => {
      const before = await see(method, path, headers)
      const after = await see(method, path, { ...headers, [added]: text })
      expect(after).toEqual(before)
    }),
  )
})

/** Everybody may read these, so no origin is foreign to them. */
const publicPaths = offeredRoutes
  .filter((route) => 'cors' in route && route.cors === 'public')
  .map(({ path }) => path)

test('a foreign origin is told nothing, whatever else it sends', async () => {
  const privateRequest = requestOf.filter(({ path }) => !publicPaths.some((open) => open === path))
  await fc.assert(
    fc.asyncProperty(privateRequest, fc.webUrl(), async ({ method, path, headers }, url) => {
      const { answer } = await see(method, path, { ...headers, origin: new URL(url).origin })
      expect(answer).toMatch(/^\[403,/)
      expect(answer).not.toContain('access-control-')
    }),
  )
})

test('the answer stays short, however long what is sent', async () => {
  const long = fc.string({
    minLength: 1,
    maxLength: 40,
    unit: fc.constantFrom('a', ',', '.', '/', '\\', '"', 'é', ';', '='),
  })
  await fc.assert(
    fc.asyncProperty(
      requestOf,
      fc.constantFrom(...Object.keys(values)),
      long,
      async ({ method, path, headers }, name, unit) => {
        const { size } = await see(method, path, { ...headers, [name]: unit.repeat(400) })
        expect(size).toBeLessThan(6_000)
      },
    ),
  )
})
