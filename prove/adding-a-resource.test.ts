import { execFile } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** docs/adding-a-resource.md, followed to the letter in a copy of the repository. */

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const notCopied = /^(node_modules|\.git|\.next|\.data|dist|test-results)$/

/** One block that tells what to write where. */
interface Step {
  how: 'file' | 'insert' | 'append'
  path: string
  /** The beginning of the line that the text goes before. */
  before: string
  text: string
}

const page = readFileSync(join(root, 'docs/adding-a-resource.md'), 'utf8')
const steps: Step[] = [
  ...page.matchAll(/^```tsx? (file|insert|append)=(.+?)(?: before="((?:[^"\\]|\\.)*)")?\n(.*?)^```$/gms),
].map(([, how, path = '', before = '', text = '']) => ({
  how: how as Step['how'],
  path,
  before: before.replaceAll('\\"', '"'),
  text,
}))

const tree = mkdtempSync(join(tmpdir(), 'adding-a-resource-'))
const node = (...args: string[]) => run(process.execPath, args, { cwd: tree, maxBuffer: 64_000_000 })

function follow({ how, path, before, text }: Step): void {
  const file = join(tree, path)
  if (how === 'append') appendFileSync(file, text)
  if (how === 'file') {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  if (how === 'insert') {
    const parts = readFileSync(file, 'utf8').split(`\n${before}`)
    expect(parts, `${path} has one line that begins with ${before}`).toHaveLength(2)
    writeFileSync(file, parts.join(`\n${text}${before}`))
  }
}

beforeAll(() => {
  cpSync(root, tree, { recursive: true, filter: (path) => !notCopied.test(basename(path)) })
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
})

afterAll(() => rmSync(tree, { recursive: true, force: true }))

test('a resource takes at most 10 files and 250 lines, its test included', () => {
  const files = new Set(steps.map(({ path }) => path))
  const lines = steps.flatMap(({ text }) => text.trimEnd().split('\n'))
  console.log(`A resource: ${files.size} files, ${lines.length} lines.`)
  expect(files.size).toBeGreaterThan(5)
  expect(files.size).toBeLessThanOrEqual(10)
  expect(lines.length).toBeLessThanOrEqual(250)
})

test('whoever follows the page has a resource whose types and tests hold', async () => {
  for (const step of steps) follow(step)
  await node('node_modules/drizzle-kit/bin.cjs', 'generate', '--name', 'notes')
  const types = await node('node_modules/typescript-7/bin/tsc', '--noEmit').catch(
    (error: { stdout: string }) => error,
  )
  expect(types.stdout).toBe('')
  const tests = ['tests/integration/notes.test.ts', 'tests/integration/bypass.test.ts']
  const { stdout } = await node(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'integration, embedded',
    ...tests,
  )
  expect(stdout).toContain('2 passed')
}, 300_000)
