import { DrizzleQueryError } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { limited } from '@/lib/gate/log'
import { type LogEvent, logLine } from '@/lib/log'

test('twenty lines pass in ten seconds, and the rest is counted', () => {
  const written: LogEvent[] = []
  const write = limited((event) => written.push(event), 'withheld')
  for (let index = 0; index < 1_000; index++) write(() => ({ event: 'denied', index }), 5_000 + index)
  expect(written).toHaveLength(20)
  write(() => ({ event: 'denied', index: 1_000 }), 15_000)
  expect(written.slice(20)).toEqual([
    { event: 'withheld', count: 980 },
    { event: 'denied', index: 1_000 },
  ])
})

test('a clock that is set back does not silence the log', () => {
  const written: LogEvent[] = []
  const write = limited((event) => written.push(event), 'withheld')
  for (let index = 0; index < 30; index++) write(() => ({ event: 'denied' }), 1_000_000)
  write(() => ({ event: 'denied' }), 1_000)
  expect(written).toHaveLength(22)
})

test('an event is one line of printable ASCII, whatever is in it', () => {
  const error = Object.assign(new Error('line\nbreak \u202e \u001b[31m'), {
    code: 'X',
    cause: new Error('deep'),
  })
  const line = logLine('error', { event: 'failed', text: '\u2028\u009b\u0000é', err: error }, 7)
  expect(line).toMatch(/^[\x20-\x7e]+$/)
  expect(JSON.parse(line)).toMatchObject({
    level: 50,
    time: 7,
    event: 'failed',
    text: '\u2028\u009b\u0000é',
    err: { name: 'Error', message: error.message, code: 'X', cause: { message: 'deep' } },
  })
})

test('a long text is cut', () => {
  const { text }: { text: string } = JSON.parse(logLine('info', { event: 'x', text: 'a'.repeat(99_999) }, 0))
  expect(text).toHaveLength(4_099)
})

test('the values of a query that failed stay out of the log', () => {
  const error = new DrizzleQueryError(
    'insert into users values ($1, $2)',
    ['ada', '$argon2id$v=19$hash'],
    undefined,
  )
  const line = logLine('error', { event: 'handler_failed', err: error }, 0)
  expect(line).toContain('Failed query: insert into users')
  expect(line).not.toMatch(/ada|argon2id/)
})
