import { scenarios } from '@next-cross-origin/lab/scenarios'
import { expect, test } from '@/tests/e2e/fixtures'
import { startStack } from '@/tests/stack'

test.use({ expectedErrors: /blocked by CORS policy|net::ERR_|status of (401|403|500|502)/ })

for (const topology of ['subdomains', 'cross-site'] as const) {
  test(`on ${topology} the browser and the model agree about every scenario, too`, async ({ page }) => {
    const stack = await startStack({ lab: true, topology })
    try {
      await page.goto(`${stack.dashboardOrigin}/lab`)
      await page.getByRole('button', { name: /^Run all/ }).click()
      const count = scenarios.length * 2
      await expect(page.getByText(`agree in ${count} of ${count} exchanges.`)).toBeVisible({
        timeout: 120_000,
      })
    } finally {
      await stack.stop()
    }
  })
}
