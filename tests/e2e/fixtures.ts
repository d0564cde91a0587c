import { test as base, expect, type Page } from '@playwright/test'
import { demoAccount } from '@/lib/db/seed'
import { ApiPage, over } from '../api-page'
import { type Stack, type StackOptions, startStack } from '../stack'

interface WorkerFixtures {
  /** Says how the deployments of this file are started: `test.use({ stackOptions: { topology: 'cross-site' } })`. */
  stackOptions: StackOptions
  stack: Stack
}

interface TestFixtures {
  /** Describes what the browser's console may say in this test; any other error in it fails the test. */
  expectedErrors: RegExp
}

/** Playwright's `test`, with both deployments running and a page whose console must stay clean. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  stackOptions: [{}, { option: true, scope: 'worker' }],
  stack: [
    async ({ stackOptions }, use) => {
      const stack = await startStack(stackOptions)
      await use(stack)
      await stack.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  expectedErrors: [/(?!)/, { option: true }],
  page: async ({ page, expectedErrors }, use) => {
    const errors: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    page.on('pageerror', (error) => errors.push(String(error)))
    await use(page)
    const unexpected = errors.filter((text) => !expectedErrors.test(text))
    expect(unexpected, 'errors in the browser console').toEqual([])
  },
})

type Account = Readonly<{ username: string; password: string }>

/** Signs somebody up whom no other test knows, for a test that changes a profile. */
export async function newAccount(stack: Stack): Promise<Account> {
  const account = {
    username: `guest-${crypto.randomUUID().slice(0, 8)}`,
    password: 'a long enough passphrase',
  }
  const page = new ApiPage(over(stack.apiOrigin), () => ({ origin: stack.dashboardOrigin }))
  const answer = await page.send('POST', '/api/users', { json: account })
  expect(answer.status, 'the sign-up').toBe(201)
  return account
}

/** Signs in as a person would, by the app's own page. */
export async function signIn(page: Page, stack: Stack, account: Account = demoAccount): Promise<void> {
  await page.goto(`${stack.dashboardOrigin}/sign-in`)
  await page.getByLabel('Username').fill(account.username)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${stack.dashboardOrigin}/dashboard`)
}

export { expect }
