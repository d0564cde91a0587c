import { chromium } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureChromium } from '../../drivers/install.ts'
import { type Answer, browse, consoleMessage, type FetchRequest } from '../../src/index.ts'
import { type ConsoleCase, consoleCases } from './console-cases.ts'
import { type Script, startScriptedServer } from './scripted-server.ts'

describe("the model writes what Chromium's console says", () => {
  let script: Script = () => null
  const servers: Awaited<ReturnType<typeof startScriptedServer>>[] = []
  const places = { page: '', api: '', third: '' }
  beforeAll(async () => {
    for (const place of ['page', 'api', 'third'] as const) {
      const server = await startScriptedServer((request) => script(request))
      servers.push(server)
      const host = place === 'page' ? 'localhost' : `${place}.localhost`
      places[place] = `http://${host}:${server.port}`
    }
  })
  afterAll(() => Promise.all(servers.map((server) => server.close())))

  const filled = (text: string): string =>
    text.replaceAll('{page}', places.page).replaceAll('{third}', places.third)

  const answersOf = ({ answers }: ConsoleCase): Answer[] =>
    answers.map(([status = '', ...lines]) => ({
      type: 'response',
      status: Number.parseInt(status, 10),
      headers: lines.map((line): [string, string] => {
        const [name = '', ...rest] = filled(line).split(':')
        return [name, rest.join(':').trim()]
      }),
    }))

  it(`in ${consoleCases.length} cases`, { timeout: 120_000 }, async () => {
    const browser = await chromium.launch({ executablePath: ensureChromium() })
    try {
      const page = await (await browser.newContext()).newPage()
      let written: string[] = []
      page.on('console', (message) => written.push(message.text()))
      script = () => reply(['200 OK', 'Content-Type: text/html'])
      await page.goto(places.page)
      for (const [index, each] of consoleCases.entries()) {
        let turn = 0
        script = ({ target }) => {
          if (target === '/favicon.ico') return reply(['404 Not Found'])
          const lines = each.answers[turn++]
          return lines === undefined ? null : reply(lines.map(filled))
        }
        written = []
        const request: FetchRequest = { url: `${places.api}/${index}`, origin: places.page, ...each.request }
        const { url, origin: _, ...rest } = request
        const init = JSON.parse(JSON.stringify(rest)) as RequestInit
        await page.evaluate(
          async ({ url, init, end }) => {
            await fetch(url, init).catch(() => undefined)
            console.log(end)
          },
          { url, init, end: `end ${index}` },
        )
        await expect.poll(() => written).toContain(`end ${index}`)
        const [first = null] = written.filter((line) => !line.startsWith('end '))
        expect({ name: each.name, message: said(request, answersOf(each)) }).toEqual({
          name: each.name,
          message: first?.replace(/net::ERR_EMPTY_RESPONSE/, 'net::ERR_FAILED') ?? null,
        })
      }
    } finally {
      await browser.close()
    }
  })
})

function said(request: FetchRequest, answers: readonly Answer[]): string | null {
  const steps = browse(request, { engine: 'chromium' })
  let step = steps.next()
  let last: Answer = { type: 'no-response' }
  for (let index = 0; !step.done; index++) {
    last = answers[index] ?? { type: 'no-response' }
    step = steps.next(last)
  }
  const answer = last.type === 'response' ? last : null
  return consoleMessage({ verdict: step.value, request, answer }, 'chromium')
}

function reply(lines: readonly string[]): { bytes: Buffer; close: boolean } {
  return { bytes: Buffer.from(`HTTP/1.1 ${lines.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`), close: false }
}
