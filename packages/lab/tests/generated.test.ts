import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { docsOfTheLab } from '../pictures/files.tsx'
import { findScenario, findTold } from '../src/scenarios.ts'
import { chapters } from '../tutorial/blocks.ts'
import { learnModules } from '../tutorial/make-modules.ts'

/* What is written by a script is what the script would write now. */

const root = join(import.meta.dirname, '..', '..', '..')
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8')

test.each([...docsOfTheLab()])('docs/%s is as npm run pictures writes it', (path, text) => {
  expect(read('docs', path)).toBe(text)
})

test.each([...learnModules()])('the module %s is as npm run learn writes it', (file, text) => {
  expect(read('packages/lab/src/learn/modules', file)).toBe(text)
})

const links = chapters().flatMap(({ file, markdown }) =>
  [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, href = '']) => ({ file, href })),
)

test.each(links.filter(({ href }) => !href.startsWith('https:')))(
  '$file links to $href, which exists',
  ({ href }) => {
    const [path = '', anchor = null] = href.split('#')
    expect(existsSync(join(root, 'docs/tutorial', path))).toBe(true)
    if (path !== '../lessons.md' || anchor === null) return
    expect(read('docs/lessons.md')).toContain(`<a id="${anchor}"></a>`)
    const isTool = anchor === 'same-origin' || anchor === 'your-request'
    expect(isTool || (findScenario(anchor) ?? findTold(anchor)) !== null).toBe(true)
  },
)

test.each(chapters().filter(({ file }) => file !== 'README.md'))(
  '$file rests what it says about browsers on lessons',
  ({ file }) => {
    const lessons = links.filter((link) => link.file === file && link.href.startsWith('../lessons.md'))
    expect(lessons).not.toEqual([])
  },
)
