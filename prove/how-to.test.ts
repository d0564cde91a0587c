import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const docs = join(import.meta.dirname, '../docs')
const page = readFileSync(join(docs, 'how-to.md'), 'utf8')
const anchors = [...page.matchAll(/\[`([^`]+)`\]\((\.\.\/.+?)#L(\d+)\)/g)].map(
  ([, code = '', path = '', line]) => ({
    code,
    path,
    line: Number(line),
  }),
)

test('the page has an anchor for most of its tasks', () => {
  expect(anchors.length).toBeGreaterThan(8)
})

test.each(anchors)('docs/how-to.md leads to $code', ({ code, path, line }) => {
  const lines = readFileSync(join(docs, path), 'utf8').split('\n')
  const is = lines.findIndex((text) => text.includes(code)) + 1
  expect(lines[line - 1], `It is in line ${is} of ${path}.`).toContain(code)
})
