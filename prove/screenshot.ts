import { chromium } from '@playwright/test'
import { demoAccount } from '@/lib/db/seed'
import { ensureChromium } from '@/packages/browser/drivers/install'
import { startStack } from '@/tests/stack'

/** `npm run screenshot`: makes the README's picture from the production builds, which must be there. */
const stack = await startStack()
const browser = await chromium.launch({
  executablePath: ensureChromium(),
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-background-networking'],
})
try {
  const page = await browser.newPage({
    viewport: { width: 1_200, height: 760 },
    deviceScaleFactor: 2,
    colorScheme: 'light',
    locale: 'en-GB',
  })
  await page.goto(`${stack.dashboardOrigin}/sign-in`)
  await page.getByLabel('Username').fill(demoAccount.username)
  await page.getByLabel('Password', { exact: true }).fill(demoAccount.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Save' }).waitFor()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: 'docs/screenshot.png' })
  console.log('docs/screenshot.png')
} finally {
  await browser.close()
  await stack.stop()
}
