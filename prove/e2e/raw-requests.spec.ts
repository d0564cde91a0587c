import type { Socket } from 'node:net'
import { expect, test } from '@playwright/test'
import getPort from 'get-port'
import { brand } from '@/lib/brand'
import { sessionCookie } from '@/tests/api-page'
import { policy } from '@/tests/conformance/cases'
import { type Answer, faults, lines } from '@/tests/conformance/check'
import { converse, exchange, parseAnswer } from '@/tests/conformance/wire'
import { type Stack, startStack } from '@/tests/stack'

const app = 'https://app.example.com'
const evil = 'https://evil.example'
const megabyte = 1_048_576

let stack: Stack
let port: number

test.beforeAll(async () => {
  stack = await startStack({ only: 'api', env: { ALLOWED_ORIGINS: policy } })
  port = Number(new URL(stack.apiOrigin).port)
})

test.afterAll(() => stack.stop())

/** Returns what must hold of every answer that `app` gets, by the checks of the cases. */
function expectReadable(answer: Answer, status: number, problem?: string) {
  const expected = { share: app, vary: true, status, ...(problem === undefined ? {} : { problem }) }
  expect(faults(answer, expected, { method: 'GET', target: '', headers: [] })).toEqual([])
}

function expectDenied(answer: Answer) {
  const expected = { status: 403, bare: true, vary: true }
  expect(faults(answer, expected, { method: 'GET', target: '', headers: [] })).toEqual([])
}

/** Nothing is known of who asked, and nobody may read it. */
function expectBare(answer: Answer) {
  expect(lines(answer, 'vary')).toEqual(['Origin'])
  expect(answer.headers.filter(([name]) => name.startsWith('access-control-'))).toEqual([])
}

test.describe('requests that Next.js would answer before it asks the middleware', () => {
  const targets = [
    '//api/health',
    '//evil.example/api/health',
    '/\\evil.example/api/health',
    '/api\\health',
    '/api/%',
    '/api/%zz',
    '/api//health',
    '/api/health//',
    '/api/users//ada',
    '/x//y',
    '/api/users/%ff/avatar',
    '/api/users/%c3%28',
    '/api/users/%00/avatar',
    '/%c0%ae%c0%ae/api/health',
    '/api/users/../health',
    '/api/users/ada/%2e%2e/%2e%2e/health',
    '/api/./health',
    '/_next/static/chunks/x.js',
    '/_next/image?url=%2Fx&w=64&q=75',
    '/_next/data/build/index.json',
    '/favicon.ico',
    '/icon.svg',
    '/_not-found',
    '/_error',
    '/500',
  ]
  for (const target of targets) {
    test(`${target} is 404 for who may call and 403 for who may not`, async () => {
      const get = { method: 'GET', target }
      expectReadable(await exchange(port, { ...get, headers: [['Origin', app]] }), 404, 'not_found')
      expectDenied(await exchange(port, { ...get, headers: [['Origin', evil]] }))
      const asked = [['Access-Control-Request-Method', 'PATCH']] as const
      const preflight = { method: 'OPTIONS', target }
      expectReadable(await exchange(port, { ...preflight, headers: [['Origin', app], ...asked] }), 204)
      expectDenied(await exchange(port, { ...preflight, headers: [['Origin', evil], ...asked] }))
    })
  }

  test('OPTIONS * is a preflight like any other', async () => {
    const headers = [['Access-Control-Request-Method', 'PATCH']] as const
    const star = { method: 'OPTIONS', target: '*' }
    expectReadable(await exchange(port, { ...star, headers: [['Origin', app], ...headers] }), 204)
    expectDenied(await exchange(port, { ...star, headers: [['Origin', evil], ...headers] }))
  })

  test('TRACE is refused by the gate, and repeats nothing', async () => {
    const trace = { method: 'TRACE', target: '/api/health' }
    const answer = await exchange(port, {
      ...trace,
      headers: [
        ['Origin', app],
        ['X-Secret', 'repeat-me'],
      ],
    })
    expectReadable(answer, 405, 'method_not_allowed')
    expect(JSON.stringify(answer)).not.toContain('repeat-me')
    expectDenied(await exchange(port, { ...trace, headers: [['Origin', evil]] }))
  })

  test('the absolute form of an address is that address, whatever host it names', async () => {
    for (const target of ['http://localhost/api/health', 'http://evil.example/api/health']) {
      expectReadable(await exchange(port, { method: 'GET', target, headers: [['Origin', app]] }), 200)
      expectDenied(await exchange(port, { method: 'GET', target, headers: [['Origin', evil]] }))
    }
  })

  test('headers by which pages talk to Next.js change nothing', async () => {
    const headers = [
      ['Origin', app],
      ['RSC', '1'],
      ['Next-Router-Prefetch', '1'],
      ['Next-Action', '7f'],
      ['x-nextjs-data', '1'],
    ] as const
    const answer = await exchange(port, { method: 'GET', target: '/api/health', headers })
    expectReadable(answer, 200)
    expect(lines(answer, 'vary')[0]).not.toMatch(/rsc|next/i)
  })

  test('headers that mean "the middleware ran" are not believed', async () => {
    const headers = [
      ['Origin', evil],
      ['x-middleware-subrequest', 'middleware:middleware:middleware:middleware:middleware'],
      ['x-middleware-next', '1'],
      ['x-invoke-path', '/api/health'],
    ] as const
    expectDenied(await exchange(port, { method: 'GET', target: '/api/health', headers }))
  })
})

test.describe('requests that Node.js answers itself', () => {
  const unreadable: [what: string, bytes: string, status: number][] = [
    ['no request', 'hello\r\n\r\n', 400],
    ['a method that is none', 'FROB /api/health HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['a NUL in Origin', `GET /api/health HTTP/1.1\r\nHost: x\r\nOrigin: ${app}\0\r\n\r\n`, 400],
    [
      'headers over 128 KiB',
      `GET /api/health HTTP/1.1\r\nHost: x\r\nOrigin: ${app}\r\nX: ${'a'.repeat(140_000)}\r\n\r\n`,
      431,
    ],
    ['no Host', `GET /api/health HTTP/1.1\r\nOrigin: ${app}\r\nConnection: close\r\n\r\n`, 400],
    [
      'a length and chunks',
      `POST /api/users HTTP/1.1\r\nHost: x\r\nOrigin: ${app}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
  ]
  for (const [what, bytes, status] of unreadable) {
    test(`${what} is ${status}, bare, and varies on Origin`, async () => {
      const answer = parseAnswer(await converse(port, (socket) => socket.write(bytes, 'latin1')))
      expect(answer.status).toBe(status)
      expectBare(answer)
    })
  }

  test('an expectation nobody knows, and an offer of another protocol, change nothing', async () => {
    const offers = [
      [['Expect', 'tea']],
      [
        ['Connection', 'Upgrade, HTTP2-Settings'],
        ['Upgrade', 'h2c'],
        ['HTTP2-Settings', 'AAMAAABkAAQAAP__'],
      ],
      [
        ['Connection', 'Upgrade'],
        ['Upgrade', 'websocket'],
        ['Sec-WebSocket-Version', '13'],
        ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
      ],
    ] as const
    for (const offer of offers) {
      const get = { method: 'GET', target: '/api/health' }
      expectReadable(await exchange(port, { ...get, headers: [['Origin', app], ...offer] }), 200)
      expectDenied(await exchange(port, { ...get, headers: [['Origin', evil], ...offer] }))
    }
  })

  test('a query is nobody’s text, and need not decode', async () => {
    for (const query of ['x=100%', '%', 'x=%ff%zz', 'x=//y']) {
      const target = `/api/health?${query}`
      expectReadable(await exchange(port, { method: 'GET', target, headers: [['Origin', app]] }), 200)
    }
  })

  test('a list of requested headers of 100 KB is refused like any other that is not allowed', async () => {
    const headers = [
      ['Origin', app],
      ['Access-Control-Request-Method', 'PATCH'],
      ['Access-Control-Request-Headers', 'x,'.repeat(50_000)],
    ] as const
    expectDenied(await exchange(port, { method: 'OPTIONS', target: '/api/health', headers }))
  })

  test('CONNECT gets no answer at all', async () => {
    const bytes = `CONNECT localhost:80 HTTP/1.1\r\nHost: x\r\nOrigin: ${app}\r\n\r\n`
    expect((await converse(port, (socket) => socket.write(bytes))).length).toBe(0)
  })

  test('an Origin past the thousand headers that Node.js keeps is not taken for none', async () => {
    const padding = Array.from({ length: 1_100 }, (_, index) => [`a${index}`, ''] as const)
    for (const origin of [app, evil]) {
      const headers = [...padding, ['Origin', origin] as const]
      const answer = await exchange(port, { method: 'GET', target: '/api/health', headers })
      // Node.js 24 refuses the request as a whole; before, it drops what is past the thousandth.
      if (answer.status === 431) expectBare(answer)
      else expectDenied(answer)
    }
  })
})

test.describe('bodies', () => {
  const head = (framing: string) =>
    `POST /api/users HTTP/1.1\r\nHost: x\r\nOrigin: ${app}\r\nContent-Type: application/json\r\nConnection: close\r\n${framing}\r\n\r\n`

  const pressure = (socket: Socket, bytes: string | Buffer) =>
    socket.destroyed || socket.write(bytes)
      ? undefined
      : new Promise((resolve) => {
          for (const event of ['drain', 'close', 'error']) socket.once(event, resolve)
        })

  const sendChunked = (total: number) => async (socket: Socket) => {
    const chunk = Buffer.alloc(65_536, 'a')
    await pressure(socket, head('Transfer-Encoding: chunked'))
    for (let left = total; left > 0 && !socket.destroyed; left -= chunk.length) {
      const piece = chunk.subarray(0, Math.min(left, chunk.length))
      await pressure(socket, `${piece.length.toString(16)}\r\n`)
      await pressure(socket, piece)
      await pressure(socket, '\r\n')
    }
    await pressure(socket, '0\r\n\r\n')
  }

  const sendWithLength = (total: number) => async (socket: Socket) => {
    await pressure(socket, head(`Content-Length: ${total}`))
    await pressure(socket, Buffer.alloc(total, 'a'))
  }

  for (const [way, send] of [
    ['by count, in chunks', sendChunked],
    ['by length', sendWithLength],
  ] as const) {
    test(`a body of exactly 1 MB is read, ${way}`, async () => {
      expectReadable(parseAnswer(await converse(port, send(megabyte))), 400, 'malformed_json')
    })
    for (const [size, total] of [
      ['one byte over 1 MB', megabyte + 1],
      ['3 MB', 3 * megabyte],
      ['12 MB, which Next.js would cut', 12 * megabyte],
    ] as const) {
      test(`a body of ${size} is 413, ${way}`, async () => {
        expectReadable(parseAnswer(await converse(port, send(total))), 413, 'payload_too_large')
      })
    }
  }

  test('a body that says it is too long is 413 before it comes, and one that is, as soon as it is', async () => {
    const begun: [framing: string, sent: string][] = [
      ['Content-Length: 3000000', '{'],
      ['Content-Length: 9007199254740992', ''],
      ['Expect: 100-continue\r\nContent-Length: 2000000', ''],
      ['Transfer-Encoding: chunked', `${(2 * megabyte).toString(16)}\r\n${'a'.repeat(megabyte + 1)}`],
    ]
    for (const [framing, sent] of begun) {
      const received = await converse(port, (socket) => socket.write(head(framing) + sent), 2_000)
      expectReadable(parseAnswer(received), 413, 'payload_too_large')
    }
  })

  test('two types of content are none, whichever is first', async () => {
    for (const types of [
      ['application/json', 'text/plain'],
      ['text/plain', 'application/json'],
    ]) {
      const headers = [['Origin', app] as const, ...types.map((type) => ['Content-Type', type] as const)]
      const answer = await exchange(port, { method: 'POST', target: '/api/users', headers, body: '{}' })
      expectReadable(answer, 415, 'unsupported_media_type')
    }
  })

  test('a body over 1 MB is 413 also where nobody reads it', async () => {
    const cookie = await genuineCookie()
    const answer = parseAnswer(
      await converse(port, async (socket) => {
        await pressure(
          socket,
          `DELETE /api/sessions HTTP/1.1\r\nHost: x\r\nOrigin: ${app}\r\nCookie: ${cookie}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n`,
        )
        for (let megabytes = 0; megabytes < 2 && !socket.destroyed; megabytes++) {
          await pressure(socket, `${megabyte.toString(16)}\r\n`)
          await pressure(socket, Buffer.alloc(megabyte, 'a'))
          await pressure(socket, '\r\n')
        }
        await pressure(socket, '0\r\n\r\n')
      }),
    )
    expectReadable(answer, 413, 'payload_too_large')
  })

  test('a body shorter than its length is 400, and no server error', async () => {
    const before = stack.log().length
    const received = await converse(port, (socket) => {
      socket.write(`${head('Content-Length: 100')}{`)
      setTimeout(() => socket.end(), 200)
    })
    expect(received.toString()).toMatch(/^HTTP\/1\.1 400 |^$/)
    expect(stack.log().slice(before)).not.toContain('handler_failed')
  })

  test('Expect: 100-continue is answered before the body is sent', async () => {
    const received = await converse(port, (socket) => {
      socket.write(head('Expect: 100-continue\r\nContent-Length: 2'))
      socket.once('data', () => socket.write('{}'))
    })
    expect(received.toString()).toMatch(/^HTTP\/1\.1 100 Continue\r\n/)
    expectReadable(parseAnswer(received), 400, 'invalid_request')
  })
})

async function genuineCookie(): Promise<string> {
  const headers = { origin: app, 'content-type': 'application/json' }
  const csrf = await fetch(`http://localhost:${port}/api/auth/csrf`, { headers })
  const { csrfToken }: { csrfToken: string } = await csrf.json()
  const pairs = (response: Response) =>
    response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
  const signIn = await fetch(`http://localhost:${port}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { ...headers, 'x-auth-return-redirect': '1', cookie: pairs(csrf).join('; ') },
    body: JSON.stringify({ csrfToken, username: 'ada', password: 'analytical-engine' }),
  })
  expect(signIn.status).toBe(200)
  return pairs(signIn).find((pair) => pair.includes('session=')) ?? ''
}

test.describe('answers to a session', () => {
  test('no cache keeps one, and it varies on all that chose it', async () => {
    const cookie = await genuineCookie()
    for (const headers of [[], [['Cookie', cookie] as const]]) {
      const answer = await exchange(port, {
        method: 'GET',
        target: '/api/users/ada',
        headers: [['Origin', app], ...headers],
      })
      expectReadable(answer, headers.length === 0 ? 401 : 200)
      expect(lines(answer, 'cache-control')).toEqual(['no-store'])
      expect(lines(answer, 'vary')).toEqual(['Origin, Sec-Fetch-Mode, Authorization, Cookie'])
    }
  })

  test('a public answer may be kept by the browser, apart by Origin', async () => {
    const headers = [['Origin', app]] as const
    const answer = await exchange(port, { method: 'GET', target: '/api/users/ada/avatar', headers })
    expectReadable(answer, 200)
    expect(lines(answer, 'cache-control')).toEqual(['private, max-age=300'])
    expect(lines(answer, 'cross-origin-resource-policy')).toEqual(['cross-origin'])
  })

  test('deleting planted cookies takes few lines, however long the host that the request names', async () => {
    const headers = [
      ['Host', Array.from({ length: 100 }, () => 'a').join('.')],
      [
        'Cookie',
        Object.values(sessionCookie)
          .map((name) => `${name}=a; ${name}=b`)
          .join('; '),
      ],
    ] as const
    const answer = await exchange(port, { method: 'GET', target: '/api/users/ada', headers })
    expect(answer.status).toBe(401)
    expect(lines(answer, 'set-cookie').length).toBeLessThan(16)
  })
})

test.describe('what a person or a stranger can put into text and cookies', () => {
  test('a NUL is refused, or names nobody, and is no server error', async () => {
    const cookie = await genuineCookie()
    const headers = [
      ['Origin', app],
      ['Cookie', cookie],
      ['Content-Type', 'application/json'],
    ] as const
    for (const field of ['displayName', 'bio']) {
      const body = JSON.stringify({ [field]: 'a\0b' })
      const answer = await exchange(port, { method: 'PATCH', target: '/api/users/ada', headers, body })
      expectReadable(answer, 400, 'invalid_request')
    }
    const csrf = await fetch(`http://localhost:${port}/api/auth/csrf`, { headers: { origin: app } })
    const { csrfToken }: { csrfToken: string } = await csrf.json()
    const form = csrf.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
    const answer = await exchange(port, {
      method: 'POST',
      target: '/api/auth/callback/credentials',
      headers: [
        ['Origin', app],
        ['Content-Type', 'application/json'],
        ['Cookie', form.join('; ')],
      ],
      body: JSON.stringify({ csrfToken, username: 'a\0', password: 'analytical-engine' }),
    })
    expectReadable(answer, 401, 'invalid_credentials')
  })

  test('a cookie that next-auth could not read changes nothing', async () => {
    for (const value of ['%zz', 'http%3A%2F%2F%5B', 'javascript%3Aalert(1)']) {
      const headers = [
        ['Origin', app],
        ['Cookie', `__Host-${brand.cookieLabel}-callback=${value}; ${brand.cookieLabel}-callback=${value}`],
      ] as const
      for (const target of ['/api/auth/csrf', '/api/auth/session']) {
        expectReadable(await exchange(port, { method: 'GET', target, headers }), 200)
      }
    }
  })

  test('a cookie whose name only looks like that of the session is not it', async () => {
    const cookie = await genuineCookie()
    for (const planted of [`\xa0${cookie}`, cookie.replace('=', '\xa0=')]) {
      const bytes = `GET /api/users/ada HTTP/1.1\r\nHost: x\r\nOrigin: ${app}\r\nConnection: close\r\nCookie: ${planted}\r\n\r\n`
      const answer = parseAnswer(await converse(port, (socket) => socket.write(bytes, 'latin1')))
      expectReadable(answer, 401, 'not_signed_in')
    }
  })
})

test.describe('X-Request-Id', () => {
  const sent: [value: string, kept: boolean][] = [
    ['abc-1.2_3', true],
    ['a'.repeat(128), true],
    ['a'.repeat(129), false],
    ['', false],
    ['two words', false],
    ['<script>', false],
    ['a, b', false],
  ]
  for (const [value, kept] of sent) {
    test(`${JSON.stringify(value.slice(0, 20))} of ${value.length} characters is ${kept ? 'kept' : 'replaced'}`, async () => {
      const headers = [['X-Request-Id', value]] as const
      const answer = await exchange(port, { method: 'GET', target: '/api/health', headers })
      const [id] = lines(answer, 'x-request-id')
      if (kept) expect(id).toBe(value)
      else expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/)
    })
  }

  test('two lines are replaced', async () => {
    const headers = [
      ['X-Request-Id', 'a'],
      ['X-Request-Id', 'b'],
    ] as const
    const answer = await exchange(port, { method: 'GET', target: '/api/health', headers })
    expect(lines(answer, 'x-request-id')[0]).toMatch(/^[\da-f-]{36}$/)
  })
})

test('a flood of denials fills neither the log nor an answer', async () => {
  const before = stack.log().length
  for (let sent = 0; sent < 200; sent++) {
    const headers = [['Origin', `https://${'a'.repeat(60)}.evil${sent}.example/\t\u009b31m\u202e`]] as const
    const answer = await exchange(port, { method: 'GET', target: '/api/health', headers })
    expectDenied(answer)
    expect(answer.body.length).toBeLessThan(1_024)
  }
  const written = stack.log().slice(before)
  const denials = written.split('\n').filter((line) => line.includes('"event":"denied"'))
  expect(denials.length).toBeLessThanOrEqual(40)
  for (const line of denials) {
    expect(line).toMatch(/^[\x20-\x7e]{1,2048}$/)
    expect(JSON.parse(line)).toMatchObject({ level: 40, event: 'denied', reason: 'origin_not_allowed' })
  }
})

test.describe('what server.ts refuses before it asks Next.js', () => {
  test('two hosts, and versions that have another form, are 400', async () => {
    for (const head of [
      'GET /api/health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
      'GET /api/health HTTP/2.0\r\nHost: a\r\n\r\n',
      'GET /api/health HTTP/0.9\r\nHost: a\r\n\r\n',
      'GET /api/health\r\n\r\n',
    ]) {
      const received = await converse(port, (socket) => socket.write(head))
      const answer = parseAnswer(received)
      expect(answer.status, head).toBe(400)
      expectBare(answer)
    }
  })

  test('a target that is too long, or has too many parts, is 414, at once, and can be read', async () => {
    for (const query of ['a&'.repeat(16_000), 'a'.repeat(2_048), 'a&'.repeat(64)]) {
      const startedAt = performance.now()
      const headers = [['Origin', app]] as const
      const answer = await exchange(port, { method: 'GET', target: `/api/health?${query}`, headers })
      expectReadable(answer, 414, 'uri_too_long')
      expect(performance.now() - startedAt).toBeLessThan(2_000)
    }
  })

  test('no header of Next.js’s own is answered in the handler’s place', async () => {
    for (const name of ['x-middleware-prefetch', 'x-middleware-rewrite', 'x-nextjs-data', 'next-url']) {
      for (const target of ['/api/health', '/api/ready']) {
        const headers = [['Origin', app] as const, [name, '1'] as const]
        const answer = await exchange(port, { method: 'GET', target, headers })
        expectReadable(answer, 200)
        expect(JSON.parse(answer.body), `${name} ${target}`).toHaveProperty('status')
      }
    }
  })
})

test('the first answer after a start varies on Origin like the thousandth', async () => {
  const probe = async () => {
    for (;;) {
      const received = await converse(first, (socket) =>
        socket.write(`GET /api/nope HTTP/1.1\r\nHost: x\r\nOrigin: ${app}\r\nConnection: close\r\n\r\n`),
      )
      if (received.length > 0) return parseAnswer(received)
    }
  }
  const first = await getPort()
  const starting = startStack({ only: 'api', ports: { api: first }, env: { ALLOWED_ORIGINS: policy } })
  const answer = await probe()
  await (await starting).stop()
  expectReadable(answer, 404, 'not_found')
})
