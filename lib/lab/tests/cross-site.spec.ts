import { scenarios } from '@/lib/lab/scenarios'
import { expect, test } from '@/tests/e2e/fixtures'

test.use({
  stackOptions: { lab: true, topology: 'cross-site' },
  expectedErrors: /blocked by CORS policy|net::ERR_|status of (401|403|500)/,
})

test('on two sites the browser and the model agree about every scenario, too', async ({ page, stack }) => {
  await page.goto(`${stack.dashboardOrigin}/lab`)
  await page.getByRole('button', { name: /^Run all/ }).click()
  const count = scenarios.length * 2
  await expect(page.getByText(`agree in ${count} of ${count} exchanges.`)).toBeVisible({ timeout: 40_000 })
})
