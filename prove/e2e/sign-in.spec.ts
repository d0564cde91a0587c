import type { LaunchOptions, Page } from '@/packages/browser/drivers/browser'
import { launchChromium } from '@/packages/browser/drivers/chromium'
import { findFirefox, findWebKit } from '@/packages/browser/drivers/find'
import { launchFirefox } from '@/packages/browser/drivers/firefox'
import { launchWebKit } from '@/packages/browser/drivers/webkit'
import { over } from '@/tests/api-page'
import { expect, test } from '@/tests/e2e/fixtures'
import { signInWith, untilOn, untilSaid, visitDashboard } from '@/tests/e2e/journey'
import { linkIn, type Mailbox, startMailbox } from '@/tests/mailbox'
import { hosts, type TopologyName } from '@/tests/stack'
import { startTlsStack, type TlsStack } from './tls-stack'

/** Every way to sign in, in every browser, in every topology, over TLS: each cell signs in, reads, writes, reloads, signs out. */

const launchers = {
  'Chromium, third-party cookies allowed': (options: LaunchOptions) =>
    launchChromium({ ...options, thirdPartyCookies: 'allow' }),
  'Chromium, third-party cookies blocked': (options: LaunchOptions) =>
    launchChromium({ ...options, thirdPartyCookies: 'block' }),
  Firefox: launchFirefox,
  'Firefox, every third-party cookie blocked': (options: LaunchOptions) =>
    launchFirefox({ ...options, thirdPartyCookies: 'block' }),
  WebKit: launchWebKit,
} as const

const isInstalled = (name: string) =>
  name.startsWith('Firefox') ? findFirefox() !== null : name !== 'WebKit' || findWebKit() !== null

const withoutCookies = ['Firefox, every third-party cookie blocked', 'WebKit']
const password = 'a password of their own'

/** Subdomains of a name that the public suffix list knows: to WebKit, two names below `localhost` are two sites. */
const names = { ...hosts, subdomains: { dashboard: 'app.example.com', api: 'api.example.com' } }

let stack: TlsStack
let mailbox: Mailbox

/** Clicks the button or link whose text begins so, once it is there. */
async function press(page: Page, text: string) {
  const find = `[...document.querySelectorAll('button, a')].find(({ textContent }) => textContent.trim().startsWith(${JSON.stringify(text)}))`
  await page.waitFor(`() => ${find} !== undefined`, 30_000)
  await page.evaluate(`() => ${find}.click()`)
}

let people = 0
async function newPerson() {
  people++
  const username = `person-${people}`
  const send = over(stack.behind.apiOrigin)
  const headers = { origin: stack.dashboardOrigin, 'x-forwarded-for': '192.0.2.1' }
  const response = await send('POST', '/api/users', { json: { username, password }, headers })
  expect(response.status).toBe(201)
  return { username, email: `${username}@example.com` }
}

async function signInByPassword(page: Page, username: string) {
  await page.goto(`${stack.dashboardOrigin}/sign-in`)
  await page.fill('[name=username]', username)
  await page.fill('[name=password]', password)
  await page.click('form button[type=submit]')
  await untilOn(page, '/dashboard')
  await untilSaid(page, `@${username}`)
}

async function addAddress(page: Page, username: string, email: string) {
  await signInByPassword(page, username)
  await page.goto(`${stack.dashboardOrigin}/dashboard/account`)
  await page.fill('[name=email]', email)
  await press(page, 'Add address')
  await page.goto(linkIn(await mailbox.next(email)).href)
  await press(page, 'Confirm this address')
  await untilSaid(page, 'Address confirmed')
}

async function openLink(page: Page, path: string, email: string) {
  await page.goto(`${stack.dashboardOrigin}${path}`)
  await page.fill('[name=email]', email)
  await press(page, 'Send a link')
  await untilSaid(page, 'Look at your mailbox')
  await page.goto(linkIn(await mailbox.next(email)).href)
  await press(page, 'Continue to')
}

/** The ways, in the order in which one person can go them: each begins in a browser without a sign-in. */
const ways = {
  async password(page: Page, { username }: Person) {
    await signInByPassword(page, username)
    await visitDashboard(page, stack.dashboardOrigin, username)
  },
  async 'offline provider'(page: Page) {
    await page.goto(`${stack.dashboardOrigin}/sign-in`)
    await press(page, 'Continue with')
    await page.waitFor(`() => document.getElementById('hedy-lamarr') !== null`, 30_000)
    await page.click('#hedy-lamarr')
    await visitDashboard(page, stack.dashboardOrigin, 'hedy-lamarr')
  },
  async 'e-mail link'(page: Page, { username, email }: Person) {
    await addAddress(page, username, email)
    await press(page, 'Go to your account')
    await press(page, 'Sign out')
    await untilOn(page, '/sign-in')
    await openLink(page, '/sign-in/link', email)
    await visitDashboard(page, stack.dashboardOrigin, username)
  },
  async reset(page: Page, { username, email }: Person) {
    await openLink(page, '/sign-in/link?for=reset', email)
    await untilOn(page, '/dashboard/account')
    await page.fill('[name=newPassword]', 'a new password of theirs')
    await press(page, 'Choose a new password')
    await untilSaid(page, 'Password saved')
    await page.goto(`${stack.dashboardOrigin}/dashboard`)
    await visitDashboard(page, stack.dashboardOrigin, username)
  },
} as const

type Person = Awaited<ReturnType<typeof newPerson>>

for (const topology of ['ports', 'subdomains', 'cross-site'] as const satisfies TopologyName[]) {
  test.describe(`over TLS, ${topology},`, () => {
    test.beforeAll(async () => {
      test.setTimeout(180_000)
      mailbox = await startMailbox()
      stack = await startTlsStack(topology, { ...mailbox.env, TRUSTED_PROXIES: '0' }, names[topology])
    })
    test.afterAll(async () => {
      await stack.stop()
      await mailbox.stop()
    })

    const options = { ignoreHTTPSErrors: true, loopbackHosts: Object.values(names[topology]) }
    for (const [name, launch] of Object.entries(launchers)) {
      if (!isInstalled(name)) {
        console.log(`Signing in over TLS in ${name}: not run, because it is not installed.`)
        continue
      }
      test.describe(name, () => {
        test.describe.configure({ mode: 'serial' })
        let person: Person
        for (const [way, walk] of Object.entries(ways)) {
          test(`${way}: signs in, reads, writes, reloads, signs out`, async () => {
            person ??= await newPerson()
            const browser = await launch(options)
            try {
              await walk(await browser.newPage(), person)
            } finally {
              await browser.close()
            }
          })
        }
        test('says which way is in use', async () => {
          const other = await newPerson()
          const browser = await launch(options)
          try {
            const page = await browser.newPage()
            await signInByPassword(page, other.username)
            const said = await page.evaluate<string>('() => document.body.innerText')
            const bare = topology === 'cross-site' && withoutCookies.includes(name)
            expect(said.includes('Signed in without cookies')).toBe(bare)
          } finally {
            await browser.close()
          }
        })
      })
    }
  })
}

test.describe('where PAGE_TOKENS is 0', () => {
  test('a browser that keeps no cookie is told why', async () => {
    const off = await startTlsStack('cross-site', { PAGE_TOKENS: '0' })
    const browser = await launchFirefox({ ignoreHTTPSErrors: true, thirdPartyCookies: 'block' })
    try {
      const page = await browser.newPage()
      await signInWith(page, off.dashboardOrigin)
      await untilSaid(page, 'the sign-in did not stick')
    } finally {
      await browser.close()
      await off.stop()
    }
  })
})
