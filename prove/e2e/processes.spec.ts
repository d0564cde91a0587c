import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import getPort from 'get-port'
import { startStack, testSecret } from '@/tests/stack'

/** Runs a script of this project to its end. */
function run(script: string, args: readonly string[], env: Record<string, string>) {
  return new Promise<{ status: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
      env: { ...process.env, NODE_ENV: 'production', ...env },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    child.once('exit', (status) => resolve({ status, output }))
  })
}

const bad = {
  API_ORIGIN: 'https://api.example.com/',
  DASHBOARD_ORIGIN: 'http://app.example.com',
  ALLOWED_ORIGINS: '*,https://*.vercel.app',
  AUTH_SECRET: 'too-short-to-sign-with',
  DATABASE_URL: 'mysql://root:hunter2@localhost/app',
}

test.describe('a bad configuration', () => {
  test('does not build: it says every problem at once, each with its variable, value and example', async () => {
    const { status, output } = await run('scripts/build.ts', ['api'], bad)
    expect(status).toBeGreaterThan(0)
    for (const variable of Object.keys(bad)) {
      expect(output).toContain(variable)
      expect(output).toMatch(new RegExp(`example  ${variable}=`))
    }
    expect(output).toContain('"https://api.example.com/"')
    expect(output).toContain('"https://*.vercel.app"')
    expect(output, 'secrets').not.toMatch(/too-short-to-sign-with|hunter2/)
  })

  test('a production start without AUTH_SECRET does not start', async () => {
    const { status, output } = await run('scripts/start.js', ['api'], {
      AUTH_SECRET: '',
      PORT: String(await getPort()),
    })
    expect(status).toBeGreaterThan(0)
    expect(output).toMatch(/AUTH_SECRET[\s\S]*required in production[\s\S]*openssl rand/)
  })

  test('nor does one whose secret can be guessed, and the message does not repeat it', async () => {
    const AUTH_SECRET = `${testSecret},${'guessable'.repeat(5)}`
    const { status, output } = await run('scripts/start.js', ['api'], {
      AUTH_SECRET,
      PORT: String(await getPort()),
    })
    expect(status).toBeGreaterThan(0)
    expect(output).toMatch(
      /AUTH_SECRET[\s\S]*Secret 2 of 2 has only 8 different characters[\s\S]*openssl rand/,
    )
    expect(output).not.toContain('guessable')
  })
})

test('a second process on the same data directory is refused, says what to do, and harms nothing', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'next-cross-origin-shared-'))
  const first = await startStack({ only: 'api', env: { DATA_DIR: dataDir } })
  try {
    const { status, output } = await run('scripts/start.js', ['api'], {
      AUTH_SECRET: testSecret,
      DATA_DIR: dataDir,
      PORT: String(await getPort()),
    })
    expect(status).toBeGreaterThan(0)
    expect(output).toMatch(/Another process[\s\S]*DATA_DIR[\s\S]*DATABASE_URL/)
    expect((await fetch(`${first.apiOrigin}/api/ready`)).status).toBe(200)
  } finally {
    await first.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

test('a port in use is said clearly', async () => {
  const first = await startStack({ only: 'api' })
  try {
    const { port } = new URL(first.apiOrigin)
    const { status, output } = await run('scripts/start.js', ['api'], { AUTH_SECRET: testSecret, PORT: port })
    expect(status).toBeGreaterThan(0)
    expect(output).toContain(`Port ${port}, of the api deployment, is in use`)
  } finally {
    await first.stop()
  }
})

test('a request that never ends does not keep the API from stopping', async () => {
  const stack = await startStack({ only: 'api' })
  const { hostname, port } = new URL(stack.apiOrigin)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => {})
  socket.write(`POST /api/users HTTP/1.1\r\nHost: ${hostname}\r\nOrigin: ${stack.dashboardOrigin}\r\n`)
  socket.write('Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"half":')
  await new Promise((resolve) => setTimeout(resolve, 500))
  const startedAt = Date.now()
  const status = await stack.terminate()
  socket.destroy()
  await stack.stop()
  expect(status).toBe(0)
  expect(Date.now() - startedAt).toBeLessThan(10_000)
})
