import { expect, test } from '@/tests/e2e/fixtures'
import { everyWidth, expectSound } from '../../packages/lab/tests/bench-pages.ts'

test.use({ stackOptions: { lab: true } })

test('the home page has three doors, and a message that is pasted there opens the doctor', async ({
  page,
  stack,
}) => {
  await page.goto(stack.dashboardOrigin)
  for (const door of ['Blocked by CORS policy?', 'Start a project', 'Learn it'])
    await expect(page.getByRole('heading', { name: door })).toBeVisible()
  await page.getByLabel('Paste the console’s message.').evaluate((area) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData(
      'text',
      "Access to fetch at 'https://api.example.com/users' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    )
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect(page.locator('[data-diagnosis=allow-origin-missing]')).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`home and topology have no accessibility violation and fit every width, ${colorScheme}`, async ({
    page,
    stack,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const path of ['/', '/topology']) {
      await page.goto(`${stack.dashboardOrigin}${path}`)
      await expectSound(page, path, everyWidth)
    }
  })
}
