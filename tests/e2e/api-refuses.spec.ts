import { expect, test } from './fixtures'

test.use({
  stackOptions: { env: { ALLOWED_ORIGINS: 'http://localhost:1' } },
  expectedErrors: /blocked by CORS policy|net::ERR_FAILED|status of 403/,
})

test('when the API runs but does not allow the page’s origin, the page says that it may be so, and which line allows it', async ({
  page,
  stack,
}) => {
  await page.goto(`${stack.dashboardOrigin}/dashboard`)
  await expect(page.getByText('The browser withheld the API’s answer')).toBeVisible()
  await expect(page.getByText('ALLOWED_ORIGINS').first()).toBeVisible()
})
