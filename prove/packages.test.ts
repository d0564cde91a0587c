import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build, transform } from 'esbuild'
import getPort from 'get-port'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../packages/browser/drivers/chromium.ts'
import { expectedLines } from '../packages/lab/src/learn/run.ts'
import { chapters } from '../packages/lab/tutorial/blocks.ts'
import { isLike } from '../packages/lab/tutorial/likeness.ts'
import { copyPrograms, install, Outside, pack, root, run, sizeOf } from './outside.ts'

const outside = new Outside()
let tarballs: Awaited<ReturnType<typeof pack>>
let project = ''

beforeAll(async () => {
  tarballs = await pack(outside.folder)
  project = outside.project('uses-them')
  copyPrograms(project)
  await install(project, [
    ...Object.values(tarballs),
    'hono',
    'next',
    'react',
    'react-dom',
    'tldts',
    '@types/node',
  ])
})

afterAll(() => outside.close())

const app = 'https://app.example.com'
const cors = ({ status, headers }: Response) => [
  status,
  headers.get('access-control-allow-origin'),
  headers.get('access-control-allow-credentials'),
  headers.get('vary')?.toLowerCase().includes('origin'),
]

async function expectPolicyAt(url: string): Promise<void> {
  const allowed = await fetch(url, { headers: { origin: app } })
  expect([...cors(allowed), await allowed.text()]).toEqual([200, app, 'true', true, 'hello'])
  expect(cors(await fetch(url, { headers: { origin: 'https://evil.example' } }))).toEqual([
    403,
    null,
    null,
    true,
  ])
  const preflight = { origin: app, 'access-control-request-method': 'PUT' }
  expect(cors(await fetch(url, { method: 'OPTIONS', headers: preflight }))).toEqual([403, null, null, true])
  const simple = { ...preflight, 'access-control-request-method': 'GET' }
  expect(cors(await fetch(url, { method: 'OPTIONS', headers: simple }))).toEqual([204, app, 'true', true])
}

describe('the policy, installed from its tarball', () => {
  test.each(['node-http.js', 'hono.js'])('decides in front of %s', async (program) => {
    await expectPolicyAt(await outside.firstLine([program], project, /^http:/))
  })

  test('decides in a route of Next.js', async () => {
    const next = join(project, 'node_modules/next/dist/bin/next')
    await run(process.execPath, [next, 'build'], {
      cwd: project,
      env: { ...process.env, NODE_ENV: 'production' },
    })
    const port = await getPort()
    await outside.firstLine([next, 'start', '--port', String(port)], project, /Ready/)
    await expectPolicyAt(`http://localhost:${port}/`)
  })
})

test('the three packages have types that a strict project accepts', async () => {
  const { resolve } = createRequire(import.meta.url)
  const flags = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    'node',
  ]
  await run(process.execPath, [resolve('typescript/bin/tsc'), ...flags, 'types.ts'], { cwd: project })
})

test('the model of the browser runs in a bundle, in a page of Chromium', async () => {
  const { outputFiles } = await build({
    entryPoints: [join(project, 'in-page.js')],
    bundle: true,
    write: false,
    format: 'iife',
  })
  const [bundle] = outputFiles
  const page = `<!doctype html><title>bundle</title><script>${bundle?.text}</script>`
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page))
  const port = await getPort()
  server.listen(port)
  const browser = await launchChromium()
  try {
    const tab = await browser.newPage()
    await tab.goto(`http://localhost:${port}/`)
    const verdict = await tab.evaluate('() => globalThis.verdict')
    expect(verdict).toMatchObject({ allowed: false, reason: 'allow-origin-wildcard-with-credentials' })
  } finally {
    await browser.close()
    server.close()
  }
})

describe('the doctor, alone in an empty project', () => {
  let folder = ''
  beforeAll(async () => {
    folder = outside.project('asks-the-doctor')
    await install(folder, [tarballs.doctor])
  })

  test('brings nothing else, and weighs less than 15 MB', () => {
    const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))
    expect(installed).toEqual(['@next-cross-origin'])
    expect(sizeOf(join(folder, 'node_modules'))).toBeLessThan(15_000_000)
  })

  test.each([
    ['blocked', {}, 1],
    ['allowed', { 'access-control-allow-origin': app }, 0],
  ])('finds a call %s by its bin, and exits accordingly', async (verdict, headers, status) => {
    const server = createServer((_, response) => response.writeHead(200, headers).end())
    const port = await getPort()
    server.listen(port)
    try {
      const args = ['--no-install', 'cors-doctor', `http://localhost:${port}/`, '--origin', app, '--json']
      const { stdout, code } = await run('npx', args, { cwd: folder }).then(
        (done) => ({ ...done, code: 0 }),
        (error: { stdout: string; code: number }) => error,
      )
      expect(JSON.parse(stdout)).toMatchObject({ verdict })
      expect(code).toBe(status)
    } finally {
      server.close()
    }
  })

  test('prints its first line within a second', async () => {
    const bin = join(folder, 'node_modules/.bin/cors-doctor')
    const startedAt = performance.now()
    await outside.firstLine([bin, '--help'], folder, /./)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})

/* The other blocks show the product's own code. */
describe('the tutorial, without this repository', () => {
  const blocks = chapters().flatMap(({ file, blocks }) =>
    blocks
      .filter(({ info }) => info === 'ts run')
      .map(({ text, line }) => ({ text, place: `${file}:${line}` })),
  )

  test.each(blocks)('$place runs in plain Node.js', async ({ text, place }) => {
    const folder = join(project, 'tutorial')
    if (!existsSync(folder)) mkdirSync(folder)
    const file = join(folder, `${place.replace(/\W/g, '-')}.mjs`)
    writeFileSync(file, (await transform(text, { loader: 'ts' })).code)
    const { stdout } = await run(process.execPath, [file])
    expect(isLike(expectedLines(text).join('\n'), stdout.trimEnd()), `It wrote\n${stdout}`).toBe(true)
  })
})

test('the packages are packed with the licence of the repository', async () => {
  const { stdout } = await run('tar', ['-xzOf', tarballs.cors, 'package/LICENSE'])
  const { stdout: licence } = await run('cat', [join(root, 'LICENSE')])
  expect(stdout).toBe(licence)
})
