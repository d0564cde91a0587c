import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { exitStatus, nextBin } from '@/scripts/deployments'
import { cases, policy } from '@/tests/conformance/cases'
import { faults } from '@/tests/conformance/check'
import { exchange } from '@/tests/conformance/wire'
import { middlewareBuild, type Stack, startStack } from '@/tests/stack'

/** The builds that a platform or a bare `next start` runs: middleware.ts is the entry, and server.ts is not there. */

const manifestOf = (distDir: string) =>
  z
    .object({ middleware: z.record(z.string(), z.object({ files: z.array(z.string()) })) })
    .parse(JSON.parse(readFileSync(join(distDir, 'server/middleware-manifest.json'), 'utf8')))

/** Every file that an edge runtime loads to run the middleware of a build. */
const edgeFiles = (distDir: string): string[] =>
  Object.values(manifestOf(distDir).middleware).flatMap(({ files }) =>
    files.map((file) => readFileSync(join(distDir, file), 'utf8')),
  )

/** Bytes of what an edge runtime loads, gzipped file by file. */
const weigh = (distDir: string) => edgeFiles(distDir).reduce((sum, file) => sum + gzipSync(file).length, 0)

const build = (directory: string, env: Readonly<Record<string, string>>) =>
  exitStatus(
    spawn(process.execPath, [nextBin, 'build', directory], {
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  )

/** A project of Next.js that does nothing but let every request pass. */
function writeBareProject(directory: string): void {
  const root = JSON.stringify(process.cwd())
  const files = {
    'app/api/health/route.ts': 'export const GET = () => Response.json({})\n',
    'instrumentation.ts': 'export function register() {}\n',
    'middleware.ts':
      "import { NextResponse } from 'next/server'\nexport const middleware = () => NextResponse.next()\n",
    'next.config.mjs': `export default { typescript: { ignoreBuildErrors: true }, turbopack: { root: ${root} } }\n`,
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    writeFileSync(join(directory, file), text)
  }
}

const bare = join(process.cwd(), '.next', 'bare-edge')
const distDirOf = (deployment: string) => `.next/${middlewareBuild.BUILD_PREFIX}${deployment}`
const ownKb = 25

beforeAll(async () => {
  writeBareProject(bare)
  expect(await build(bare, {}), 'the bare project').toBe(0)
  for (const deployment of ['api', 'dashboard']) {
    expect(await build('.', { DEPLOYMENT: deployment, LAB: '0', ...middlewareBuild }), deployment).toBe(0)
  }
}, 900_000)

test(`the API adds less than ${ownKb} KB gzip to what Next.js itself weighs at the edge`, () => {
  const all = weigh(distDirOf('api'))
  const own = all - weigh(join(bare, '.next'))
  const inKb = (bytes: number) => `${(bytes / 1_024).toFixed(1)} KB`
  console.log(`edge bundle of the API: ${inKb(all)} gzip, of which ours ${inKb(own)}`)
  expect(own).toBeGreaterThan(5_000)
  expect(own).toBeLessThan(ownKb * 1_024)
})

test('each deployment keeps its own branch of the middleware and drops the other', () => {
  const api = edgeFiles(distDirOf('api')).join('\n')
  const dashboard = edgeFiles(distDirOf('dashboard')).join('\n')
  expect(api).toContain('origin_required')
  expect(api).not.toContain('strict-dynamic')
  expect(dashboard).toContain('strict-dynamic')
  expect(dashboard).not.toContain('origin_required')
})

describe('under a bare next start', () => {
  let stack: Stack
  let port: number

  beforeAll(async () => {
    stack = await startStack({ entry: 'middleware', env: { ALLOWED_ORIGINS: policy } })
    port = Number(new URL(stack.apiOrigin).port)
  }, 180_000)

  afterAll(() => stack?.stop())

  test.each(cases.map((row) => [row.id, row.title, row] as const))('%s %s', async (_id, _title, row) => {
    const answer = await exchange(port, row.request)
    expect(faults(answer, row.expect, row.request, 'middleware'), JSON.stringify(answer, null, 1)).toEqual([])
  })

  test('a header that means "the middleware ran" skips no gate', async () => {
    for (const [name, value] of [
      ['x-middleware-subrequest', 'middleware:middleware:middleware:middleware:middleware'],
      ['x-middleware-next', '1'],
      ['x-middleware-prefetch', '1'],
      ['x-middleware-override-headers', 'origin'],
    ] as const) {
      const ask = (target: string, origin: string) => {
        const headers = [['Origin', origin] as const, [name, value] as const]
        return exchange(port, { method: 'GET', target, headers })
      }
      const foreign = await ask('/api/users/ada', 'https://evil.example')
      expect(foreign.status, name).toBe(403)
      expect(foreign.headers.filter(([header]) => header.startsWith('access-control-'))).toEqual([])
      const own = await ask('/api/users/ada', 'https://app.example.com')
      expect(own.status, `${name}, from an origin that is allowed`).toBe(401)
      expect((await ask('/api/unknown', 'https://app.example.com')).status, name).toBe(404)
    }
  })

  test('a page of the dashboard has its policy', async () => {
    const page = await fetch(`${stack.dashboardOrigin}/`)
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'nonce-[\w+/=]{16,}'/)
  })
})
