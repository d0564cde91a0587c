import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createHttp2, createSecureServer } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selfSigned } from '../fixtures/certificate.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const origin = 'http://app.localhost:3000'
const certificate = selfSigned()
const folder = mkdtempSync(join(tmpdir(), 'asking-'))
const authority = join(folder, 'authority.pem')
const servers: Server[] = []
const requests: IncomingMessage[] = []

async function listening(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return (server.address() as AddressInfo).port
}

/** Starts a command of a terminal (C1's CSI) and turns the direction of text, as far as one byte a character can. */
const hostile = '\x9b31mred\x85\xadend'
const controls = /[\p{Cc}\p{Bidi_Control}]/u

let port = 0
beforeAll(async () => {
  writeFileSync(authority, certificate.cert)
  const server = createServer((request, response) => {
    requests.push(request)
    if (request.url === '/page') {
      response.setHeader(
        'Content-Security-Policy',
        "default-src 'self'; connect-src 'self' https://api.example.com",
      )
      response.end('<!doctype html><title>page</title>')
      return
    }
    if (request.url === '/isolated') {
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
      response.end('<!doctype html><title>page</title>')
      return
    }
    if (request.url === '/hostile') response.setHeader('X-Evil', hostile)
    if (request.url === '/own') response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*')
    response.setHeader('Vary', 'Origin')
    response.setHeader('Access-Control-Allow-Headers', 'content-type')
    response.end('{}')
  })
  server.on('upgrade', (request: IncomingMessage, socket) => {
    requests.push(request)
    const isAllowed = request.headers.origin === origin
    socket.end(
      `HTTP/1.1 ${isAllowed ? '101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade' : '403 No'}\r\n\r\n`,
    )
  })
  port = await listening(server)
})
afterAll(() => {
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Asked {
  readonly status: number | null
  readonly text: string
  readonly errors: string
  // biome-ignore lint/suspicious/noExplicitAny: what the doctor prints is the subject of the expectations.
  readonly result: any
}

async function ask(args: readonly string[], input = ''): Promise<Asked> {
  requests.length = 0
  const doctor = spawn(process.execPath, ['--import', 'tsx', 'packages/doctor/src/cli.ts', ...args], {
    cwd: root,
    env: { ...process.env, NODE_EXTRA_CA_CERTS: authority },
  })
  doctor.stdin.end(input)
  let [text, errors] = ['', '']
  doctor.stdout.on('data', (chunk) => {
    text += chunk
  })
  doctor.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const status = await new Promise<number | null>((resolve) => doctor.once('close', resolve))
  const isJson = text.startsWith('{') && !args.includes('--batch')
  return { status, text, errors, result: isJson ? JSON.parse(text) : null }
}

const at = (path: string): string => `http://api.localhost:${port}${path}`

describe('the doctor asks as other things ask', () => {
  it.each([
    ['img', 'no-cors', 'image'],
    ['script', 'no-cors', 'script'],
    ['module', 'cors', 'script'],
    ['font', 'cors', 'font'],
    ['eventsource', 'cors', 'empty'],
  ])('--as %s, in mode %s', async (name, mode, destination) => {
    const { result } = await ask([at('/x'), '--origin', origin, '--as', name, '--json'])
    expect(result.verdict).toBe('allowed')
    expect(requests.map(({ headers }) => [headers['sec-fetch-mode'], headers['sec-fetch-dest']])).toEqual([
      [mode, destination],
    ])
  })

  it('--mode no-cors, which a resource policy stops', async () => {
    const { result } = await ask([at('/own'), '--origin', origin, '--mode', 'no-cors', '--json'])
    expect(result).toMatchObject({ verdict: 'blocked', reason: 'resource-policy' })
    expect(result.fix).toContain('Cross-Origin-Resource-Policy: cross-origin')
  })

  it('--as websocket, where the server decides by the origin', async () => {
    const args = ['--as', 'websocket', '--json', '--origin']
    const allowed = await ask([`ws://api.localhost:${port}/socket`, ...args, origin])
    expect(allowed.result).toMatchObject({ verdict: 'allowed', reason: 'websocket-open' })
    expect(requests[0]?.headers).toMatchObject({ upgrade: 'websocket', connection: 'Upgrade', origin })
    const refused = await ask([`ws://api.localhost:${port}/socket`, ...args, 'http://other.localhost'])
    expect(refused.result).toMatchObject({ verdict: 'blocked', reason: 'websocket-refused', side: 'gateway' })
    expect(refused.result.explanation).toContain('403')
  })

  it('--body, also in a batch', async () => {
    const { result } = await ask([at('/x'), '--origin', origin, '--body', 'a=1', '--json'])
    expect(result.verdict).toBe('allowed')
    expect(requests.map(({ headers, method }) => [method, headers['content-length']])).toEqual([
      ['POST', '3'],
    ])
    const line = JSON.stringify({ url: at('/x'), origin, method: 'POST', body: 'abcd' })
    await ask(['--batch'], line)
    expect(requests.map(({ headers }) => headers['content-length'])).toEqual(['4'])
  })

  it.each([
    ['capacitor://localhost', 'capacitor://localhost'],
    ['chrome-extension://abcdefghijklmnop', 'chrome-extension://abcdefghijklmnop'],
    ['app://desk', 'app://desk'],
    ['file:///home/ada/page.html', 'null'],
    ['http://app.localhost:3000/orders?page=2', origin],
  ])('from a page at %s', async (page, sent) => {
    const { errors, result } = await ask([at('/x'), '--origin', page, '--json'])
    expect(requests[0]?.headers.origin).toBe(sent)
    expect(result.verdict).toBe('allowed')
    if (page !== sent) expect(errors).toMatch(/only the origin counts|no origin of its own/)
  })

  it('a server that speaks HTTP/2 only', async () => {
    const server = createSecureServer({ key: certificate.key, cert: certificate.cert })
    server.on('stream', (stream) =>
      stream.respond({ ':status': 200, 'access-control-allow-origin': '*' }, { endStream: true }),
    )
    const { result } = await ask([
      `https://localhost:${await listening(server)}/`,
      '--origin',
      origin,
      '--json',
    ])
    expect(result).toMatchObject({ verdict: 'allowed', reason: 'cors-allowed' })
    expect(result.exchanges[0].response.status).toBe(200)
  })

  it('a port that speaks HTTP/2 without encryption, which no browser does', async () => {
    const server = createHttp2((_, response) => response.end())
    const { result } = await ask([
      `http://localhost:${await listening(server)}/`,
      '--origin',
      origin,
      '--json',
    ])
    expect(result).toMatchObject({ verdict: 'blocked', reason: 'http2-without-tls' })
  })

  it('as the page that --page names: its origin, and its Content Security Policy', async () => {
    const page = `http://app.localhost:${port}/page`
    const { result, status } = await ask([at('/x'), '--page', page, '--json'])
    expect(result).toMatchObject({ verdict: 'blocked', reason: 'content-security-policy', side: 'client' })
    expect(result.explanation).toContain("connect-src 'self' https://api.example.com")
    expect(result.fix).toContain(`http://api.localhost:${port}`)
    expect([status, requests.map(({ url }) => url)]).toEqual([1, ['/page']])
    const given = ['--origin', origin, '--csp', `connect-src http://*.localhost:${port}`, '--json']
    expect((await ask([at('/x'), ...given])).result.verdict).toBe('allowed')
  })

  it("prints the console's message with the verdict", async () => {
    const { text } = await ask([at('/x'), '--origin', origin, '--credentials'])
    expect(text).toContain(`Chromium's console: Access to fetch at '${at('/x')}' from origin '${origin}'`)
  })
})

describe('the doctor asks for what it lacks, in one sentence', () => {
  it('and lets an example stand for the page that a message does not name', async () => {
    const message =
      'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/users. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.'
    const { errors, status, text } = await ask(['--paste', '-'], message)
    expect(status).toBe(1)
    expect(errors).toContain('https://app.example.com stands for it')
    expect(text).toContain('allow-origin-missing')
    expect(text).toContain("Firefox's console: Cross-Origin Request Blocked")
  })

  it.each([
    [['--paste', '-'], 'Uncaught (in promise) TypeError: Failed to fetch', /only that the call failed/],
    [['https://api.example.com/x'], '', /On which page does it happen/],
    [['--origin', 'https://app.example.com'], '', /The URL is missing/],
  ])('%j', async (args, input, words) => {
    const { errors, status } = await ask(args, input)
    expect(status).toBe(2)
    expect(errors).toMatch(words)
    expect(errors.trim().split('\n')).toHaveLength(3)
  })
})

describe('the doctor counts the page', () => {
  it('--page with an embedder policy, for an image', async () => {
    const { result } = await ask([
      at('/x'),
      '--page',
      `http://app.localhost:${port}/isolated`,
      '--as',
      'img',
      '--json',
    ])
    expect(result).toMatchObject({ verdict: 'blocked', reason: 'resource-policy' })
    expect(result.explanation).toContain('Cross-Origin-Embedder-Policy: require-corp')
  })
})

describe('nothing of a hostile server reaches the terminal or the data as a control character', () => {
  it.each(
    [[[]], [['--verbose']], [['--json']], [['--audit']]].concat(
      [['sarif'], ['junit'], ['json']].map(([format]) => [['--audit', '--format', format ?? '']]),
    ),
  )('%j', async (options) => {
    const { errors, text } = await ask([at('/hostile'), '--origin', origin, ...options])
    expect(text.length).toBeGreaterThan(40)
    expect(text.replaceAll('\n', '')).not.toMatch(controls)
    expect(errors.replaceAll('\n', '')).not.toMatch(controls)
  })
})
