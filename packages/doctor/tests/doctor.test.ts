import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startScriptedServer } from '../../browser/tests/engines/scripted-server.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const origin = 'http://app.localhost:3000'
const allow = [`Access-Control-Allow-Origin: ${origin}`, 'Vary: Origin']

interface Classic {
  readonly name: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly credentials?: boolean
  /** Answers by kind of request: status line and header lines. */
  readonly preflight?: readonly string[]
  readonly answer?: readonly string[]
  /** Describes what the URL under `{redirected}` answers, preflights included. Default: all well. */
  readonly redirected?: readonly string[]
  readonly reason: string
  /** Words that the explanation has to have. */
  readonly says: RegExp
  /** Words that the fix has to have. */
  readonly fix?: RegExp
}

const ok = 'HTTP/1.1 200 OK'
const line = new RegExp(`Access-Control-Allow-Origin: ${origin}`)
const callFinalUrl = /^Do not redirect: let the page call the final URL directly\.$/
const classics: readonly Classic[] = [
  {
    name: 'no header at all',
    answer: [ok],
    reason: 'allow-origin-missing',
    says: /no `Access-Control-Allow-Origin`/,
    fix: line,
  },
  {
    name: 'the misspelt header',
    answer: [ok, `Allow-Control-Allow-Origin: ${origin}`],
    reason: 'misspelt-header',
    says: /misspelt/,
    fix: /Access-Control-Allow-Origin/,
  },
  {
    name: 'a letter too few',
    answer: [ok, `Access-Control-Allow-Orgin: ${origin}`],
    reason: 'misspelt-header',
    says: /Access-Control-Allow-Orgin/,
  },
  {
    name: 'a space before the colon',
    answer: [ok, `Access-Control-Allow-Origin : ${origin}`, 'Vary: Origin'],
    reason: 'allow-origin-missing',
    says: /no `Access-Control-Allow-Origin`/,
    fix: line,
  },
  {
    name: 'another origin',
    answer: [ok, 'Access-Control-Allow-Origin: https://other.example'],
    reason: 'allow-origin-mismatch',
    says: /other\.example/,
    fix: line,
  },
  {
    name: 'a trailing slash',
    answer: [ok, `Access-Control-Allow-Origin: ${origin}/`],
    reason: 'allow-origin-trailing-slash',
    says: /trailing slash/,
    fix: line,
  },
  {
    name: 'letter case',
    answer: [ok, `Access-Control-Allow-Origin: ${origin.replace('app', 'App')}`],
    reason: 'allow-origin-letter-case',
    says: /letter case/,
  },
  {
    name: 'another scheme',
    answer: [ok, `Access-Control-Allow-Origin: ${origin.replace('http', 'https')}`],
    reason: 'allow-origin-other-scheme',
    says: /https/,
  },
  {
    name: 'another port',
    answer: [ok, 'Access-Control-Allow-Origin: http://app.localhost:3001'],
    reason: 'allow-origin-other-port',
    says: /ports differ/,
  },
  {
    name: 'a pattern',
    answer: [ok, 'Access-Control-Allow-Origin: http://*.localhost:3000'],
    reason: 'allow-origin-not-an-origin',
    says: /no pattern/,
  },
  {
    name: 'two values in one line',
    answer: [ok, `Access-Control-Allow-Origin: ${origin}, http://b.example`],
    reason: 'allow-origin-multiple',
    says: /more than one value/,
    fix: /once/,
  },
  {
    name: 'two lines',
    answer: [ok, ...allow, 'Access-Control-Allow-Origin: *'],
    reason: 'allow-origin-multiple',
    says: /proxy/,
  },
  {
    name: '* with credentials',
    credentials: true,
    answer: [ok, 'Access-Control-Allow-Origin: *', 'Access-Control-Allow-Credentials: true'],
    reason: 'allow-origin-wildcard-with-credentials',
    says: /credentials/,
    fix: line,
  },
  {
    name: 'credentials not allowed',
    credentials: true,
    answer: [ok, ...allow],
    reason: 'allow-credentials-missing',
    says: /Access-Control-Allow-Credentials: true/,
    fix: /Allow-Credentials: true/,
  },
  {
    name: 'True instead of true',
    credentials: true,
    answer: [ok, ...allow, 'Access-Control-Allow-Credentials: True'],
    reason: 'allow-credentials-not-true',
    says: /lower case/,
  },
  {
    name: 'an error answer without CORS headers',
    answer: ['HTTP/1.1 500 Oops'],
    reason: 'error-without-cors',
    says: /500/,
    fix: /error/,
  },
  {
    name: 'a missing Vary',
    answer: [ok, `Access-Control-Allow-Origin: ${origin}`],
    reason: 'cors-allowed',
    says: /Vary: Origin/,
    fix: /Vary: Origin/,
  },
  { name: 'all well', answer: [ok, ...allow], reason: 'cors-allowed', says: /lets the page read/ },
  {
    name: 'a preflight that is redirected',
    method: 'PUT',
    preflight: ['HTTP/1.1 308 Moved', 'Location: /elsewhere/'],
    reason: 'preflight-redirect',
    says: /redirected/,
    fix: /OPTIONS/,
  },
  {
    name: 'a preflight that needs authentication',
    method: 'PUT',
    preflight: ['HTTP/1.1 401 Who'],
    reason: 'preflight-needs-authentication',
    says: /never carries cookies/,
    fix: /before the authentication/,
  },
  {
    name: 'a preflight that is refused',
    method: 'PUT',
    preflight: ['HTTP/1.1 403 No'],
    reason: 'preflight-refused',
    says: /403/,
  },
  {
    name: 'a preflight that nobody handles',
    method: 'PUT',
    preflight: ['HTTP/1.1 405 No', ...allow],
    reason: 'preflight-not-handled',
    says: /OPTIONS/,
  },
  {
    name: 'a method that is not allowed',
    method: 'patch',
    preflight: [ok, ...allow, 'Access-Control-Allow-Methods: PATCH'],
    reason: 'method-not-allowed',
    says: /letter by letter/,
    fix: /capitals: `PATCH`/,
  },
  {
    name: 'a header that is not allowed',
    headers: { 'X-Thing': '1' },
    preflight: [ok, ...allow],
    reason: 'header-not-allowed',
    says: /x-thing/,
    fix: /Allow-Headers: x-thing/,
  },
  {
    name: 'a preflight with a misspelt header',
    method: 'PUT',
    preflight: [ok, ...allow, 'Access-Control-Allow-Method: PUT'],
    reason: 'misspelt-header',
    says: /Access-Control-Allow-Method/,
  },
  {
    name: '* as header with credentials',
    headers: { 'X-Thing': '1' },
    credentials: true,
    preflight: [ok, ...allow, 'Access-Control-Allow-Credentials: true', 'Access-Control-Allow-Headers: *'],
    reason: 'header-wildcard-with-credentials',
    says: /x-thing/,
  },
  { name: 'a connection that is cut', reason: 'connection-closed', says: /without an answer/ },
  {
    name: 'an answer that is no HTTP',
    answer: ['SSH-2.0-OpenSSH_9'],
    reason: 'not-http',
    says: /not proper HTTP/,
  },
  {
    name: 'a redirect to a third origin',
    answer: ['HTTP/1.1 302 Found', ...allow, 'Location: {redirected}'],
    reason: 'allow-origin-not-null-after-redirect',
    says: /another host.*|null/,
  },
  {
    name: 'a method that fetch refuses',
    method: 'TRACE',
    reason: 'forbidden-method',
    says: /Nothing was sent/,
  },
  {
    name: 'a redirect to a third origin that sends no header',
    answer: ['HTTP/1.1 302 Found', ...allow, 'Location: {redirected}'],
    redirected: [ok],
    reason: 'allow-origin-missing',
    says: /`Origin: null`, which no server should allow/,
    fix: callFinalUrl,
  },
  {
    name: 'a redirect to a third origin that sends * with credentials',
    credentials: true,
    answer: [
      'HTTP/1.1 302 Found',
      ...allow,
      'Access-Control-Allow-Credentials: true',
      'Location: {redirected}',
    ],
    redirected: [ok, 'Access-Control-Allow-Origin: *', 'Access-Control-Allow-Credentials: true'],
    reason: 'allow-origin-wildcard-with-credentials',
    says: /`Origin: null`/,
    fix: callFinalUrl,
  },
  {
    name: 'a redirect to a third origin that sends two values',
    answer: ['HTTP/1.1 302 Found', ...allow, 'Location: {redirected}'],
    redirected: [ok, ...allow, ...allow],
    reason: 'allow-origin-multiple',
    says: /`Origin: null`/,
    fix: callFinalUrl,
  },
  {
    name: 'a redirect to a third origin that allows null, without credentials',
    credentials: true,
    answer: [
      'HTTP/1.1 302 Found',
      ...allow,
      'Access-Control-Allow-Credentials: true',
      'Location: {redirected}',
    ],
    redirected: [ok, 'Access-Control-Allow-Origin: null'],
    reason: 'allow-credentials-missing',
    says: /`Origin: null`/,
    fix: callFinalUrl,
  },
  {
    name: 'a redirect to a third origin that refuses the preflight',
    method: 'PUT',
    preflight: [ok, ...allow, 'Access-Control-Allow-Methods: PUT'],
    answer: ['HTTP/1.1 307 Moved', ...allow, 'Location: {redirected}'],
    redirected: ['HTTP/1.1 403 No'],
    reason: 'preflight-refused',
    says: /`Origin: null`/,
    fix: callFinalUrl,
  },
  {
    name: 'an invisible character',
    answer: [ok, `Access-Control-Allow-Origin: ${origin}\x0b`],
    reason: 'allow-origin-invisible-character',
    says: /3000\\x0b`, but .*invisible.*`\\x0b`/,
    fix: /Remove that character/,
  },
  {
    name: 'an invisible character elsewhere',
    credentials: true,
    answer: [ok, ...allow, 'Access-Control-Allow-Credentials: true\x7f'],
    reason: 'allow-credentials-not-true',
    says: /`true\\x7f`/,
  },
  {
    name: 'a path',
    answer: [ok, `Access-Control-Allow-Origin: ${origin}/path`],
    reason: 'allow-origin-with-path',
    says: /an origin has no path/,
    fix: line,
  },
  {
    name: 'a leading comma',
    answer: [ok, `Access-Control-Allow-Origin: ,${origin}`],
    reason: 'allow-origin-multiple',
    says: /`,http:.*a comma before or after/,
    fix: /without the comma/,
  },
  {
    name: 'a trailing comma',
    answer: [ok, `Access-Control-Allow-Origin: ${origin},`],
    reason: 'allow-origin-multiple',
    says: /a comma before or after/,
    fix: /without the comma/,
  },
  {
    name: 'a loop to itself',
    answer: ['HTTP/1.1 302 Found', ...allow, 'Location: /{index}'],
    reason: 'redirect-limit',
    says: /loop/,
    fix: /^The URL redirects to itself/,
  },
  {
    name: 'a loop between two URLs',
    answer: ['HTTP/1.1 302 Found', ...allow, 'Location: /{index}/redirected'],
    redirected: ['HTTP/1.1 302 Found', ...allow, 'Location: /{index}'],
    reason: 'redirect-limit',
    says: /loop/,
    fix: /back and forth/,
  },
  {
    name: 'an empty Location',
    answer: ['HTTP/1.1 302 Found', ...allow, 'Location:'],
    reason: 'redirect-limit',
    says: /Chromium allows it all the same/,
    fix: /redirects to itself/,
  },
  {
    name: 'the status of a proxy',
    answer: ['HTTP/1.1 407 Who', ...allow],
    reason: 'cors-allowed',
    says: /Chromium blocks it all the same \(status 407 is for proxies\)/,
  },
  {
    name: 'a header of 130,000 bytes',
    answer: [ok, ...allow, `X-Long: ${'x'.repeat(130_000)}`],
    reason: 'cors-allowed',
    says: /WebKit blocks it all the same \(it cannot read the head of the answer\)/,
  },
  {
    name: 'a head longer than any browser reads',
    answer: [ok, ...allow, `X-Long: ${'x'.repeat(400_000)}`],
    reason: 'not-http',
    says: /its head is longer than 384 KiB/,
    fix: /shorter header lines/,
  },
  {
    name: 'two lengths in one line',
    answer: [ok, ...allow, 'Content-Length: 2, 3'],
    reason: 'not-http',
    says: /several different Content-Length/,
    fix: /once/,
  },
]

describe('the doctor', () => {
  let server: { port: number; close(): Promise<void> }
  let received = 0
  beforeAll(async () => {
    server = await startScriptedServer(({ method, target }) => {
      received++
      const [, index = '', redirected] = target.split('/')
      const classic = classics[Number(index)]
      const lines =
        redirected !== undefined
          ? (classic?.redirected ?? [ok, ...allow])
          : method === 'OPTIONS'
            ? classic?.preflight
            : (classic?.answer ?? (classic?.preflight && [ok, ...allow]))
      if (lines === undefined) return null
      const head = lines
        .join('\r\n')
        .replace('{redirected}', `http://other.localhost:${server.port}/${index}/redirected`)
        .replace('{index}', index)
      return { bytes: Buffer.from(`${head}\r\nContent-Length: 0\r\n\r\n`), close: true }
    })
  })
  afterAll(() => server.close())

  it('names the cause of every classic, in the order asked, and sends no more than it reports', async () => {
    const requests = classics.map(({ method = 'GET', headers = {}, credentials = false }, index) =>
      JSON.stringify({
        url: `http://api.localhost:${server.port}/${index}`,
        origin,
        method,
        headers,
        credentials,
      }),
    )
    received = 0
    const { output, status } = await run(['--batch'], requests.join('\n'))
    const results = output.map((text) => JSON.parse(text))
    expect(results.map(({ reason }, index) => `${classics[index]?.name}: ${reason}`)).toEqual(
      classics.map(({ name, reason }) => `${name}: ${reason}`),
    )
    for (const [index, { says, fix, name }] of classics.entries()) {
      expect(results[index].explanation, name).toMatch(says)
      if (fix !== undefined) expect(results[index].fix, name).toMatch(fix)
    }
    expect(results.flatMap(({ exchanges }) => exchanges)).toHaveLength(received)
    expect(status).toBe(1)
  })

  it('answers a line that it cannot read with an error, loses no other line, and exits with 2', async () => {
    const good = JSON.stringify({ url: `http://api.localhost:${server.port}/17`, origin })
    const bad = [
      'not json',
      '[]',
      '{"url":1}',
      JSON.stringify({ url: 'http://x', origin: `${origin}/` }),
      '{"url":"x","origin":"null"}',
    ]
    const { output, status } = await run(['--batch'], [good, ...bad, '', good].join('\n'))
    const reasons = output.map((text) => JSON.parse(text).reason)
    expect(reasons).toEqual(['cors-allowed', ...bad.map(() => 'bad-usage'), 'cors-allowed'])
    expect(status).toBe(2)
  })

  it('exits with 0 when a browser allows it, and prints one object with --json', async () => {
    const { output, status } = await run([
      `http://api.localhost:${server.port}/17`,
      '--origin',
      origin,
      '--json',
    ])
    expect(output).toHaveLength(1)
    expect(JSON.parse(output[0] ?? '')).toMatchObject({
      verdict: 'allowed',
      preflight: false,
      reason: 'cors-allowed',
      fix: null,
    })
    expect(status).toBe(0)
  })

  it('tells http from https, in the URL, the server and the page', async () => {
    // Without a certificate there is no handshake to finish, and none is needed to see who speaks what.
    const encrypted = createTlsServer().listen()
    await once(encrypted, 'listening')
    const plain = createHttpServer().listen()
    await once(plain, 'listening')
    const [tlsPort, plainPort] = [encrypted, plain].map((each) => (each.address() as AddressInfo).port)
    try {
      const lines = [
        { url: `https://api.localhost:${plainPort}/`, origin },
        { url: `https://api.localhost:${tlsPort}/`, origin },
        { url: `http://api.localhost:${tlsPort}/`, origin },
        { url: 'http://api.example.com/', origin: 'https://app.example.com' },
      ]
      const { output } = await run(['--batch'], lines.map((each) => JSON.stringify(each)).join('\n'))
      const results = output.map((text) => JSON.parse(text))
      expect(results.map(({ reason }) => reason)).toEqual([
        'plain-http-behind-https-url',
        'tls-failed',
        'connection-closed',
        'mixed-content',
      ])
      expect(results[0].fix).toContain(`Call http://api.localhost:${plainPort} instead`)
      expect(results[2].explanation).toMatch(/A server that speaks https does that/)
      expect(results[3].exchanges).toEqual([])
      expect(results[3].fix).toMatch(/https/)
    } finally {
      encrypted.close()
      plain.close()
    }
  })

  it('says where one browser decides otherwise, without sending anything more', async () => {
    received = 0
    const url = `http://api.localhost:${server.port}/${classics.findIndex(({ name }) => name === 'a space before the colon')}`
    const { output } = await run([url, '--origin', origin, '--json'])
    expect(JSON.parse(output[0] ?? '')).toMatchObject({
      verdict: 'blocked',
      browsers: { chromium: 'allowed', firefox: 'blocked', webkit: 'blocked' },
      warnings: ['browsers-differ'],
      explanation: expect.stringContaining('Chromium allows it all the same'),
    })
    expect(received).toBe(1)
  })

  it('advises what the preflight of that very browser asked for', async () => {
    const index = classics.findIndex(({ name }) => name === 'a header that is not allowed')
    const { output } = await run([
      `http://api.localhost:${server.port}/${index}`,
      ...['--origin', origin, '--engine', 'firefox', '--header', 'Content-Type: text/plain;;'],
    ])
    const text = output.join('\n')
    expect(text).toContain('    Access-Control-Allow-Headers: content-type')
    expect(text).not.toContain('import cors')
  })

  it('says why Chromium makes nothing of status 407', async () => {
    const index = classics.findIndex(({ name }) => name === 'the status of a proxy')
    const url = `http://api.localhost:${server.port}/${index}`
    const { output, status } = await run([url, '--origin', origin, '--engine', 'chromium', '--json'])
    expect(JSON.parse(output[0] ?? '')).toMatchObject({
      verdict: 'blocked',
      reason: 'proxy-status',
      explanation: expect.stringContaining('407, which is for proxies'),
      fix: 'Answer with 401 instead.',
    })
    expect(status).toBe(1)
  })

  it('takes localhost with a trailing dot for this machine', async () => {
    const { status } = await run([`http://localhost.:${server.port}/17`, '--origin', origin, '--json'])
    expect(status).toBe(0)
  })

  it('prints what cannot be seen as an escape', async () => {
    const index = classics.findIndex(({ name }) => name === 'an invisible character')
    const { output } = await run([`http://api.localhost:${server.port}/${index}`, '--origin', origin])
    expect(output).toContain(`<   Access-Control-Allow-Origin: ${origin}\\x0b`)
    expect(output.join('\n')).not.toContain('\x0b')
  })

  it('exits with 2 when no server is there, and says so', async () => {
    const { output, status } = await run(['http://localhost:1234/', '--origin', origin, '--json'])
    expect(JSON.parse(output[0] ?? '')).toMatchObject({ verdict: 'blocked', reason: 'server-unreachable' })
    expect(status).toBe(2)
  })

  it('shows verdict, exchange and one fix in 24 lines, and the rest when asked', async () => {
    const args = [`http://api.localhost:${server.port}/23`, '--origin', origin]
    const asked = [...args, '--header', 'X-Thing: 1', '--credentials']
    const short = await run([...asked, '--for', 'express'])
    expect(short.output[0]).toMatch(/^Verdict {4}blocked: allow-credentials-missing/)
    expect(short.output.length).toBeLessThanOrEqual(24)
    expect(short.output.join('\n')).toContain(`app.use(cors({ origin: ['${origin}'], credentials: true }))`)
    expect(short.output.join('\n')).not.toContain('hono')
    const { output, status } = await run([...asked, '--verbose'])
    const text = output.join('\n')
    for (const part of [
      '> OPTIONS /23',
      'Access-Control-Request-Headers: x-thing',
      'Next.js',
      'Express',
      'Hono',
      'Fastify',
      'nginx',
      'blocked: ',
    ]) {
      expect(text).toContain(part)
    }
    expect(status).toBe(1)
  })

  it('exits with 2 on bad usage', async () => {
    for (const args of [
      [],
      ['http://x'],
      ['http://x', '--origin', `${origin}/`],
      ['--batch', 'http://x'],
      ['http://x', '--nonsense'],
    ]) {
      expect((await run(args)).status, args.join(' ')).toBe(2)
    }
  })
})

function run(args: readonly string[], input = ''): Promise<{ output: string[]; status: number | null }> {
  const doctor = spawn(process.execPath, ['--import', 'tsx', 'packages/doctor/src/cli.ts', ...args], {
    cwd: root,
  })
  doctor.stdin.end(input)
  return new Promise((resolve, reject) => {
    let output = ''
    doctor.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
    doctor.once('error', reject)
    doctor.once('close', (status) => resolve({ output: output.trimEnd().split('\n'), status }))
  })
}
