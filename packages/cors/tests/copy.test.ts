import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../', import.meta.url))
const source = join(root, 'packages/cors/src')

/** The two ways in which modules are resolved, one with the types of Node.js only and one with those of the DOM only. */
const SETTINGS = {
  nodenext: { module: 'nodenext', lib: ['es2022'], types: ['node'] },
  bundler: {
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
  },
} as const

const CALLS = `
import { serve } from './example.ts'

const handle = () => new Response('hello', { headers: { vary: 'Accept', 'access-control-allow-origin': '*' } })
const call = async (method: string, headers: Record<string, string>) => {
  const answer = await serve(new Request('https://api.example.com/', { method, headers }), handle)
  return [answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('vary'), await answer.text()]
}
const preflight = { 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'content-type' }
console.log(JSON.stringify([
  await call('GET', { origin: 'https://app.example.com' }),
  await call('GET', { origin: 'https://evil.example' }),
  await call('GET', {}),
  await call('OPTIONS', { origin: 'https://pr-1.preview.example.com', ...preflight }),
]))
`

describe.each(Object.entries(SETTINGS))('copied into an empty TypeScript project (%s)', (_name, settings) => {
  let project = ''

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'copied-cors-'))
    await cp(source, join(project, 'cors'), { recursive: true })
    const readme = await readFile(join(source, '../README.md'), 'utf8')
    const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? []
    const types = await readFile(join(root, 'packages/cors/tests/literals.types.ts'), 'utf8')
    await writeFile(
      join(project, 'example.ts'),
      example.replace('@next-cross-origin/cors', './cors/index.ts'),
    )
    await writeFile(join(project, 'calls.ts'), CALLS)
    await writeFile(join(project, 'literals.ts'), types.replace('../src/index.ts', './cors/index.ts'))
    await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }))
    await writeFile(
      join(project, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          ...settings,
          target: 'es2022',
          strict: true,
          skipLibCheck: true,
          outDir: 'out',
          rootDir: '.',
          rewriteRelativeImportExtensions: true,
        },
        exclude: ['out'],
      }),
    )
  })

  afterAll(async () => {
    await rm(project, { recursive: true, force: true })
  })

  test('it compiles, mistakes in literals do not, and the example of its README works', async () => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const typeRoots = join(root, 'node_modules/@types')
    const compiled = await run(process.execPath, [tsc, '-p', project, '--typeRoots', typeRoots]).catch(
      (error: { stdout?: string }) => ({ stdout: error.stdout ?? String(error) }),
    )
    expect(compiled.stdout).toBe('')

    const { stdout, stderr } = await run(process.execPath, [join(project, 'out/calls.js')])
    const vary = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'
    expect(JSON.parse(stdout)).toEqual([
      [200, 'https://app.example.com', 'Accept, Origin', 'hello'],
      [403, null, 'Origin', ''],
      [200, null, 'Accept, Origin', 'hello'],
      [204, 'https://pr-1.preview.example.com', vary, ''],
    ])
    expect(stderr).toContain('add `https://evil.example` to ALLOWED_ORIGINS')
  }, 120_000)
})

test('no file of the folder imports anything outside it', async () => {
  for (const name of await readdir(source)) {
    const text = await readFile(join(source, name), 'utf8')
    if (!name.endsWith('.ts')) continue
    for (const [, specifier] of text.matchAll(/\bfrom '([^']+)'|\bimport\(?\s*'([^']+)'/g)) {
      expect(specifier, name).toMatch(/^\.\/[a-z]+\.ts$/)
    }
  }
})
