import { expect, test } from '@/tests/e2e/fixtures'

/* Defects that people met on the pages, each kept away by a test. Those of the product stand in tests/e2e/edges.spec.ts. */

/* What the broken variants of lessons provoke, Chromium writes to the console. */
test.use({ stackOptions: { lab: true }, expectedErrors: /blocked by CORS policy|net::ERR_FAILED/ })

test('where colours are forced, the chosen variant is still told from the other', async ({ page, stack }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await page.goto(`${stack.dashboardOrigin}/lab/cookie-same-site`)
  const lines = () =>
    page
      .locator('fieldset', { hasText: 'Which exchange to run' })
      .locator('label')
      .evaluateAll((labels) => labels.map((label) => getComputedStyle(label).textDecorationLine))
  await expect.poll(lines).toEqual(['underline', 'none'])
  await page.getByText('With the fix', { exact: true }).click()
  await expect.poll(lines).toEqual(['none', 'underline'])
})

test('the address of a lesson holds the variant', async ({ page, stack }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(`${stack.dashboardOrigin}/lab/header-not-exposed`)
  await expect(page.locator('[data-run^="broken:"]')).toBeVisible()
  await page.getByText('With the fix', { exact: true }).click()
  await expect(page.locator('[data-run^="fixed:"]')).toBeVisible()
  expect(page.url()).toMatch(/#fixed$/)
  await page.reload()
  await expect(page.locator('[data-run^="fixed:"]')).toBeVisible()
})

for (const width of [320, 390, 768, 1000]) {
  test(`at ${width} px the brand is whole, origins keep their port, and the drawing can be read`, async ({
    page,
    stack,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 850 })
    await page.goto(`${stack.dashboardOrigin}/lab/no-header`)
    await expect(page.locator('[data-run^="broken:"]')).toBeVisible()
    const found = await page.evaluate(() => {
      const cut = [...document.querySelectorAll('header a, [class*=font-mono]')].filter(
        (element) =>
          element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'hidden',
      )
      const texts = [...document.querySelectorAll<SVGTextElement>('figure svg text')].filter(
        (text) => text.getBoundingClientRect().width > 0,
      )
      const sizes = texts.map((text) => {
        const scale = text.getScreenCTM()?.a ?? 1
        return Number.parseFloat(getComputedStyle(text).fontSize) * scale
      })
      return {
        cut: cut.map(({ textContent }) => textContent),
        smallest: Math.min(...sizes),
        text: document.body.textContent ?? '',
      }
    })
    expect(found.cut).toEqual([])
    expect(found.smallest).toBeGreaterThanOrEqual(11)
    expect(found.text).toContain(stack.apiOrigin)
  })
}

test.describe('a page of a proxy instead of the API’s answer', () => {
  test.use({ expectedErrors: /blocked by CORS policy|net::ERR_FAILED|status of 500/ })

  test('is not called a missing origin alone, and the command of the doctor is whole', async ({
    page,
    stack,
  }) => {
    await page.route(`${stack.apiOrigin}/**`, (route) =>
      route.fulfill({ status: 500, contentType: 'text/html', body: '<h1>500 Internal Server Error</h1>' }),
    )
    await page.goto(`${stack.dashboardOrigin}/dashboard`)
    const notice = page.getByText('a proxy in front of the API answered with an error page of its own')
    await expect(notice).toBeVisible()
    await expect(
      page.getByText(
        `npm run doctor -- ${stack.apiOrigin}/api/auth/session --origin ${stack.dashboardOrigin} --credentials`,
      ),
    ).toBeVisible()
  })
})
