import { expect, test } from 'vitest'
import { DatabaseUnavailable, isUnavailable } from '@/lib/db/unavailable'

const coded = (code: string, more: object = {}) => Object.assign(new Error('failed'), { code, ...more })

test.each([
  ['a refused connection', coded('ECONNREFUSED')],
  ['a name that does not resolve', coded('ENOTFOUND')],
  ['a server on a socket that is not there', coded('ENOENT', { syscall: 'connect' })],
  ['several addresses that all refuse', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
  ['a statement that was cancelled at its deadline', coded('57014')],
  ['a server that is starting', coded('57P03')],
  ['too many connections', coded('53300')],
  ['a full disk', coded('53100')],
  ['tables that a migration has yet to make', coded('42P01')],
  ['no free connection in time', new Error('timeout exceeded when trying to connect')],
  ['a frozen server', new Error('Query read timeout')],
  ['a lost connection', new Error('Connection terminated unexpectedly')],
  ['an embedded database that was aborted', new WebAssembly.RuntimeError('unreachable')],
  ['one that said so itself', new DatabaseUnavailable('late')],
  ['what Drizzle wraps', new Error('Failed query', { cause: coded('57P01') })],
])('%s is the database’s fault', (_, error) => {
  expect(isUnavailable(error)).toBe(true)
})

test.each([
  ['a query that is wrong', coded('42601')],
  ['a value that is taken', coded('23505')],
  ['a file that is not there', coded('ENOENT', { syscall: 'open' })],
  ['a mistake in the code', new TypeError('x is not a function')],
  ['no error at all', 'timeout exceeded when trying to connect'],
])('%s is not', (_, error) => {
  expect(isUnavailable(error)).toBe(false)
})
