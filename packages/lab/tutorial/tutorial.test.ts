import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { expectedLines } from '../src/learn/run.ts'
import { blocksOf, chapters, kinds } from './blocks.ts'
import { differences, parseExchange, type Received } from './exchange.ts'
import { isLike } from './likeness.ts'
import { moduleFolder, runModule } from './module.ts'

/** The `ts run` blocks run here; the `sh run` and `http` blocks in tests/e2e/tutorial.spec.ts, where both deployments run. */

const all = chapters()
const everyBlock = all.flatMap(({ file, blocks }) =>
  blocks.map((block) => ({ ...block, place: `docs/tutorial/${file}:${block.line}` })),
)
const modules = everyBlock.filter(({ info }) => info === 'ts run')

describe('the tutorial', () => {
  test('has no code block that is not executed', () => {
    const unknown = everyBlock.filter(({ info }) => !kinds.some((kind) => kind === info))
    expect(unknown.map(({ place, info }) => `${place} is of the kind "${info}"`)).toEqual([])
    for (const { markdown, file } of all)
      expect(markdown, `${file} has no indented code`).not.toMatch(/\n\n {4}\S/)
  })

  test('shows output only directly after the commands that write it', () => {
    for (const { blocks, file } of all) {
      for (const [index, { info, line }] of blocks.entries()) {
        if (info === 'text output') expect(blocks[index - 1]?.info, `${file}:${line}`).toBe('sh run')
      }
    }
  })

  test('lists every chapter in its index, and leads from each to the next', () => {
    const files = all.map(({ file }) => file)
    const [index] = all.filter(({ file }) => file === 'README.md')
    const numbered = files.filter((file) => file !== 'README.md')
    expect([...(index?.markdown.matchAll(/\]\((\d\d-[\w-]+\.md)\)/g) ?? [])].map(([, file]) => file)).toEqual(
      numbered,
    )
    for (const [position, file] of numbered.entries()) {
      const next = numbered[position + 1]
      if (next) expect(all.find((chapter) => chapter.file === file)?.markdown, file).toContain(`](${next})`)
    }
  })

  test('has only types that TypeScript accepts', () => {
    const folder = moduleFolder()
    const root = join(import.meta.dirname, '..', '..', '..')
    try {
      const files = modules.map(({ text }, index) => {
        const file = join(folder.path, `block-${index}.mts`)
        writeFileSync(file, text)
        return file
      })
      const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
      const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
      const inRoot = Object.entries(config.compilerOptions.paths as Record<string, string[]>)
      const paths = Object.fromEntries(inRoot.map(([name, at]) => [name, at.map((path) => join(root, path))]))
      const program = ts.createProgram(files, { ...options, paths })
      const faults = files.flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
      expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
    } finally {
      folder.remove()
    }
  })

  test.each(modules)('$place writes what it says', async ({ text }) => {
    const lines = await runModule(text)
    const shown = expectedLines(text)
    expect(shown).not.toEqual([])
    expect(isLike(shown.join('\n'), lines.join('\n')), `It wrote\n${lines.join('\n')}`).toBe(true)
  })
})

describe('the test of the tutorial', () => {
  test('finds every block, nested fences and other fences included', () => {
    expect(blocksOf('```ts run\na\n```\n\n~~~~\n```\n~~~~\n').map(({ info, text }) => [info, text])).toEqual([
      ['ts run', 'a'],
      ['', '```'],
    ])
    expect(() => blocksOf('```http\nGET')).toThrow('not closed')
  })

  test.each([
    ['a\nb', 'a\nb\n', true],
    ['a\nb', 'a\nb\nc', false],
    ['a\n…\nd', 'a\nb\nc\nd', true],
    ['a … c', 'a b c', true],
    ['a … c', 'a b\nc', false],
    ['a.c', 'abc', false],
  ])('takes %j for %j: %s', (shown, actual, like) => {
    expect(isLike(shown, actual)).toBe(like)
  })

  const block = 'GET / HTTP/1.1\nOrigin: http://a.example\n\nHTTP/1.1 200 OK\nVary: Origin\n\n{"id":"…"}'
  const answer: Received = { start: 'HTTP/1.1 200 OK', headers: [['vary', 'Origin']], body: '{"id":"1"}' }
  test.each<[string, Partial<Received>, number]>([
    ['nothing', {}, 0],
    ['a header of no concern', { headers: [...answer.headers, ['date', 'today']] }, 0],
    ['another status', { start: 'HTTP/1.1 403 Forbidden' }, 1],
    ['a header that is missing', { headers: [] }, 1],
    ['another value', { headers: [['vary', 'Accept']] }, 2],
    ['a CORS header too many', { headers: [...answer.headers, ['access-control-max-age', '5']] }, 1],
    ['another body', { body: '{}' }, 1],
  ])('notices %s', (_, change, count) => {
    expect(differences(parseExchange(block).answer, { ...answer, ...change })).toHaveLength(count)
  })
})
