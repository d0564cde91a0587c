import { gzipSync } from 'node:zlib'
import { brand } from '@/lib/brand'
import { expect, signIn, test } from './fixtures'

/** Kilobytes of JavaScript, gzipped, that `/dashboard` may load. */
const scriptBudgetKb = 180

test.describe('two deployments from one tree', () => {
  test('the dashboard answers no API route', async ({ request, stack }) => {
    for (const path of ['/api/health', '/api/users/ada', '/api/auth/session', '/api/auth/csrf']) {
      const answer = await request.get(stack.dashboardOrigin + path)
      expect(answer.status(), path).toBe(404)
      expect(answer.headers()['content-type'], path).toContain('text/html')
    }
  })

  test('the API answers nothing but API routes, and JSON for everything else', async ({ request, stack }) => {
    for (const path of ['/', '/dashboard', '/sign-in', '/api', '/api/nope', '/favicon.ico']) {
      const answer = await request.get(stack.apiOrigin + path, { headers: { origin: stack.dashboardOrigin } })
      expect(answer.status(), path).toBe(404)
      expect(answer.headers(), path).toMatchObject({
        'content-type': 'application/problem+json',
        'access-control-allow-origin': stack.dashboardOrigin,
      })
      expect(await answer.json(), path).toMatchObject({ code: 'not_found', status: 404 })
    }
  })

  test('the same build serves the origins its environment names, in the pages and in their policy', async ({
    request,
    stack,
  }) => {
    const page = await request.get(`${stack.dashboardOrigin}/`)
    expect(await page.text()).toContain(stack.apiOrigin)
    const policy = page.headers()['content-security-policy'] ?? ''
    expect(policy).toMatch(new RegExp(`connect-src 'self' ${stack.apiOrigin}(;|$)`))
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{16,}' 'strict-dynamic'(;|$)/)
    expect(policy).not.toContain('unsafe')
  })

  test(`/dashboard loads less than ${scriptBudgetKb} KB of JavaScript`, async ({ page, stack }) => {
    const sizes = new Map<string, number>()
    await signIn(page, stack)
    page.on('response', async (response) => {
      if (response.request().resourceType() === 'script')
        sizes.set(response.url(), gzipSync(await response.body()).length)
    })
    await page.reload()
    await page.getByRole('button', { name: 'Save' }).waitFor()
    await page.waitForLoadState('networkidle')
    const kilobytes = [...sizes.values()].reduce((sum, size) => sum + size, 0) / 1024
    console.log(`/dashboard loads ${kilobytes.toFixed(1)} KB of JavaScript, gzipped, in ${sizes.size} files`)
    expect(sizes.size).toBeGreaterThan(0)
    expect(kilobytes).toBeLessThan(scriptBudgetKb)
  })

  test.describe(() => {
    test.use({ expectedErrors: /status of 404/ })

    test('an unknown address of the dashboard gets the dashboard’s own page', async ({ page, stack }) => {
      const answer = await page.goto(`${stack.dashboardOrigin}/nowhere/at/all`)
      expect(answer?.status()).toBe(404)
      await expect(page.getByRole('link', { name: `${brand.name}, home` }).first()).toBeVisible()
    })
  })
})
