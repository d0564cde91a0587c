import { execFile } from 'node:child_process'
import { promisify, stripVTControlCharacters } from 'node:util'
import { expect, signIn, test } from '@/tests/e2e/fixtures'
import { type Block, chapters } from './blocks.ts'
import { differences, parseExchange, replay, signedInMemory } from './exchange.ts'
import { isLike } from './likeness.ts'
import { runShell } from './shell.ts'
import { stageFor } from './stage.ts'

/** The `ts run` blocks run in packages/lab/tutorial/tutorial.test.ts. */

const of = (kind: string, blocks: readonly Block[]) => blocks.filter(({ info }) => info === kind)

for (const { file, blocks } of chapters()) {
  if (of('http', blocks).length > 0) {
    test(`${file}: the API answers as the http blocks show`, async ({ stack }) => {
      const stage = await stageFor(stack)
      const memory = await signedInMemory(stage)
      for (const { text, line } of of('http', blocks)) {
        const written = parseExchange(text)
        const received = await replay(written.request, stage, memory)
        expect(differences(written.answer, received), `docs/tutorial/${file}:${line}`).toEqual([])
      }
    })
  }

  if (of('sh run', blocks).length > 0) {
    test(`${file}: the commands write what is shown`, async ({ stack }) => {
      const commands = of('sh run', blocks)
      const stage = await stageFor(stack)
      const results = await runShell(
        commands.map(({ text }) => text),
        stage,
      )
      for (const [index, { output, status }] of results.entries()) {
        const command = commands[index]
        const after = command && blocks[blocks.indexOf(command) + 1]
        const place = `docs/tutorial/${file}:${command?.line}`
        if (after?.info === 'text output') {
          expect(isLike(after.text, output), `${place} wrote\n${output}`).toBe(true)
        } else {
          expect({ output, status }, place).toEqual({ output: '', status: 0 })
        }
      }
    })
  }
}

test('npm run tutorial runs a chapter for a reader', async ({ stack }) => {
  const env = { ...process.env, DASHBOARD: stack.dashboardOrigin, API: stack.apiOrigin, NO_COLOR: '1' }
  const command = ['--import', 'tsx', 'packages/lab/tutorial/run.ts', '4']
  const { stdout } = await promisify(execFile)(process.execPath, command, { env })
  const expected = chapters()
    .find(({ file }) => file.startsWith('04'))
    ?.blocks.map(({ line }) => line)
  expect(
    [...stripVTControlCharacters(stdout).matchAll(/^✓ .*:(\d+) /gm)].map(([, line]) => Number(line)),
  ).toEqual(expected)
})

test.describe('04-credentials.md', () => {
  test.use({ expectedErrors: /401/ })

  test('a call that does not say include carries no session', async ({ page, stack }) => {
    await signIn(page, stack)
    const codes = await page.evaluate(async (url) => {
      const read = async (init?: RequestInit) => (await (await fetch(url, init)).json()).code ?? 'read'
      return [await read(), await read({ credentials: 'include' })]
    }, `${stack.apiOrigin}/api/users/ada`)
    expect(codes).toEqual(['not_signed_in', 'read'])
  })
})
