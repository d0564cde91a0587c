import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findScenario } from '../src/scenarios.ts'
import { chapters } from '../tutorial/blocks.ts'

/** Stands with the lab's tests: without the lab, the tutorial keeps its text and loses its scenarios. */

const pages = join(import.meta.dirname, '..', '..', '..', 'app', '(dashboard)', 'lab')
const links = chapters().flatMap(({ file, markdown }) =>
  [...markdown.matchAll(/\]\((http:\/\/localhost:3000\/lab[^)]*)\)/g)].map(([, href = '']) => ({
    file,
    href,
  })),
)
const numbered = chapters().filter(({ file }) => file !== 'README.md')

test.each(links)('$file links to $href, which exists', ({ href }) => {
  const [, id = ''] = /^\/lab\/?([\w-]*)$/.exec(new URL(href).pathname) ?? ['', 'no such page']
  const isPage = existsSync(join(pages, id, 'page.lab.tsx'))
  expect(isPage || findScenario(id) !== null).toBe(true)
})

test.each(numbered)('$file rests what it says about browsers on scenarios', ({ file }) => {
  expect(links.filter((link) => link.file === file)).not.toEqual([])
})
