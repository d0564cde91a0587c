import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** `new Problem(404, 'not_found', …` as it is written anywhere in the API's code. */
const written = /new Problem\(\s*(\d{3}),\s*'([a-z_]+)'/g
const documented = /^\| `([a-z_]+)` \| (\d{3}) \|/gm

const sources = ['lib', 'app'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8')),
)

const inCode = sources.flatMap((source) =>
  [...source.matchAll(written)].map(([, status, code]) => `${code} ${status}`),
)

test('every problem is written so that this test finds it', () => {
  const constructed = sources.flatMap((source) => source.match(/new Problem\(/g) ?? [])
  expect(inCode).toHaveLength(constructed.length)
})

test('docs/problems.md lists every code with its status, in order, and no other', () => {
  const page = readFileSync('docs/problems.md', 'utf8')
  const inPage = [...page.matchAll(documented)].map(([, code, status]) => `${code} ${status}`)
  expect(inPage).toEqual([...new Set(inCode)].sort())
})
