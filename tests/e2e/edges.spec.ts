import { expect, newAccount, signIn, test } from './fixtures'

test('a display name of eighty capitals stays inside the page', async ({ page, stack }) => {
  await signIn(page, stack, await newAccount(stack))
  await page.getByLabel('Display name').fill('W'.repeat(80))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'W'.repeat(80) })).toBeVisible()
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 850 })
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow, `at ${width} px`).toBe(0)
  }
})

test('an unsaved bio survives a change of page, and goes once it is saved', async ({ page, stack }) => {
  await signIn(page, stack, await newAccount(stack))
  await page.getByLabel('Bio').fill('Not saved yet')
  await page.getByRole('link', { name: 'Sessions' }).first().click()
  await page.getByRole('link', { name: 'Profile' }).first().click()
  await expect(page.getByLabel('Bio')).toHaveValue('Not saved yet')
  await expect(page.getByText('You typed this earlier')).toBeVisible()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Profile saved')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Bio')).toHaveValue('Not saved yet')
  await expect(page.getByText('You typed this earlier')).toHaveCount(0)
})

test.describe('an address that does not exist', () => {
  test.use({ expectedErrors: /status of 404/ })

  test('has a title that says so', async ({ page, stack }) => {
    await page.goto(`${stack.dashboardOrigin}/no-such-page`)
    await expect(page).toHaveTitle(/^Not found/)
  })
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the dashboard says that it needs it', async ({ page, stack }) => {
    await page.goto(`${stack.dashboardOrigin}/dashboard`)
    // getByText leaves out what stands in a noscript element.
    await expect(page.locator('p', { hasText: 'This dashboard needs JavaScript' })).toBeVisible()
  })
})

test('signing out in another tab is said in this one', async ({ page, context, stack }) => {
  await signIn(page, stack)
  const other = await context.newPage()
  await other.goto(`${stack.dashboardOrigin}/dashboard`)
  await other.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText('Your session has ended')).toBeVisible()
})
