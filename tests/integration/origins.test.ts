import { describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { allowedOrigins } from '@/lib/db/schema'
import { call, newAccount, type Page, problemOf, signedIn } from './api'
import { setUser } from './database'

interface Entry {
  id: string
  origin: string
  note: string
  addedBy: string | null
  enabled: boolean
  editable: boolean
  expiresAt: string | null
}

let names = 0
/** An origin that no other test uses. */
const fresh = (label = 'app') => `https://${label}-${++names}.example.com`

const add = (page: Page, json: object) => page.send('POST', '/api/origins', { json })
const added = async (page: Page, json: object): Promise<Entry> => {
  const response = await add(page, json)
  expect(response.status).toBe(201)
  return (await response.json()) as Entry
}
const readFrom = async (origin: string) => call('GET', '/api/health', { headers: { origin } })

/** Waits until the policy has read the table again. */
const untilRead = (origin: string, status: number) =>
  expect.poll(async () => (await readFrom(origin)).status, { timeout: 5_000, interval: 200 }).toBe(status)

async function list(page: Page, query = ''): Promise<{ rows: Entry[]; next: string | null }> {
  const response = await page.send('GET', `/api/origins${query}`)
  expect(response.status).toBe(200)
  const { origins } = (await response.json()) as { origins: Entry[] }
  return { rows: origins, next: /<(.*)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null }
}

test('an origin that was added may call within five seconds, and one that was removed may not', async () => {
  const page = await signedIn(await newAccount())
  const origin = fresh()
  expect((await readFrom(origin)).status).toBe(403)
  const { id } = await added(page, { origin, note: 'the shop' })
  await untilRead(origin, 200)
  expect((await readFrom(origin)).headers.get('access-control-allow-origin')).toBe(origin)
  const preflight = { origin, 'access-control-request-method': 'PATCH' }
  expect((await call('OPTIONS', '/api/users/ada', { headers: preflight })).status).toBe(204)
  expect((await page.send('DELETE', `/api/origins/${id}`)).status).toBe(204)
  await untilRead(origin, 403)
})

test('an entry that is off or past its expiry admits nobody', async () => {
  const page = await signedIn(await newAccount())
  const [off, expired, on] = [fresh('off'), fresh('expired'), fresh('on')]
  await added(page, { origin: off, enabled: false })
  await added(page, { origin: expired, expiresAt: '2020-01-01T00:00:00Z' })
  const { id } = await added(page, { origin: on })
  await untilRead(on, 200)
  expect((await readFrom(off)).status).toBe(403)
  expect((await readFrom(expired)).status).toBe(403)
  expect((await page.send('PATCH', `/api/origins/${id}`, { json: { enabled: false } })).status).toBe(200)
  await untilRead(on, 403)
})

test('a row that the policy would refuse is left out and hinders no other', async () => {
  const page = await signedIn(await newAccount())
  const good = fresh('good')
  await (await database())
    .insert(allowedOrigins)
    .values([
      { origin: 'https://*.vercel.app' },
      { origin: '*' },
      { origin: 'null' },
      { origin: 'HTTPS://upper.example.com' },
    ])
  await added(page, { origin: good })
  await untilRead(good, 200)
  expect((await readFrom('https://mallory.vercel.app')).status).toBe(403)
  expect((await readFrom('null')).status).toBe(403)
})

describe('what is refused when it is written', () => {
  test.each([
    ['https://app.example.com/', 'Did you mean https://app.example.com?'],
    ['https://App.example.com', 'Did you mean https://app.example.com?'],
    ['app.example.com', 'begins with'],
    ['*', 'never admits every origin'],
    ['null', 'identifies nobody'],
    ['https://*.vercel.app', 'register'],
    ['http://shop.example.com', 'http'],
    ['', 'Enter an origin.'],
  ])('%s', async (origin, words) => {
    const page = await signedIn()
    const response = await add(page, { origin })
    expect(response.status).toBe(400)
    const { errors = [] } = await problemOf(response)
    expect(errors.map(({ path }) => path)).toEqual(['origin'])
    expect(errors[0]?.message).toContain(words)
  })

  test('a second entry for one origin, new or changed', async () => {
    const page = await signedIn()
    const [first, second] = [fresh(), fresh()]
    await added(page, { origin: first })
    const { id } = await added(page, { origin: second })
    expect((await problemOf(await add(page, { origin: first }))).code).toBe('origin_exists')
    const changed = await page.send('PATCH', `/api/origins/${id}`, { json: { origin: first } })
    expect((await problemOf(changed)).code).toBe('origin_exists')
  })
})

test('a member sees every entry and changes their own; an admin changes every one', async () => {
  const owner = await newAccount()
  const page = await signedIn(owner)
  const { id, origin } = await added(page, { origin: fresh('owned') })
  const other = await newAccount()
  const stranger = await signedIn(other)
  const [seen] = (await list(stranger, `?q=${encodeURIComponent(origin)}`)).rows
  expect(seen).toMatchObject({ addedBy: owner.username, editable: false })
  for (const [method, json] of [
    ['PATCH', { note: 'mine now' }],
    ['DELETE', undefined],
  ] as const) {
    const response = await stranger.send(method, `/api/origins/${id}`, json ? { json } : {})
    expect(response.status).toBe(403)
    expect((await problemOf(response)).code).toBe('forbidden')
  }
  await setUser(other.username, { role: 'admin' })
  const changed = await stranger.send('PATCH', `/api/origins/${id}`, { json: { note: 'by an admin' } })
  expect(await changed.json()).toMatchObject({ note: 'by an admin', addedBy: owner.username, editable: true })
  expect((await stranger.send('DELETE', `/api/origins/${id}`)).status).toBe(204)
  expect((await page.send('DELETE', `/api/origins/${id}`)).status).toBe(404)
})

test('an entry keeps what a change does not name, and loses an expiry that becomes null', async () => {
  const page = await signedIn()
  const { id } = await added(page, { origin: fresh(), note: 'kept', expiresAt: '2035-01-31T12:00:00+01:00' })
  const changed = await page.send('PATCH', `/api/origins/${id}`, { json: { enabled: false } })
  const kept = { note: 'kept', expiresAt: '2035-01-31T11:00:00.000Z', enabled: false }
  expect(await changed.json()).toMatchObject(kept)
  const cleared = await page.send('PATCH', `/api/origins/${id}`, { json: { expiresAt: null } })
  expect(await cleared.json()).toMatchObject({ note: 'kept', expiresAt: null })
})

test('pages lose no row and repeat none, also when every row has the same moment', async () => {
  const page = await signedIn()
  const createdAt = new Date('2031-05-06T07:08:09.123Z')
  const origins = Array.from({ length: 25 }, (_, index) => `https://same-${index}.example.net`)
  await (await database()).insert(allowedOrigins).values(origins.map((origin) => ({ origin, createdAt })))
  const found: string[] = []
  let next: string | null = '/api/origins?q=.example.net&limit=4'
  for (let pages = 0; next !== null && pages < 10; pages++) {
    const { rows, next: following } = await list(page, next.slice('/api/origins'.length))
    found.push(...rows.map(({ origin }) => origin))
    next = following
  }
  expect(found.toSorted()).toEqual(origins.toSorted())
})

test('a search takes its text literally', async () => {
  const page = await signedIn()
  await added(page, { origin: fresh(), note: '100% of_it\\' })
  expect((await list(page, `?q=${encodeURIComponent('100% of_it\\')}`)).rows).toHaveLength(1)
  expect((await list(page, `?q=${encodeURIComponent('100_ of%')}`)).rows).toHaveLength(0)
})

test.each(['cursor=x', 'cursor=MTIz', 'limit=0', 'limit=101', 'limit=ten', `q=${'x'.repeat(201)}`])(
  'a query that cannot be is refused: %s',
  async (query) => {
    const page = await signedIn()
    const response = await page.send('GET', `/api/origins?${query}`)
    expect(response.status).toBe(400)
    expect((await problemOf(response)).code).toBe('invalid_request')
  },
)
