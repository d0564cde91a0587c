import { scenarios } from '@next-cross-origin/lab/scenarios'
import { expect, test } from '@/tests/e2e/fixtures'
import { findFirefox, findWebKit } from '../../packages/browser/drivers/find.ts'
import { launchFirefox } from '../../packages/browser/drivers/firefox.ts'
import { launchWebKit } from '../../packages/browser/drivers/webkit.ts'

test.use({ stackOptions: { lab: true } })

const others = [
  { name: 'Firefox', isInstalled: findFirefox() !== null, launch: launchFirefox },
  { name: 'WebKit', isInstalled: findWebKit() !== null, launch: launchWebKit },
].filter(({ isInstalled }) => isInstalled)

for (const { name, launch } of others) {
  test(`${name} and its model agree about every scenario`, async ({ stack }) => {
    const browser = await launch()
    try {
      const page = await browser.newPage()
      await page.goto(`${stack.dashboardOrigin}/lab`)
      // The button answers once React has taken the page over; until then the click is repeated.
      await page.waitFor(() => {
        const bar = document.querySelector<HTMLElement>('[data-progress]')
        if (bar?.dataset.progress === 'idle') bar.querySelector('button')?.click()
        return bar !== null && bar.dataset.progress !== 'idle'
      })
      await page.waitFor(
        () => document.querySelector<HTMLElement>('[data-progress]')?.dataset.progress !== 'running',
        50_000,
      )
      const marks = await page.evaluate(() =>
        Array.from(document.querySelectorAll<HTMLElement>('[data-scenario]')).flatMap((row) =>
          Array.from(row.querySelectorAll<HTMLElement>('[data-variant]')).map((mark) => ({
            of: `${row.dataset.scenario}, ${mark.dataset.variant}`,
            agrees: mark.dataset.agreement === 'true',
          })),
        ),
      )
      expect(marks).toHaveLength(scenarios.length * 2)
      expect(marks.filter(({ agrees }) => !agrees).map(({ of }) => of)).toEqual([])
    } finally {
      await browser.close()
    }
  })
}
