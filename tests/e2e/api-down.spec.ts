import { expect, test } from './fixtures'

test.use({ stackOptions: { only: 'dashboard' }, expectedErrors: /net::ERR_CONNECTION_REFUSED/ })

test('when the API is not running, the page says so and how to start it', async ({ page, stack }) => {
  await page.goto(`${stack.dashboardOrigin}/dashboard`)
  await expect(page.getByText('npm run dev').first()).toBeVisible()
  await expect(page.getByRole('button', { name: /try again|retry/i }).first()).toBeVisible()
})
