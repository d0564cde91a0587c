import type { FilmedExchange } from '@next-cross-origin/lab/film/filmed'
import { ofTheMessage, withoutSecrets } from '@next-cross-origin/lab/film/message'
import { expect, test } from '@playwright/test'
import { type Stack, startStack } from '@/tests/stack'
import type { Browser, Page } from '../../packages/browser/drivers/browser.ts'
import { launchChromium } from '../../packages/browser/drivers/chromium.ts'
import { findFirefox, findWebKit } from '../../packages/browser/drivers/find.ts'
import { launchFirefox } from '../../packages/browser/drivers/firefox.ts'
import { launchWebKit } from '../../packages/browser/drivers/webkit.ts'
import { saveBio, signIn } from './journey.ts'
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts'

let stack: Stack
let proxy: RecordingProxy
let apiPort = 0

test.beforeAll(async () => {
  proxy = await startRecordingProxy(() => apiPort)
  stack = await startStack({
    lab: true,
    entry: 'development',
    env: { API_ORIGIN: proxy.origin },
  })
  apiPort = Number(new URL(stack.apiOrigin).port)
  // In development the first visit builds a page or a route, which can take longer than the journey waits for it.
  for (const path of ['/sign-in', '/dashboard']) await fetch(`${stack.dashboardOrigin}${path}`)
  const routes = ['auth/csrf', 'auth/options', 'auth/session', 'users/ada', 'lab/reports']
  for (const route of routes) await fetch(`${proxy.origin}/api/${route}`)
  proxy.take()
})

test.afterAll(async () => {
  await stack?.stop()
  proxy?.close()
})

const engines: readonly { name: string; isHere: boolean; launch: () => Promise<Browser> }[] = [
  { name: 'Chromium', isHere: true, launch: launchChromium },
  { name: 'Firefox', isHere: findFirefox() !== null, launch: launchFirefox },
  { name: 'WebKit', isHere: findWebKit() !== null, launch: launchWebKit },
]

for (const { name, launch } of engines.filter(({ isHere }) => isHere)) {
  test(`the headers of the film are those that a proxy between ${name} and the API recorded`, async () => {
    const browser = await launch()
    try {
      const page = await browser.newPage()
      await signIn(page, stack.dashboardOrigin)
      await saveBio(page, `Seen by ${name}, once.`)
      await saveBio(page, `Seen by ${name}, twice.`)
      const shown = await filmOf(page)
      const passed = proxy.take().map(written)
      expect(shown.length).toBeGreaterThan(6)
      for (const exchange of shown) expect(passed).toContain(exchange)
      const film = shown.join('\n\n')
      expect(film).toMatch(/^OPTIONS \/api\/users\/ada$/m)
      expect(film.match(/^PATCH \/api\/users\/ada$/gm)).toHaveLength(2)
      expect(film).toMatch(/^set-cookie: [\w-]+=…;/im)
      expect(film).toMatch(/^origin: null$/im)
    } finally {
      await browser.close()
    }
  })
}

/** Films the calls of the dashboard, a foreign one included, and returns the exchanges that the film lists. */
async function filmOf(page: Page): Promise<string[]> {
  const press = (label: string) =>
    page.evaluate((text) => {
      const buttons = [...document.querySelectorAll('button')]
      buttons.find((button) => button.textContent?.includes(text))?.click()
    }, label)
  await press('Let another origin try')
  await page.waitFor(
    () =>
      [...document.querySelectorAll<HTMLElement>('[data-film-step]')].some(
        ({ dataset }) => dataset.filmStep === 'Another origin tries',
      ),
    30_000,
  )
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-film-step] pre')].map((exchange) => exchange.textContent ?? ''),
  )
}

/** Writes an exchange as the film lists it. Node.js gives the names of an answer's headers in lower case. */
function written({ method, path, requestHeaders, status, responseHeaders }: FilmedExchange): string {
  const answered = responseHeaders.map(([name, value]) => [name.toLowerCase(), value] as const)
  const lines = (headers: FilmedExchange['requestHeaders']) =>
    withoutSecrets(ofTheMessage(headers)).map((header) => header.join(': '))
  return [`${method} ${path}`, ...lines(requestHeaders), '', String(status), ...lines(answered)].join('\n')
}
