import type { Browser, Page } from '@/packages/browser/drivers/browser'
import { launchChromium } from '@/packages/browser/drivers/chromium'
import { expect, test } from '@/tests/e2e/fixtures'
import { signInWith, untilOn, untilSaid } from '@/tests/e2e/journey'
import { linkIn, type Mailbox, startMailbox } from '@/tests/mailbox'
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
  let mailbox: Mailbox
  test.beforeAll(async () => {
    test.setTimeout(180_000)
    mailbox = await startMailbox()
    stack = await startTlsStack('subdomains', { ...mailbox.env, TRUSTED_PROXIES: '0' })
  })
  test.afterAll(async () => {
    await stack.stop()
    await mailbox.stop()
  })

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

  test('leaves a link in a mail alone until a person presses the button, whatever a mail scanner does', async () => {
    const [person, scanner] = await Promise.all(
      [1, 2].map(() => launchChromium({ thirdPartyCookies: 'block', ignoreHTTPSErrors: true })),
    )
    if (!person || !scanner) throw new Error('There are two browsers.')
    try {
      const page = await person.newPage()
      await signInWith(page, stack.dashboardOrigin)
      await untilOn(page, '/dashboard')
      const email = 'ada@example.com'
      await page.goto(`${stack.dashboardOrigin}/dashboard/account`)
      await page.fill('[name=email]', email)
      await press(page, 'Add address')
      const confirmation = linkIn(await mailbox.next(email)).href
      await scan(scanner, confirmation)
      await page.goto(confirmation)
      await untilSaid(page, 'Confirm this address')
      await press(page, 'Confirm this address')
      await untilSaid(page, 'Address confirmed')
      await page.goto(`${stack.dashboardOrigin}/dashboard`)
      await untilSaid(page, '@ada')
      await press(page, 'Sign out')
      await untilOn(page, '/sign-in')

      await page.goto(`${stack.dashboardOrigin}/sign-in/link`)
      await page.fill('[name=email]', email)
      await press(page, 'Send a link')
      const link = linkIn(await mailbox.next(email)).href
      await scan(scanner, link)
      for (const [attempt, said] of [
        ['the first time', '@ada'],
        ['the second time', 'used one already'],
      ] as const) {
        await page.goto('about:blank')
        await page.goto(link)
        await untilSaid(page, 'Continue to')
        await press(page, 'Continue to')
        await untilSaid(page, said)
        expect(await page.url(), attempt).not.toContain('code=')
      }
    } finally {
      await Promise.all([person.close(), scanner.close()])
    }
  })

  /** Follows a link as mail scanners do: without a browser, and in one that runs the page's scripts. */
  async function scan(scanner: Browser, link: string) {
    const { port } = new URL(stack.behind.dashboardOrigin)
    for (const method of ['HEAD', 'GET']) {
      const response = await fetch(`http://localhost:${port}${new URL(link).pathname}`, { method })
      expect(response.status).toBe(200)
    }
    const page = await scanner.newPage()
    await page.goto(link)
    await page.waitFor(
      '() => document.body.innerText.includes("Continue to") || document.body.innerText.includes("not signed in here")',
    )
    await page.close()
  }
})
