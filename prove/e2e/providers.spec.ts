import type { LaunchOptions, Page } from '@/packages/browser/drivers/browser'
import { launchChromium } from '@/packages/browser/drivers/chromium'
import { findFirefox, findWebKit } from '@/packages/browser/drivers/find'
import { launchFirefox } from '@/packages/browser/drivers/firefox'
import { launchWebKit } from '@/packages/browser/drivers/webkit'
import { expect, test } from '@/tests/e2e/fixtures'
import { untilOn, untilSaid, visitDashboard } from '@/tests/e2e/journey'
import type { TopologyName } from '@/tests/stack'
import { startTlsStack, type TlsStack } from './tls-stack'

const launchers = {
  'Chromium, third-party cookies allowed': {
    isInstalled: true,
    launch: (options: LaunchOptions) => launchChromium({ ...options, thirdPartyCookies: 'allow' }),
  },
  'Chromium, third-party cookies blocked': {
    isInstalled: true,
    launch: (options: LaunchOptions) => launchChromium({ ...options, thirdPartyCookies: 'block' }),
  },
  Firefox: { isInstalled: findFirefox() !== null, launch: launchFirefox },
  WebKit: { isInstalled: findWebKit() !== null, launch: launchWebKit },
} as const

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

async function signInElsewhere(page: Page, { dashboardOrigin }: TlsStack, person = 'hedy-lamarr') {
  await page.goto(`${dashboardOrigin}/sign-in`)
  await untilSaid(page, 'Continue with OpenID Connect')
  await press(page, 'Continue with')
  await choose(page, person)
}

for (const topology of ['ports', 'subdomains', 'cross-site'] as const satisfies TopologyName[]) {
  test.describe(`signing in at a provider over TLS, ${topology}`, () => {
    let stack: TlsStack
    test.beforeAll(async () => {
      test.setTimeout(180_000)
      stack = await startTlsStack(topology)
    })
    test.afterAll(() => stack.stop())

    for (const [name, { launch, isInstalled }] of Object.entries(launchers)) {
      if (!isInstalled) {
        console.log(`Signing in at a provider in ${name}: not run, because it is not installed.`)
        continue
      }
      // WebKit keeps no cookie of another site, partitioned or not.
      const lost = name === 'WebKit' && topology === 'cross-site'
      const outcome = lost
        ? 'says that no session was kept'
        : 'signs in, reads, writes, reloads and signs out'
      test(`${name} ${outcome}`, async () => {
        const browser = await launch({ ignoreHTTPSErrors: true })
        try {
          const page = await browser.newPage()
          await signInElsewhere(page, stack)
          if (lost) await untilSaid(page, 'the sign-in did not stick')
          else await visitDashboard(page, stack.dashboardOrigin, 'hedy-lamarr')
        } finally {
          await browser.close()
        }
      })
    }
  })
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
