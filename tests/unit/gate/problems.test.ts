import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { problemCodes } from '@/lib/contract/problems'

const documented = /^\| `([a-z_]+)` \| (\d{3}) \|/gm

test('docs/problems.md lists every code with its status, in order, and no other', () => {
  const page = readFileSync('docs/problems.md', 'utf8')
  const inPage = [...page.matchAll(documented)].map(([, code, status]) => `${code} ${status}`)
  const inCode = Object.entries(problemCodes).map(([code, { status }]) => `${code} ${status}`)
  expect(inPage).toEqual(inCode.sort())
})
