import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import getPort from 'get-port'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { converse } from '@/tests/conformance/wire'
import { type ApiProcess, type Running, startApi, startDashboard, untilAnswered } from './api-process'

/** The headers of every document, and how long a client may take, on the production builds of `npm run build`. */

const origins = { DASHBOARD_ORIGIN: 'https://app.example.com', API_ORIGIN: 'https://api.example.com' }

/** A copy of the dashboard's build in which a page is broken: the way to a genuine 500. */
const broken = mkdtempSync(join(tmpdir(), 'next-cross-origin-broken-'))
const running: Running[] = []
let dashboard: string
let brokenDashboard: string
let api: ApiProcess

/** Starts the dashboard behind TLS, as its origin says. @returns where it listens */
async function dashboardIn(directory: string, port: string): Promise<string> {
  const process = await startDashboard(
    { ...origins, PORT: port, SECURITY_CONTACT: 'mailto:s@example.com' },
    directory,
  )
  running.push(process)
  await untilAnswered(`http://localhost:${port}/health`, 200, process.child)
  return `http://localhost:${port}`
}

beforeAll(async () => {
  const build = join(broken, '.next/dashboard')
  cpSync('.next/dashboard', build, { recursive: true, filter: (path) => !/\/(cache|standalone)$/.test(path) })
  for (const file of [
    'node_modules',
    'next.config.js',
    'package.json',
    'lib',
    'packages',
    'app',
    'tsconfig.json',
  ]) {
    symlinkSync(resolve(file), join(broken, file))
  }
  writeFileSync(join(build, 'server/app/(dashboard)/sign-in/page.js'), "throw new Error('a private cause')")
  dashboard = await dashboardIn('.', String(await getPort()))
  brokenDashboard = await dashboardIn(broken, String(await getPort()))
  api = await startApi()
  running.push(api)
  await api.untilReady()
})

afterAll(async () => {
  await Promise.all(running.map((process) => process.stop()))
  rmSync(broken, { recursive: true, force: true })
})

describe('the dashboard', () => {
  const documents: readonly [what: string, path: string, status: number, method?: string][] = [
    ['a page', '/', 200],
    ['a page that does not exist', '/nowhere', 404],
    ['a file that does not exist', '/_next/static/x', 404],
    ['an address that is almost a file', '/icon.svgx', 404],
    ['an address that cannot be decoded', '/%', 400],
    ['the place where Next.js would resize pictures', '/_next/image?url=%2Ficon.svg&w=64&q=75', 404],
    ['a method that no page has', '/sign-in', 405, 'DELETE'],
    ['a method of WebDAV', '/', 405, 'PROPFIND'],
    ['an address that is too long', `/${'a'.repeat(5_000)}`, 414],
    ['health', '/health', 200],
    ['security.txt', '/.well-known/security.txt', 200],
  ]

  /** Holds an answer to what every document of the dashboard has. */
  function expectHeaders({ headers }: Response): void {
    expect(headers.get('content-security-policy')).toMatch(/default-src '(self|none)'/)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy-report-only')).toContain("require-trusted-types-for 'script'")
    expect(headers.get('reporting-endpoints')).toBe('csp="https://api.example.com/api/reports"')
    expect(headers.get('x-powered-by')).toBeNull()
  }

  test.each(documents)('%s has every header: %s is %d', async (_, path, status, method = 'GET') => {
    const answer = await fetch(dashboard + path, { method, redirect: 'manual' })
    expect(answer.status).toBe(status)
    expectHeaders(answer)
    if (status === 405) expect(answer.headers.get('allow')).toBe('GET, HEAD')
  })

  test('so has the document of an error, 500, which says nothing of its cause', async () => {
    const answer = await fetch(`${brokenDashboard}/sign-in`)
    expect(answer.status).toBe(500)
    expectHeaders(answer)
    expect(await answer.text()).not.toMatch(/a private cause|\.next|node_modules|at \w+ \(/)
  })

  test('a static file says its type and may not be read as another', async () => {
    const page = await (await fetch(`${dashboard}/`)).text()
    const [file = ''] = /\/_next\/static\/[^"]+\.js/.exec(page) ?? []
    const answer = await fetch(dashboard + file)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('javascript')
    expectHeaders(answer)
  })

  test('says where to report a weakness, and where to change a password', async () => {
    const contact = await (await fetch(`${dashboard}/.well-known/security.txt`)).text()
    expect(contact).toMatch(/^Contact: mailto:s@example\.com$/m)
    expect(Date.parse(/^Expires: (.+)$/m.exec(contact)?.[1] ?? '')).toBeGreaterThan(Date.now())
    const change = await fetch(`${dashboard}/.well-known/change-password`, { redirect: 'manual' })
    expect([change.status, change.headers.get('location')]).toEqual([
      expect.toBeOneOf([302, 303, 307]),
      expect.stringMatching(/\/dashboard\/account/),
    ])
    expectHeaders(change)
  })
})

test('a document of the API may do nothing', async () => {
  for (const path of ['/', '/api/health', '/api/unknown', '/api/users/ada/avatar']) {
    const { headers } = await fetch(api.origin + path)
    expect(headers.get('content-security-policy'), path).toMatch(/default-src 'none'.*sandbox/)
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
  }
})

/** Sends bytes and waits. @returns the status line, and the seconds until the server closed the connection */
async function waitingAfter(origin: string, bytes: string): Promise<{ line: string; seconds: number }> {
  const startedAt = performance.now()
  const answer = await converse(Number(new URL(origin).port), (socket) => socket.write(bytes), 90_000)
  const [line = ''] = answer.toString('latin1').split('\r\n')
  return { line, seconds: (performance.now() - startedAt) / 1_000 }
}

test('headers that do not come within 20 s, and a body within 60 s, are 408', async () => {
  const halfHeaders = 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: '
  const head = 'POST /api/users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
  const [first, second, body] = await Promise.all([
    waitingAfter(api.origin, halfHeaders),
    waitingAfter(dashboard, halfHeaders),
    waitingAfter(api.origin, `${head}Content-Length: 100\r\n\r\n{`),
  ])
  for (const { line, seconds } of [first, second]) {
    expect(line).toBe('HTTP/1.1 408 Request Timeout')
    expect(seconds).toBeGreaterThan(19)
    expect(seconds).toBeLessThan(30)
  }
  expect(body.line).toBe('HTTP/1.1 408 Request Timeout')
  expect(body.seconds).toBeGreaterThan(59)
  expect(body.seconds).toBeLessThan(75)
}, 120_000)
