import {
  type IdentityProvider,
  offlineClient,
  startIdentityProvider,
} from '@next-cross-origin/local/identity-provider'
import type { Page } from '@playwright/test'
import getPort from 'get-port'
import { linkIn, type Mailbox, startMailbox } from '../mailbox'
import { type Stack, startStack } from '../stack'
import { expect, test } from './fixtures'

// The provider has no icon.
test.use({ expectedErrors: /status of 404/ })

test.describe('the ways in that are not a password', () => {
  let [stack, mailbox, provider]: [Stack?, Mailbox?, IdentityProvider?] = []
  test.beforeAll(async () => {
    const api = await getPort()
    mailbox = await startMailbox()
    provider = await startIdentityProvider(
      `http://localhost:${await getPort()}`,
      `http://localhost:${api}/api/auth/callback/oidc`,
    )
    const { id, secret } = offlineClient
    const oidc = { AUTH_OIDC_ID: id, AUTH_OIDC_SECRET: secret, AUTH_OIDC_ISSUER: provider.issuer }
    stack = await startStack({ ports: { api }, env: { ...mailbox.env, ...oidc } })
  })
  test.afterAll(() => Promise.all([stack?.stop(), mailbox?.stop(), provider?.stop()]))

  async function signOut(page: Page) {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in')
  }

  test('a provider, a passkey and a link in a mail sign the same person in', async ({ page, context }) => {
    const devtools = await context.newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    const device = { protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true } as const
    const options = { ...device, hasResidentKey: true, hasUserVerification: true, isUserVerified: true }
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options })

    await page.goto(`${stack?.dashboardOrigin}/sign-in`)
    await page.getByRole('button', { name: 'Continue with OpenID Connect' }).click()
    await page.locator('#hedy-lamarr').click()
    await expect(page.getByText('@hedy-lamarr')).toBeVisible()

    await page.goto(`${stack?.dashboardOrigin}/dashboard/account`)
    await page.getByLabel('Name', { exact: true }).fill('My laptop')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await expect(page.getByRole('list', { name: 'Your passkeys' })).toContainText('My laptop')
    await signOut(page)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await expect(page.getByText('@hedy-lamarr')).toBeVisible()
    await signOut(page)

    await page.getByRole('link', { name: 'Get a link by e-mail' }).click()
    await page.getByLabel('E-mail address').fill('hedy@example.com')
    await page.getByRole('button', { name: 'Send a link' }).click()
    const mail = await mailbox?.next('hedy@example.com')
    await page.goto(mail ? linkIn(mail).href : '')
    await page.getByRole('button', { name: 'Continue to' }).click()
    await expect(page.getByText('@hedy-lamarr')).toBeVisible()
  })
})
