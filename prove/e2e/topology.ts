import { setTimeout } from 'node:timers/promises'
import type { Browser, LaunchOptions, Page } from '@/packages/browser/drivers/browser'
import { launchChromium } from '@/packages/browser/drivers/chromium'
import { findFirefox, findWebKit } from '@/packages/browser/drivers/find'
import { launchFirefox } from '@/packages/browser/drivers/firefox'
import { launchWebKit } from '@/packages/browser/drivers/webkit'
import { ApiPage, over, sessionCookie } from '@/tests/api-page'
import { expect, test } from '@/tests/e2e/fixtures'
import { signInWith, wholeJourney } from '@/tests/e2e/journey'
import type { Stack, TopologyName } from '@/tests/stack'
import { attacks, launch, observe, startAttacker } from './attacks'

/** Describes what is proven of each topology in real browsers, on the production build. */

interface Case {
  browser: 'chromium' | 'firefox' | 'webkit'
  thirdPartyCookies: NonNullable<LaunchOptions['thirdPartyCookies']>
}

const launchers = { chromium: launchChromium, firefox: launchFirefox, webkit: launchWebKit }
const installed = {
  chromium: true,
  firefox: findFirefox() !== null,
  webkit: findWebKit() !== null,
}

/** The journeys of one topology. Where both origins are one site, no cookie is a third party's: blocking is enough. */
function casesOf(topology: TopologyName): readonly Case[] {
  const blocked = [
    { browser: 'chromium', thirdPartyCookies: 'block' },
    // Across sites, Firefox then refuses partitioned cookies too: the sign-in goes on by visits.
    { browser: 'firefox', thirdPartyCookies: 'block' },
  ] as const
  if (topology === 'subdomains') return blocked
  if (topology === 'ports') {
    return [...blocked, { browser: 'webkit', thirdPartyCookies: 'default' }]
  }
  return [
    ...blocked,
    { browser: 'chromium', thirdPartyCookies: 'allow' },
    { browser: 'firefox', thirdPartyCookies: 'default' },
  ]
}

async function inBrowser(
  { browser: name, thirdPartyCookies }: Case,
  what: (page: Page) => Promise<void>,
): Promise<void> {
  const browser: Browser = await launchers[name]({ thirdPartyCookies })
  try {
    await what(await browser.newPage())
  } finally {
    await browser.close()
  }
}

export function proveJourneys(topology: TopologyName): void {
  for (const one of casesOf(topology)) {
    const where = `${one.browser}, third-party cookies: ${one.thirdPartyCookies}`
    if (!installed[one.browser]) {
      console.log(`${topology} in ${where}: not run, because ${one.browser} is not installed.`)
      continue
    }
    test(`${where}: sign in, read, edit, reload, sign out`, async ({ stack }) => {
      await inBrowser(one, (page) => wholeJourney(page, stack.dashboardOrigin))
    })
  }
}

/** As in lib/gate/log.ts. */
const logWindowMs = 10_000

/**
 * Every attack from every one of these hosts, in the browser of a person who is signed in, with third-party cookies
 * allowed, because that is the best an attacker can hope for.
 * @param hosts by what they are to the API
 */
export function proveAttacksFail(hosts: Readonly<Record<string, string>>): void {
  test.describe('attacks', () => {
    for (const [relation, hostname] of Object.entries(hosts)) {
      test(`from ${relation}: each leaves the database as it was`, async ({ stack }) => {
        const attacker = await startAttacker()
        const browser = await launchChromium({ thirdPartyCookies: 'allow' })
        try {
          const page = await browser.newPage()
          await signInWith(page, stack.dashboardOrigin)
          await page.waitFor(`() => location.pathname === '/dashboard'`)
          const observer = await observe(stack)
          const before = await observer()
          const attackAll = async () => {
            for (const attack of attacks) {
              await launch(attack, page, attacker.on(hostname), stack)
              expect(await observer(), attack.name).toEqual(before)
            }
          }
          const isLogged = () => stack.log().includes(attacker.on(hostname))
          await attackAll()
          if (!isLogged()) {
            // The log withholds denials past its limit; in its next window there is room.
            await setTimeout(logWindowMs)
            await attackAll()
          }
          expect(isLogged(), 'the requests arrived and were denied').toBe(true)
          await page.goto(`${stack.dashboardOrigin}/dashboard`)
          await page.waitFor(`() => document.body.innerText.includes('@ada')`)
        } finally {
          await browser.close()
          await attacker.stop()
        }
      })
    }
  })
}

/**
 * A page on a host that shares a parent domain with the API plants session cookies for that domain, under every name
 * that the session can have, one of them a genuine session of the attacker's own.
 * @param possible whether the browser sends them along: not where the name begins with `__Host-`
 */
export function provePlantedCookies(
  hostname: string,
  domain: string,
  { possible }: { possible: boolean },
): void {
  const outcome = possible ? 'is refused, deleted, and over with the next sign-in' : 'changes nothing'
  test(`a cookie that ${hostname} plants for ${domain} ${outcome}`, async ({ stack }) => {
    const attacker = await startAttacker()
    const browser = await launchChromium({ thirdPartyCookies: 'allow' })
    const onDashboard = (page: Page) => page.waitFor(`() => document.body.innerText.includes('@ada')`)
    try {
      const page = await browser.newPage()
      await signInWith(page, stack.dashboardOrigin)
      await onDashboard(page)
      const observer = await observe(stack)
      const before = await observer()

      const token = await ownSession(stack)
      const planted = Object.values(sessionCookie).flatMap((name) =>
        ['/', '/api'].map((path) => ['cookie', `${name}=${token}; Domain=${domain}; Path=${path}; Secure`]),
      )
      await page.goto(`${attacker.on(hostname)}/?${new URLSearchParams(planted)}`)
      if (possible) {
        await page.goto(`${stack.dashboardOrigin}/dashboard`)
        await page.waitFor(`() => location.pathname === '/sign-in'`)
        expect(await observer()).toEqual(before)
        await signInWith(page, stack.dashboardOrigin)
      } else {
        await page.goto(`${stack.dashboardOrigin}/dashboard`)
      }
      await onDashboard(page)
      if (!possible) expect(await observer()).toEqual(before)
    } finally {
      await browser.close()
      await attacker.stop()
    }
  })
}

/** A genuine session of somebody else's. */
async function ownSession(stack: Stack): Promise<string> {
  const page = new ApiPage(over(stack.apiOrigin), () => ({ origin: stack.dashboardOrigin }))
  const account = { username: `attacker-${Date.now()}`, password: 'a password of their own' }
  await page.send('POST', '/api/users', { json: account })
  await page.signIn(account)
  return page.session
}
