import type { Browser, Page } from '@/packages/browser/drivers/browser'
import { findFirefox } from '@/packages/browser/drivers/find'
import { launchFirefox } from '@/packages/browser/drivers/firefox'
import { over } from '@/tests/api-page'
import { expect, test } from '@/tests/e2e/fixtures'
import { signInWith, untilSaid } from '@/tests/e2e/journey'
import { startTlsStack, type TlsStack } from './tls-stack'

/** The page's half of a sign-in without cookies: docs/decisions/0021-without-cookies.md. */

if (!findFirefox())
  console.log('The page of a sign-in without cookies: not run, because Firefox is not installed.')
else {
  test.describe('a page whose browser keeps no cookie', () => {
    let stack: TlsStack
    let browser: Browser
    let page: Page
    test.beforeAll(async () => {
      test.setTimeout(180_000)
      stack = await startTlsStack('cross-site', { ALLOWED_ORIGINS: '' })
    })
    test.afterAll(() => stack.stop())
    test.beforeEach(async () => {
      browser = await launchFirefox({ ignoreHTTPSErrors: true, thirdPartyCookies: 'block' })
      page = await browser.newPage()
      await signInWith(page, stack.dashboardOrigin)
      await untilSaid(page, 'Signed in without cookies')
      await untilSaid(page, '@ada')
    })
    test.afterEach(() => browser.close())

    const visits = () => stack.behind.log().split('"route":"/api/auth/visit"').length - 1

    /** Makes every token that the page can have by now look old to a window: another one has to be fetched. */
    const letTokensExpire = (target: 'window' | 'window.tab') =>
      page.evaluate(`() => {
        const target = ${target}.Date
        const parse = target.parse
        const now = Date.now() + 600_000
        target.parse = (text) => (parse(text) <= now ? 0 : parse(text))
      }`)

    test('renews by a visit that comes back to the same address, with the draft', async () => {
      const address = `${stack.dashboardOrigin}/dashboard?from=a%20link#edit`
      await page.goto(address)
      await untilSaid(page, '@ada')
      const before = visits()
      await page.fill('[name=displayName]', 'Not sent yet')
      await letTokensExpire('window')
      await page.click('form button[type=submit]')
      await untilSaid(page, 'You typed this earlier')
      expect(visits()).toBe(before + 1)
      expect(await page.url()).toBe(address)
      expect(await page.evaluate(`() => document.querySelector('[name=displayName]').value`)).toBe(
        'Not sent yet',
      )
      await page.click('form button[type=submit]')
      await untilSaid(page, 'Not sent yet')
      expect(visits()).toBe(before + 1)
    })

    test('shares a token, and the renewal of it, with the other tabs', async () => {
      const before = visits()
      const inTab = (text: string) =>
        page.waitFor(`() => window.tab.document.body?.innerText.includes(${JSON.stringify(text)})`)
      await page.evaluate(`() => void (window.tab = window.open('/dashboard'))`)
      await inTab('@ada')
      expect(visits(), 'the second tab took the token of the first').toBe(before)

      for (const target of ['window', 'window.tab'] as const) await letTokensExpire(target)
      await page.evaluate(`() => {
        window.tab.document.querySelector('[name=displayName]').value = 'From the tab'
        window.tab.document.querySelector('form button[type=submit]').click()
      }`)
      // The tab leaves for another site, and `Cross-Origin-Opener-Policy` takes it out of this page's reach.
      await expect.poll(visits, { message: 'the second tab goes', timeout: 60_000 }).toBe(before + 1)
      await page.fill('[name=displayName]', 'From the first')
      await page.click('form button[type=submit]')
      await untilSaid(page, 'From the first')
      expect(visits(), 'and the first waits for its token').toBe(before + 1)
    })

    test('has a token that is refused from another origin, without one, and after sign-out', async () => {
      // As a script would that got into the page.
      const stolen = await page.evaluate<string>(`() => new Promise((resolve) => {
        const tabs = new BroadcastChannel('page-token')
        tabs.onmessage = ({ data }) => data.value && resolve(data.value)
        tabs.postMessage('asked')
      })`)
      const authorization = `Bearer ${stolen}`
      const send = over(stack.behind.apiOrigin)
      const read = async (headers: Record<string, string>) =>
        (await send('GET', '/api/users/ada', { headers: { authorization, ...headers } })).status
      const { origin } = new URL(stack.dashboardOrigin)
      expect(await read({ origin })).toBe(200)
      expect(await read({ origin: 'https://evil.example' })).toBe(403)
      expect(await read({})).toBe(401)
      await page.evaluate(`() =>
        [...document.querySelectorAll('button')].find(({ textContent }) => textContent.includes('Sign out')).click()`)
      await page.waitFor(`() => location.pathname === '/sign-in'`)
      expect(await read({ origin })).toBe(401)
    })
  })
}
