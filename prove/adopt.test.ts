import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const notCopied = /^(node_modules|\.git|\.next|\.data|dist|test-results)$/

describe('npm run adopt -- --name "Acme" --ports 5000,6000 --drop lab,doctor,tutorial,bench', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adopted-'))
  const { NODE_ENV: _, TEST_DATABASE_URL: __, ...env } = process.env
  const npm = (...args: string[]) =>
    run('npm', args, { cwd: folder, maxBuffer: 64_000_000, env: env as NodeJS.ProcessEnv })
  let said = ''

  beforeAll(async () => {
    cpSync(root, folder, { recursive: true, filter: (path) => !notCopied.test(basename(path)) })
    await npm('ci', '--prefer-offline')
    const options = ['--name', 'Acme', '--ports', '5000,6000', '--drop', 'lab,doctor,tutorial,bench']
    said = (await npm('run', 'adopt', '--', ...options)).stdout
    await npm('ci', '--prefer-offline')
  }, 600_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('says what it did and what is left to do', () => {
    expect(said).toContain('left out lab, tutorial, doctor, bench')
    expect(said).toContain('npm ci && npm test')
    expect(said).not.toContain('mentions what is gone')
  })

  test('leaves no word of what was dropped, and not itself', async () => {
    const words = [
      '-rniIE',
      '\\b(lab|doctor|tutorials?|bench)\\b|[^@]next-cross-origin',
      '--exclude=package-lock.json',
    ]
    const folders = ['--exclude-dir=node_modules', '--exclude-dir=packages', '--exclude-dir=conformance']
    const { stdout } = await run('grep', [...words, ...folders, '.'], { cwd: folder }).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout).toBe('')
    for (const path of ['packages/lab', 'packages/doctor', 'prove', 'packages/adopt']) {
      expect(existsSync(join(folder, path)), path).toBe(false)
    }
  })

  test('keeps no dependency that only the dropped parts used', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const names = Object.keys({ ...dependencies, ...devDependencies })
    expect(names).toEqual(expect.arrayContaining(['next', 'react-dom', 'typescript', 'vitest']))
    expect(names.filter((name) => ['@fastify/cors', '@types/cors', 'cors', 'hono'].includes(name))).toEqual(
      [],
    )
  })

  test('is green: lint, types, unit tests and both builds', async () => {
    await npm('run', 'lint')
    await npm('run', 'typecheck')
    await npm('exec', '--', 'vitest', 'run', '--project', 'unit', '--project', 'packages')
    await npm('run', 'build')
  }, 900_000)
})
