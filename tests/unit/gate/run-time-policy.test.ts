import { decide } from '@next-cross-origin/cors'
import { expect, test, vi } from 'vitest'
import { settingsAtRunTime } from '@/lib/gate/run-time-policy'
import { settingsFor } from './settings'

vi.spyOn(console, 'log').mockImplementation(() => {})

const partner = 'https://partner.example.com'

/** A table of origins, a clock, and the settings that follow from both. */
async function scene() {
  const table = { origins: [] as string[], answer: async () => {} }
  let now = 0
  let reads = 0
  const base = await settingsFor({})
  const read = async () => {
    reads++
    await table.answer()
    return table.origins
  }
  const settings = settingsAtRunTime({
    base: async () => base,
    withOrigins: (_, origins) => settingsFor({ allowedOrigins: [...base.config.allowedOrigins, ...origins] }),
    read,
    clock: () => now,
  })
  const admits = async (origin: string) => {
    const { policy } = await settings()
    return decide(policy, { method: 'GET', headers: new Headers({ origin }) }).allow
  }
  return { table, base, settings, admits, pass: (ms: number) => (now += ms), reads: () => reads }
}

test('the first request already knows the table', async () => {
  const { table, admits } = await scene()
  table.origins = [partner]
  expect(await admits(partner)).toBe(true)
})

test('a change is known at once after four idle seconds, and asked for once by many requests', async () => {
  const { table, admits, pass, reads } = await scene()
  expect(await admits(partner)).toBe(false)
  table.origins = [partner]
  pass(4_100)
  expect(await Promise.all(Array.from({ length: 50 }, () => admits(partner)))).not.toContain(false)
  expect(reads()).toBe(2)
})

test('under load the table is read behind the requests, and the settings stay the same object', async () => {
  const { settings, pass, reads } = await scene()
  const first = await settings()
  pass(1_600)
  expect(await settings()).toBe(first)
  await vi.waitFor(() => expect(reads()).toBe(2))
  expect(await settings()).toBe(first)
})

test('a database that fails leaves the last policy in force, and one that hangs delays no second request', async () => {
  const { table, admits, pass } = await scene()
  table.origins = [partner]
  expect(await admits(partner)).toBe(true)
  table.answer = () => Promise.reject(new Error('gone'))
  pass(10_000)
  expect(await admits(partner)).toBe(true)
  table.answer = () => new Promise(() => {})
  pass(10_000)
  await admits(partner)
  let admitted = false
  void admits(partner).then((allow) => {
    admitted = allow
  })
  // One turn of the event loop: no timer is waited for.
  await new Promise(setImmediate)
  expect(admitted).toBe(true)
})
