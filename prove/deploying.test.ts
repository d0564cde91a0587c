import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

/** The pages of docs/deploying: each command is run by a test, or the page says that it is not. */

const folder = 'docs/deploying'
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'))

/** Says which test runs a command, and by which text one finds it there. */
const runBy: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'npm ci': ['.ci/run', 'npm ci'],
  'npm run build': ['prove/run.ts', "'scripts/build.ts'"],
  'npm run db:migrate': ['prove/vercel.test.ts', "'run', 'db:migrate'"],
  "ALLOWED_ORIGINS='https://app.example.com,https://*.preview.example.com'": [
    'prove/previews.test.ts',
    'https://*.preview.example.com',
  ],
  '{ "relatedProjects": ["prj_of_the_dashboard", "prj_of_the_api"] }': [
    'prove/previews.test.ts',
    'VERCEL_RELATED_PROJECTS',
  ],
}

interface Block {
  page: string
  /** The text between the heading, or the block before, and this one. */
  before: string
  lines: readonly string[]
}

/** Finds every block of a page that somebody may copy. */
function blocksOf(page: string): Block[] {
  const parts = readFileSync(join(folder, page), 'utf8').split(/^```\w*$/m)
  return parts.flatMap((text, index) => {
    if (index % 2 === 0) return []
    const before = (parts[index - 1] ?? '').split(/^#.*$/m).at(-1) ?? ''
    return [{ page, before, lines: text.split('\n').filter((line) => line.trim() !== '') }]
  })
}

const blocks = pages.flatMap(blocksOf)

test('there are commands to look at', () => {
  expect(blocks.length).toBeGreaterThan(8)
})

describe.each(pages)('%s', (page) => {
  test('each command is run by a test or marked', () => {
    for (const { before, lines } of blocks.filter((block) => block.page === page)) {
      const marked =
        /not run by a\s+test|not\s+run by a test/i.test(before) || /readable by root alone/.test(before)
      for (const line of marked ? [] : lines) {
        const [file, text] = runBy[line] ?? []
        expect(file, `Nothing runs "${line}", and the text before it does not say so.`).toBeDefined()
        if (file && text) expect(readFileSync(file, 'utf8')).toContain(text)
      }
    }
  })

  test('its links lead somewhere', () => {
    const links = readFileSync(join(folder, page), 'utf8').matchAll(/\]\((?!https:)([^)#]+)/g)
    for (const [, link = ''] of links) expect(existsSync(join(folder, dirname(page), link)), link).toBe(true)
  })

  test('the files that it names are there', () => {
    const named = readFileSync(join(folder, page), 'utf8').matchAll(/`((?:prove|lib|docs)\/[\w./-]+\.\w+)`/g)
    for (const [, file = ''] of named) expect(existsSync(file), file).toBe(true)
  })
})
