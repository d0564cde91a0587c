import { execFile } from 'node:child_process'
import { promisify, stripVTControlCharacters } from 'node:util'
import type { Page } from '@playwright/test'
import { expect, signIn, test } from '@/tests/e2e/fixtures'
import type { Stack } from '@/tests/stack'
import { type Block, chapters } from '../../packages/lab/tutorial/blocks.ts'
import { differences, parseExchange, replay, signedInMemory } from '../../packages/lab/tutorial/exchange.ts'
import { isLike } from '../../packages/lab/tutorial/likeness.ts'
import { runShell } from '../../packages/lab/tutorial/shell.ts'
import { stageFor } from '../../packages/lab/tutorial/stage.ts'

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

for (const { file, blocks } of chapters()) {
  for (const { text, line } of of('page run', blocks)) {
    test(`${file}: the dashboard sends what line ${line} shows`, async ({ page, stack }) => {
      const sent = await requestsTo(page, stack.apiOrigin)
      for (const instruction of text.split('\n')) {
        const [what = '', shown] = instruction.split(' → ')
        sent.length = 0
        await follow(page, stack, what)
        if (shown === undefined) continue
        const expected = shown === 'nothing' ? [] : shown.split(', ')
        await expect.poll(() => sent.length, instruction).toBeGreaterThanOrEqual(expected.length)
        // Whatever else the page might send, it sends at once.
        await page.waitForTimeout(1_000)
        expect(sent, instruction).toEqual(expected)
      }
    })
  }
}

/** Collects what the browser sends to an origin, preflights included, which pages and Playwright do not see. */
async function requestsTo(page: Page, origin: string): Promise<string[]> {
  const sent: string[] = []
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  devtools.on('Network.requestWillBeSent', ({ request: { method, url } }) => {
    if (url.startsWith(origin)) sent.push(`${method} ${new URL(url).pathname}`)
  })
  return sent
}

/** Does what one line of a `page run` block says. */
async function follow(page: Page, stack: Stack, instruction: string): Promise<void> {
  const [, text, field] = /^Type "(.+)" into (.+)$/.exec(instruction) ?? []
  const [, button] = /^Press (.+)$/.exec(instruction) ?? []
  if (instruction === 'Sign in') await signIn(page, stack)
  else if (text !== undefined && field !== undefined) await page.getByLabel(field).fill(text)
  else if (button !== undefined) await page.getByRole('button', { name: button }).click()
  else throw new Error(`Nobody knows how to do this: ${instruction}`)
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
