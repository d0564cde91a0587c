import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TreeCopy } from './tree-copy.ts'

const generated = /(^|\/)(node_modules|package-lock\.json|\.next|\.data|test-results)(\/|$)/

describe('npm run adopt -- --name "Acme" --ports 5000,6000 --drop lab,doctor,tutorial,bench', () => {
  const copy = new TreeCopy()
  let said = ''
  const has = (path: string) => existsSync(join(copy.folder, path))
  const read = (path: string) => readFileSync(join(copy.folder, path), 'utf8')

  beforeAll(async () => {
    await copy.npm('ci', '--prefer-offline')
    const options = ['--name', 'Acme', '--ports', '5000,6000', '--drop', 'lab,doctor,tutorial,bench']
    said = await copy.npm('run', 'adopt', '--', ...options)
    await copy.npm('ci', '--prefer-offline')
  }, 900_000)

  afterAll(() => copy.remove())

  test('says what it did and what is left to do', () => {
    expect(said).toContain('left out lab, tutorial, doctor, bench')
    expect(said).toContain('npm ci && npm test')
    expect(said).toContain('browsers refuse port 6000')
    expect(said).not.toContain('mentions what is gone')
  })

  test('leaves no word of what was dropped, and not itself', () => {
    const word = /\b(lab|doctor|tutorials?|bench)\b|(?<!@)next-cross-origin/i
    const files = readdirSync(copy.folder, { recursive: true, encoding: 'utf8' }).filter(
      (path) => /\.\w+$/.test(path) && !generated.test(path) && statSync(join(copy.folder, path)).isFile(),
    )
    expect(files.length).toBeGreaterThan(200)
    const mentions = files
      // The packages keep the names under which they are published.
      .filter((path) => !path.startsWith('packages/') && !path.startsWith('tests/conformance/'))
      .filter((path) => !/\.(png|ico|svg|woff2)$/.test(path) && word.test(read(path)))
    expect(mentions).toEqual([])
    for (const path of ['packages/lab', 'packages/doctor', 'packages/adopt', 'prove']) {
      expect(has(path), path).toBe(false)
    }
  })

  test('keeps no dependency that only the dropped parts used', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'))
    const names = Object.keys({ ...dependencies, ...devDependencies })
    expect(names).toEqual(expect.arrayContaining(['next', 'react-dom', 'typescript', 'vitest']))
    const dead = ['@axe-core/playwright', '@fastify/cors', '@types/cors', 'cors', 'hono', 'selfsigned']
    expect(names.filter((name) => dead.includes(name))).toEqual([])
  })

  test('is green: npm test and npm run prove', async () => {
    expect(await copy.npm('test')).toMatch(/\d+ passed/)
    expect(await copy.npm('run', 'prove')).toMatch(/\d+ passed/)
  }, 2_400_000)
})
