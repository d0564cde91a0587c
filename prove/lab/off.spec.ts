import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scenarios } from '@next-cross-origin/lab/scenarios'
import { expect, test } from '@/tests/e2e/fixtures'

test.use({ expectedErrors: /status of 404/ })

/** Every file of a build that could run, the caches of the bundler aside. */
function builtFiles(build: string): { path: string; text: string }[] {
  return ['server', 'static'].flatMap((part) =>
    readdirSync(join(build, part), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(js|json|html|rsc|css)$/.test(file))
      .map((file) => join(build, part, file))
      .map((path) => ({ path, text: readFileSync(path, 'utf8') })),
  )
}

test.describe('a build with LAB=0', () => {
  test('answers no lab route', async ({ page, stack }) => {
    for (const path of [
      '/lab',
      '/lab/no-header',
      '/lab/same-origin',
      '/lab/your-request',
      '/doctor',
      '/errors',
      '/topology',
    ]) {
      const answer = await page.goto(`${stack.dashboardOrigin}${path}`)
      expect(answer?.status(), path).toBe(404)
    }
    for (const [path, method] of [
      ['exchange/no-header/fixed/0123456789abcdef/call', 'GET'],
      ['transcripts/0123456789abcdef', 'GET'],
      ['decisions', 'POST'],
    ] as const) {
      const answer = await fetch(`${stack.apiOrigin}/api/lab/${path}`, {
        method,
        headers: { origin: stack.dashboardOrigin, 'content-type': 'application/json' },
        ...(method === 'POST' ? { body: '{}' } : {}),
      })
      expect(answer.status, path).toBe(404)
      expect(await answer.json(), path).toMatchObject({ code: 'not_found' })
    }
    await page.goto(stack.dashboardOrigin)
    await expect(page.getByRole('link', { name: 'Lab' })).toHaveCount(0)
  })

  test('contains none of its code', () => {
    const marks = [
      '/api/lab/',
      'Break it on purpose',
      'Paste what you have',
      'lab-session-',
      ...scenarios.map(({ story }) => story),
    ]
    for (const [build, withLab] of [
      ['.next/api', '.next/lab-api'],
      ['.next/dashboard', '.next/lab-dashboard'],
    ] as const) {
      const files = builtFiles(build)
      expect(files.length, build).toBeGreaterThan(20)
      const found = files.filter(({ text }) => marks.some((mark) => text.includes(mark)))
      expect(
        found.map(({ path }) => path),
        build,
      ).toEqual([])
      // The same look finds it where it is.
      expect(builtFiles(withLab).some(({ text }) => text.includes(marks.at(-1) ?? ''))).toBe(true)
    }
  })
})
