import { demoAccount } from '@/lib/db/seed'
import type { Page } from '@/packages/browser/drivers/browser'

/** Returns what a person does on the dashboard, in whichever browser: the same steps through the small interface of all of them. */

export async function signInWith(page: Page, dashboardOrigin: string): Promise<void> {
  await page.goto(`${dashboardOrigin}/sign-in`)
  await page.fill('[name=username]', demoAccount.username)
  await page.fill('[name=password]', demoAccount.password)
  await page.click('form button[type=submit]')
}

/** A way in can lead over five pages, and a busy machine takes seconds for each. */
const patienceMs = 60_000

export const untilOn = (page: Page, path: string) =>
  page.waitFor(`() => location.pathname === ${JSON.stringify(path)}`, patienceMs)

export const untilSaid = (page: Page, text: string) =>
  page.waitFor(`() => document.body.innerText.includes(${JSON.stringify(text)})`, patienceMs)

/** Signs in, reads, edits, reloads and signs out; throws where one of them does not work. */
export async function wholeJourney(page: Page, dashboardOrigin: string): Promise<void> {
  await signInWith(page, dashboardOrigin)
  await visitDashboard(page, dashboardOrigin, demoAccount.username)
}

/** Does what a signed-in person does, on the way out last. */
export async function visitDashboard(page: Page, dashboardOrigin: string, username: string): Promise<void> {
  await untilOn(page, '/dashboard')
  await untilSaid(page, `@${username}`)

  const name = `Somebody ${Math.random().toString(36).slice(2)}`
  await page.fill('[name=displayName]', name)
  await page.click('form button[type=submit]')
  await untilSaid(page, name)

  await page.goto(`${dashboardOrigin}/dashboard`)
  await untilSaid(page, name)

  await page.evaluate(() => {
    const buttons = [...document.querySelectorAll('button')]
    buttons.find(({ textContent }) => textContent?.includes('Sign out'))?.click()
  })
  await untilOn(page, '/sign-in')
  await page.goto(`${dashboardOrigin}/dashboard`)
  await untilOn(page, '/sign-in')
}
