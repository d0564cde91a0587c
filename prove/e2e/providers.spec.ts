import type { Page } from '@/packages/browser/drivers/browser'
import { launchChromium } from '@/packages/browser/drivers/chromium'
import { expect, test } from '@/tests/e2e/fixtures'
import { untilOn, untilSaid } from '@/tests/e2e/journey'
import { startTlsStack, type TlsStack } from './tls-stack'

/** Clicks the button whose text begins so. */
const press = (page: Page, text: string) =>
  page.evaluate((begin) => {
    const buttons = [...document.querySelectorAll('button')]
    buttons.find(({ textContent }) => textContent?.startsWith(begin))?.click()
  }, text)

async function choose(page: Page, person: string) {
  await page.waitFor(`() => document.getElementById(${JSON.stringify(person)}) !== null`, 20_000)
  await page.click(`#${person}`)
}

test.describe('the page at the end of a sign-in', () => {
  let stack: TlsStack
  test.beforeAll(async () => {
    test.setTimeout(180_000)
    stack = await startTlsStack('subdomains')
  })
  test.afterAll(() => stack.stop())

  test('keeps no code in its address and goes on to the page that asked', async () => {
    const browser = await launchChromium({ thirdPartyCookies: 'block', ignoreHTTPSErrors: true })
    try {
      const page = await browser.newPage()
      await page.goto(`${stack.dashboardOrigin}/dashboard/sessions`)
      await untilOn(page, '/sign-in')
      await untilSaid(page, 'Continue with OpenID Connect')
      await press(page, 'Continue with')
      await choose(page, 'annie-easley')
      await untilOn(page, '/dashboard/sessions')
      await page.evaluate(() => history.back())
      expect(await page.url()).not.toContain('code=')
    } finally {
      await browser.close()
    }
  })

  test('refuses a code that an attacker sends: login CSRF', async () => {
    const browser = await launchChromium({ thirdPartyCookies: 'block', ignoreHTTPSErrors: true })
    try {
      const page = await browser.newPage()
      const code = 'x'.repeat(43)
      await page.goto(`${stack.dashboardOrigin}/sign-in/finish#code=${code}&next=https%3A%2F%2Fevil.example`)
      await untilSaid(page, 'started in another browser or tab')
      expect(await page.url()).toBe(`${stack.dashboardOrigin}/sign-in/finish`)
    } finally {
      await browser.close()
    }
  })

  test('links an account to the signed-in user, and unlinks it', async () => {
    const browser = await launchChromium({ thirdPartyCookies: 'block', ignoreHTTPSErrors: true })
    try {
      const page = await browser.newPage()
      await page.goto(`${stack.dashboardOrigin}/sign-in`)
      await page.fill('[name=username]', 'ada')
      await page.fill('[name=password]', 'analytical-engine')
      await page.click('form button[type=submit]')
      await untilOn(page, '/dashboard')
      await page.goto(`${stack.dashboardOrigin}/dashboard/account`)
      await untilSaid(page, 'Link OpenID Connect')
      await press(page, 'Link OpenID Connect')
      await choose(page, 'not-verified')
      await untilSaid(page, 'Unlink OpenID Connect')
      await press(page, 'Unlink OpenID Connect')
      await untilSaid(page, 'Link OpenID Connect')
    } finally {
      await browser.close()
    }
  })
})
