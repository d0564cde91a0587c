import { demoAccount } from '@/lib/db/seed'
import type { Page } from '../../packages/browser/drivers/browser.ts'

/** Signs in on the dashboard by its own page, and waits for the profile. */
export async function signIn(page: Page, dashboardOrigin: string): Promise<void> {
  await page.goto(`${dashboardOrigin}/sign-in`)
  // The session check ends before anything is typed, so that a form that renders again loses nothing.
  await page.waitFor(hasAsked, 60_000)
  await page.fill('input[name=username]', demoAccount.username)
  await page.fill('input[name=password]', demoAccount.password)
  await page.click('form button[type=submit]')
  await page.waitFor(() => document.querySelector('textarea[name=bio]') !== null, 60_000)
}

/** Tells whether the page has called the API, which it does once React runs. */
function hasAsked(): boolean {
  return performance
    .getEntriesByType('resource')
    .some(({ name, duration }) => name.includes('/api/auth/session') && duration > 0)
}

/** Saves a biography by the dashboard's form. */
export async function saveBio(page: Page, bio: string): Promise<void> {
  await page.fill('textarea[name=bio]', bio)
  await page.evaluate(() => performance.clearResourceTimings())
  await page.click('textarea[name=bio]')
  await page.evaluate(() => document.querySelector('textarea')?.form?.requestSubmit())
  await page.waitFor(
    () =>
      performance
        .getEntriesByType('resource')
        .some(({ name, duration }) => name.includes('/api/users/') && duration > 0),
    30_000,
  )
}
