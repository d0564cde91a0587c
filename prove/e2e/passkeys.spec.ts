import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { ensureChromium } from '@/packages/browser/drivers/install'
import { expect, test } from '@/tests/e2e/fixtures'
import { hosts, type TopologyName } from '@/tests/stack'
import { startTlsStack, type TlsStack } from './tls-stack'

/** Passkeys in Chromium, by its virtual authenticator. */

async function addAuthenticator(context: BrowserContext, page: Page) {
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const
  await session.send('WebAuthn.addVirtualAuthenticator', { options })
}

async function signInAsAda(page: Page, { dashboardOrigin }: TlsStack) {
  await page.goto(`${dashboardOrigin}/sign-in`)
  await page.getByLabel('Username').fill('ada')
  await page.getByLabel('Password').fill('analytical-engine')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/dashboard')
}

for (const topology of ['ports', 'subdomains', 'cross-site'] as const satisfies TopologyName[]) {
  test.describe(`passkeys over TLS, ${topology}`, () => {
    let stack: TlsStack
    test.beforeAll(async () => {
      test.setTimeout(180_000)
      stack = await startTlsStack(topology)
    })
    test.afterAll(() => stack.stop())

    test('are added, sign in, and are removed', async () => {
      const { port } = new URL(stack.apiOrigin)
      const browser = await chromium.launch({
        executablePath: ensureChromium(),
        args: [
          '--no-sandbox',
          '--ignore-certificate-errors',
          // Browsers ask for /.well-known/webauthn at port 443 of the relying party's host.
          `--host-resolver-rules=MAP ${hosts[topology].api}:443 127.0.0.1:${port}`,
        ],
      })
      try {
        const context = await browser.newContext({ ignoreHTTPSErrors: true })
        const page = await context.newPage()
        await addAuthenticator(context, page)
        await signInAsAda(page, stack)
        await page.goto(`${stack.dashboardOrigin}/dashboard/account`)
        const card = page.locator('section', { hasText: 'Sign in by your fingerprint' })
        await card.getByLabel('Name').fill('Virtual key')
        await card.getByRole('button', { name: 'Add a passkey' }).click()
        await expect(card.getByRole('list', { name: 'Your passkeys' })).toContainText('Virtual key')

        await page.getByRole('button', { name: 'Sign out' }).click()
        await page.waitForURL('**/sign-in')
        await page.getByRole('button', { name: 'Use a passkey' }).click()
        await page.waitForURL('**/dashboard')
        await expect(page.getByText('@ada')).toBeVisible()

        await page.goto(`${stack.dashboardOrigin}/dashboard/account`)
        await card.getByRole('button', { name: 'Remove Virtual key' }).click()
        await expect(card.getByRole('list', { name: 'Your passkeys' })).toHaveCount(0)
        await page.getByRole('button', { name: 'Sign out' }).click()
        await page.waitForURL('**/sign-in')
        await page.getByRole('button', { name: 'Use a passkey' }).click()
        await expect(page.getByText('You could not be signed in by a passkey')).toBeVisible()
      } finally {
        await browser.close()
      }
    })
  })
}
