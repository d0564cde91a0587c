import AxeBuilder from '@axe-core/playwright'
import { expect, signIn, test } from '@/tests/e2e/fixtures'

test.use({ stackOptions: { lab: true } })

test('every call of the dashboard can be opened: why it asked first, what was sent and answered, how long it took', async ({
  page,
  stack,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await signIn(page, stack)
  const patched = page.waitForResponse((response) => response.request().method() === 'PATCH')
  await page.getByLabel('Bio').fill('Analyst, metaphysician.')
  await page.getByRole('button', { name: 'Save' }).click()
  const requestId = (await patched).headers()['x-request-id'] ?? 'none'

  await page.getByText('Last call').click()
  const calls = page.getByRole('listitem').filter({ has: page.locator('details') })
  const patch = calls.filter({ hasText: 'PATCH /api/users/ada' })
  await patch.locator('summary').click()
  await expect(patch).toContainText('Needed, because of the method PATCH and the header content-type.')
  await expect(patch).toContainText('content-type: application/json')
  await expect(patch).toContainText(`The browser adds its own, among them Origin: ${stack.dashboardOrigin}`)
  await expect(patch).toContainText(`x-request-id: ${requestId}`)
  await expect(patch).toContainText('Its parts it does not show: the API sends no Timing-Allow-Origin.')
  await expect(patch).not.toContainText('access-control-allow')

  const read = calls.filter({ hasText: 'GET /api/users/ada' }).first()
  await read.locator('summary').click()
  await expect(read).toContainText('Not needed')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  await page.setViewportSize({ width: 390, height: 850 })
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
})
