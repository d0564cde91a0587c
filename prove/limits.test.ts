import { afterAll, beforeAll, expect, test } from 'vitest'
import { converse } from '@/tests/conformance/wire'
import { type Stack, startStack } from '@/tests/stack'

/**
 * Sends every part of a request at 1, 2, 4 and 8 times its limit, and asks for health at the same time: no request may
 * occupy a process.
 */
let stack: Stack

beforeAll(async () => {
  stack = await startStack()
})

afterAll(() => stack?.stop())

const repeated = (unit: string, bytes: number) => unit.repeat(Math.ceil(bytes / unit.length)).slice(0, bytes)

/** Each part of a request as a function of its size in bytes, and the size at which its limit lies. */
const parts: readonly [name: string, limit: number, request: (bytes: number) => string][] = [
  [
    'the query, as parts',
    2_048,
    (bytes) => `GET /api/health?${repeated('a&', bytes)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  ],
  [
    'the query, as one',
    2_048,
    (bytes) => `GET /api/health?${repeated('a', bytes)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  ],
  [
    'the query, as brackets',
    2_048,
    (bytes) => `GET /api/health?${repeated('a[]=%5b&', bytes)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  ],
  ['the path, as segments', 2_048, (bytes) => `GET ${repeated('/a', bytes)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ['the path, as slashes', 2_048, (bytes) => `GET ${repeated('/', bytes)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ['the path, escaped', 2_048, (bytes) => `GET /${repeated('%61', bytes)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ['the method', 64, (bytes) => `${repeated('A', bytes)} / HTTP/1.1\r\nHost: x\r\n\r\n`],
  ...[
    'Origin',
    'Host',
    'Cookie',
    'Content-Type',
    'Access-Control-Request-Headers',
    'X-Forwarded-For',
    'Accept',
    'Accept-Language',
    'Accept-Encoding',
    'If-None-Match',
    'Range',
    'Forwarded',
    'Rsc',
    'Next-Router-State-Tree',
    'X-Request-Id',
    'Connection',
  ].flatMap((name): [string, number, (bytes: number) => string][] =>
    ['a', 'a,', ';a=', ' '].map((unit) => [
      `${name}, as ${JSON.stringify(unit)}`,
      16_384,
      (bytes) =>
        `GET / HTTP/1.1\r\n${name === 'Host' ? '' : 'Host: x\r\n'}${name}: ${repeated(unit, bytes)}\r\n\r\n`,
    ]),
  ),
  ['many headers', 16_384, (bytes) => `GET / HTTP/1.1\r\nHost: x\r\n${repeated('A: b\r\n', bytes)}\r\n`],
  [
    'many cookies',
    16_384,
    (bytes) =>
      `GET /api/users/ada HTTP/1.1\r\nHost: x\r\nCookie: ${repeated('nco-session=a; ', bytes)}\r\n\r\n`,
  ],
  [
    'a body',
    1_048_576,
    (bytes) =>
      `POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n${repeated('[', bytes)}`,
  ],
  [
    'a body in chunks',
    1_048_576,
    (bytes) =>
      `POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${repeated('1\r\na\r\n', bytes)}0\r\n\r\n`,
  ],
  ['trailing garbage', 16_384, (bytes) => `GET / HTTP/1.1\r\nHost: x\r\n\r\n${repeated('\0', bytes)}`],
]

/** Sends a request, asks for health meanwhile, and returns the milliseconds until both are answered. */
const usedBy = async (port: number, bytes: string): Promise<number> => {
  const startedAt = performance.now()
  const sent = converse(port, (socket) => socket.end(bytes, 'latin1'), 10_000)
  const probe = fetch(`http://localhost:${port}/health`).then((answer) => answer.arrayBuffer())
  await Promise.all([sent, probe])
  return performance.now() - startedAt
}

const mostMs = 100

for (const deployment of ['api', 'dashboard'] as const) {
  test.each(parts)(
    `the ${deployment}: %s takes a time that grows no faster than its size`,
    async (_, limit, request) => {
      const { port } = new URL(deployment === 'api' ? stack.apiOrigin : stack.dashboardOrigin)
      /** The fastest of three, because whatever else the machine does only adds. */
      const timeOf = async (factor: number) => {
        const times: number[] = []
        for (let round = 0; round < 3; round++)
          times.push(await usedBy(Number(port), request(limit * factor)))
        return Math.min(...times)
      }
      await timeOf(1)
      const base = await timeOf(1)
      for (const factor of [2, 4, 8]) {
        const time = await timeOf(factor)
        expect(time, `${factor} times the limit, of which one takes ${base.toFixed(1)} ms`).toBeLessThan(
          Math.max(mostMs, base * factor * 2),
        )
      }
    },
  )
}
