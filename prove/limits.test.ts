import { afterAll, beforeAll, expect, test } from 'vitest'
import { converse } from '@/tests/conformance/wire'
import { type Stack, startStack } from '@/tests/stack'

/**
 * Sends every part of a request at 1, 2, 4 and 8 times its limit, and asks for health at the same time: no request may
 * occupy a process.
 */
let stack: Stack

beforeAll(async () => {
  stack = await startStack({ env: { REQUEST_LOG: '0' } })
})

afterAll(() => stack?.stop())

const repeated = (unit: string, bytes: number) => unit.repeat(Math.ceil(bytes / unit.length)).slice(0, bytes)

const lines = (first: string, headers = '', body = '') =>
  `${first} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n${body}`

/** A part of a request as a function of its size in bytes, and the size at which its limit lies. */
type Part = readonly [name: string, limit: number, request: (bytes: number) => string]

const targets: readonly Part[] = [
  ['the query, as parts', 2_048, (bytes) => lines(`GET /api/health?${repeated('a&', bytes)}`)],
  ['the query, as one', 2_048, (bytes) => lines(`GET /api/health?${repeated('a', bytes)}`)],
  ['the query, as brackets', 2_048, (bytes) => lines(`GET /api/health?${repeated('a[]=%5b&', bytes)}`)],
  ['the query of a page', 4_096, (bytes) => lines(`GET /sign-in?${repeated('next=%2F&', bytes)}`)],
  ['the path, as segments', 2_048, (bytes) => lines(`GET ${repeated('/a', bytes)}`)],
  ['the path, as slashes', 2_048, (bytes) => lines(`GET ${repeated('/', bytes)}`)],
  ['the path, escaped', 2_048, (bytes) => lines(`GET /${repeated('%61', bytes)}`)],
  ['the path, as dots', 2_048, (bytes) => lines(`GET /${repeated('../', bytes)}`)],
  ['the method', 64, (bytes) => lines(`${repeated('A', bytes)} /`)],
]

const headers: readonly Part[] = [
  'Origin',
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
  'Connection: close,',
].flatMap((name): readonly Part[] =>
  ['a', 'a,', ';a=', ' '].map((unit) => [
    `${name}, as ${JSON.stringify(unit)}`,
    16_384,
    (bytes) => lines('GET /', `${name.includes(':') ? name : `${name}:`} ${repeated(unit, bytes)}\r\n`),
  ]),
)

const json = 'Content-Type: application/json\r\n'
/** 64 bytes of a body, sent as one chunk. */
const chunk = `40\r\n${'a'.repeat(64)}\r\n`

const others: readonly Part[] = [
  [
    'the host',
    16_384,
    (bytes) => `GET / HTTP/1.1\r\nConnection: close\r\nHost: ${repeated('a.', bytes)}\r\n\r\n`,
  ],
  ['many headers', 16_384, (bytes) => lines('GET /', `${repeated('A: b\r\n', bytes)}\r\n`)],
  [
    'many cookies',
    16_384,
    (bytes) => lines('GET /api/users/ada', `Cookie: ${repeated('nco-session=a; ', bytes)}\r\n`),
  ],
  [
    'a body',
    1_048_576,
    (bytes) => lines('POST /api/users', `${json}Content-Length: ${bytes}\r\n`, repeated('[', bytes)),
  ],
  [
    'a body in chunks',
    1_048_576,
    (bytes) =>
      lines(
        'POST /api/users',
        `${json}Transfer-Encoding: chunked\r\n`,
        `${chunk.repeat(bytes / chunk.length)}0\r\n\r\n`,
      ),
  ],
  ['trailing garbage', 16_384, (bytes) => `GET / HTTP/1.1\r\nHost: x\r\n\r\n${repeated('\0', bytes)}`],
]

/** Sends a request, asks for health meanwhile, and returns the milliseconds until both are answered. */
const usedBy = async (port: number, bytes: string): Promise<number> => {
  const startedAt = performance.now()
  const sent = converse(port, (socket) => socket.write(bytes, 'latin1'), 10_000)
  const probe = fetch(`http://localhost:${port}/health`).then((answer) => answer.arrayBuffer())
  const [received] = await Promise.all([sent, probe])
  expect(received.length, 'the length of the answer').toBeGreaterThan(0)
  return performance.now() - startedAt
}

const mostMs = 100
/** Says how much a time may be off by what else the machine does. */
const noiseMs = 10
/** Rounds for one size. The fastest counts, because whatever else the machine does only adds. */
const mostRounds = 20

for (const deployment of ['api', 'dashboard'] as const) {
  test.each([...targets, ...headers, ...others])(
    `the ${deployment}: %s takes less than ${mostMs} ms, and a time that grows no faster than its size`,
    async (_, limit, request) => {
      const { port } = new URL(deployment === 'api' ? stack.apiOrigin : stack.dashboardOrigin)
      /** Sends it until it was fast enough, and at the most twenty times. @returns the fastest */
      const fastest = async (factor: number, enoughMs: number, rounds = mostRounds) => {
        const bytes = request(limit * factor)
        let ms = Number.POSITIVE_INFINITY
        for (let round = 0; round < rounds && ms >= enoughMs; round++) {
          ms = Math.min(ms, await usedBy(Number(port), bytes))
        }
        return ms
      }
      const base = await fastest(1, 0, 5)
      for (const factor of [2, 4, 8]) {
        const most = Math.min(mostMs, base * factor + noiseMs)
        const said = `${factor} times the limit, of which one takes ${base.toFixed(1)} ms`
        expect(await fastest(factor, most), said).toBeLessThan(most)
      }
    },
  )
}
