import AxeBuilder from '@axe-core/playwright'
import { scenarios } from '@next-cross-origin/lab/scenarios'
import type { Page } from '@playwright/test'
import { expect, signIn, test } from '@/tests/e2e/fixtures'
import { everyWidth, expectSound } from '../../packages/lab/tests/bench-pages.ts'

/* What the lessons provoke, Chromium writes to the console. */
const provoked = /blocked by CORS policy|net::ERR_(FAILED|CONNECTION_REFUSED)|status of (401|403|404|500|502)/

test.use({ stackOptions: { lab: true }, expectedErrors: provoked })

/** Waits until a variant was performed and judged. */
async function performed(page: Page, variant: 'broken' | 'fixed') {
  const bench = page.locator(`[data-run^="${variant}:"]`)
  await expect(bench).toBeVisible()
  return (await bench.getAttribute('data-run')) === `${variant}:works`
}

test.describe('the lab', () => {
  test('every scenario fails when broken and works with the fix, and the model says what the browser does', async ({
    page,
    stack,
  }) => {
    test.setTimeout(180_000)
    const written: string[] = []
    page.on('console', (message) => {
      if (message.text().startsWith('Access to ')) written.push(message.text())
    })
    const [first] = scenarios
    await page.goto(`${stack.dashboardOrigin}/lab/${first?.id}`)
    for (const { id, title, dependsOn } of scenarios) {
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
      const isUpToTheBrowser = dependsOn === 'third-party-cookies'
      if (!isUpToTheBrowser) expect(await performed(page, 'broken'), `${id}, broken`).toBe(false)
      else await performed(page, 'broken')
      await expect(page.locator('[data-agreement]'), `${id}, broken`).toHaveAttribute(
        'data-agreement',
        'true',
      )
      // What the page says about the console is what the console says.
      const quoted = page.locator('[data-console]')
      const message = (await quoted.count()) === 0 ? null : await quoted.textContent()
      await expect.poll(() => written.at(-1) ?? null, `${id}, the console`).toBe(message)

      await page.getByText('With the fix', { exact: true }).click()
      expect(await performed(page, 'fixed'), `${id}, with the fix`).toBe(true)
      await expect(page.locator('[data-agreement]'), `${id}, fixed`).toHaveAttribute('data-agreement', 'true')
      written.length = 0
      const next = page
        .getByRole('navigation', { name: 'More scenarios' })
        .getByRole('link', { name: /^Next/ })
      if ((await next.count()) > 0) await next.click()
    }
  })

  test('shows what was sent and answered, also where the page may not read it', async ({ page, stack }) => {
    await page.goto(`${stack.dashboardOrigin}/lab/true-in-capitals`)
    await performed(page, 'broken')
    const exchange = page.getByRole('listitem').filter({ hasText: 'The request as sent' })
    await expect(exchange.getByText(stack.dashboardOrigin).first()).toBeVisible()
    await expect(exchange.locator('.text-danger', { hasText: 'True' })).toHaveText(
      'Access-Control-Allow-Credentials: True',
    )
    await expect(page.getByText('TypeError: Failed to fetch')).toBeVisible()
  })

  test('is worked with the keyboard, is read out, and stands still for who wants it to', async ({
    page,
    stack,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(`${stack.dashboardOrigin}/lab/method-not-listed`)
    await performed(page, 'broken')
    await expect(page.getByRole('status').filter({ hasText: 'The broken exchange fails' })).toBeAttached()
    await page.getByRole('radio', { name: 'Broken' }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await performed(page, 'fixed')).toBe(true)
    await expect(
      page.getByRole('img', { name: /works in this browser. The model agrees/ }).first(),
    ).toBeAttached()
    const steps = page.getByRole('listitem').filter({ has: page.getByText('The answer as sent') })
    await expect(steps).toHaveCount(2)
    const moving = await page.evaluate(
      () => document.getAnimations().filter((animation) => animation.playState === 'running').length,
    )
    expect(moving).toBe(0)
  })

  test('compares two URLs part by part', async ({ page, stack }) => {
    await page.goto(`${stack.dashboardOrigin}/lab/same-origin`)
    const answer = page.getByRole('status').filter({ hasText: 'site' })
    for (const [example, origin, site, differing] of [
      ['Another path', 'Same origin', 'Same site', ['path']],
      ['Another host', 'Cross-origin', 'Cross-site', ['host', 'path']],
      ['Another scheme', 'Cross-origin', 'Cross-site', ['scheme', 'port', 'path']],
      ['Another subdomain', 'Cross-origin', 'Same site', ['subdomain', 'path']],
      ['Another port', 'Cross-origin', 'Same site', ['port', 'path']],
      ['A shared suffix', 'Cross-origin', 'Cross-site', ['host']],
    ] as const) {
      await page.getByRole('button', { name: example }).click()
      await expect(answer, example).toContainText(origin)
      await expect(answer, example).toContainText(site)
      const rows = page.locator('[data-differs=true]')
      expect(
        await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-part'))),
        example,
      ).toEqual(differing)
    }
    await page.getByLabel('It calls').fill('api.backend.com/ada')
    await expect(page.getByText('Begin with a scheme: https://api.backend.com/ada')).toBeVisible()
    await page.getByLabel('It calls').fill('https://api.backend.com/ada')
    await page.reload()
    await expect(page.getByLabel('It calls')).toHaveValue('https://api.backend.com/ada')
  })

  test('says about a described request what the API then does with it', async ({ page, stack }) => {
    await page.goto(`${stack.dashboardOrigin}/lab/your-request`)
    for (const [origin, method, allowed] of [
      [stack.dashboardOrigin, 'PATCH', true],
      ['https://evil.example', 'PATCH', false],
      [stack.dashboardOrigin, 'PROPFIND', false],
    ] as const) {
      await page.getByLabel('Origin of the page').fill(origin)
      await page.getByRole('textbox', { name: 'Method' }).fill(method)
      await page.getByRole('button', { name: 'Decide' }).click()
      const result = page.locator(`[data-allowed="${allowed}"]`)
      await expect(result).toBeVisible()

      const preflight = result.getByRole('listitem').filter({ hasText: 'The preflight' })
      const real = await fetch(`${stack.apiOrigin}/api/users/ada`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': 'content-type',
        },
      })
      await expect(preflight, `${method} from ${origin}`).toContainText(String(real.status))
      const shown = (await preflight.locator('dt').allInnerTexts()).filter((line) =>
        line.startsWith('access-control-'),
      )
      const sent = [...real.headers].filter(([name]) => name.startsWith('access-control-'))
      expect(shown.sort()).toEqual(sent.map(([name, value]) => `${name}: ${value}`).sort())
    }
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`has no accessibility violation and fits a phone, ${colorScheme}`, async ({ page, stack }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const width of colorScheme === 'light' ? [390, 1280] : [390]) {
        await page.setViewportSize({ width, height: 850 })
        for (const path of [
          '/lab',
          '/lab/redirected-to-a-third-origin',
          '/lab/same-origin',
          '/lab/your-request',
        ]) {
          await page.goto(`${stack.dashboardOrigin}${path}`)
          if (path.endsWith('origin') && path !== '/lab/same-origin') await performed(page, 'broken')
          if (path === '/lab/your-request') {
            await page.getByRole('button', { name: 'A stranger' }).click()
            await expect(page.locator('[data-allowed=false]')).toBeVisible()
          }
          const { violations } = await new AxeBuilder({ page }).analyze()
          expect(
            violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
            `${path} at ${width} px`,
          ).toEqual([])
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          )
          expect(overflow, `${path} at ${width} px`).toBe(0)
        }
      }
    })
  }

  test('takes no session: what it keeps of a request has no cookie of the API', async ({ page, stack }) => {
    await signIn(page, stack)
    await page.goto(`${stack.dashboardOrigin}/lab/true-in-capitals`)
    const transcript = page.waitForResponse((response) => response.url().includes('/api/lab/transcripts/'))
    await performed(page, 'broken')
    const text = await (await transcript).text()
    expect(text).toContain('sec-fetch-mode')
    expect(text).not.toMatch(/"cookie"|session/)
  })

  test('asks no server for anybody, once it is deployed', async ({ stack }) => {
    const answer = await fetch(`${stack.apiOrigin}/api/lab/probes`, {
      method: 'POST',
      headers: { origin: stack.dashboardOrigin, 'content-type': 'application/json' },
      body: JSON.stringify({
        url: `${stack.apiOrigin}/api/health`,
        origin: 'https://app.example.com',
        method: 'GET',
        headers: [],
        credentials: false,
      }),
    })
    expect(await answer.json()).toEqual({ result: null })
  })

  test('changes the headers of a lesson, and runs it again', async ({ page, stack }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(`${stack.dashboardOrigin}/lab/no-header`)
    await page.getByRole('button', { name: 'Run with these headers' }).click()
    await expect(page.locator('[data-edited=fails]')).toBeVisible()
    const answer = page.getByLabel('The API answers the request')
    await answer.fill(`${await answer.inputValue()}\nAccess-Control-Allow-Origin: http://localhost:3000`)
    await page.getByRole('button', { name: 'Run with these headers' }).click()
    await expect(page.locator('[data-edited=works]')).toBeVisible()
    await expectSound(page, 'an edited lesson', everyWidth)
  })

  test('has a picture for whoever links to it', async ({ page, stack }) => {
    for (const path of ['/lab/no-header', '/errors/allow-origin-not-equal', '/doctor', '/learn']) {
      await page.goto(`${stack.dashboardOrigin}${path}`)
      const address = await page.locator('meta[property="og:image"]').getAttribute('content')
      expect(address?.startsWith(`${stack.dashboardOrigin}/`), `${path}: ${address}`).toBe(true)
      const picture = await page.request.get(address ?? '')
      expect(picture.headers()['content-type']).toBe('image/png')
      // Its size stands in the first chunk of a PNG.
      const head = (await picture.body()).subarray(16, 24)
      expect([head.readUInt32BE(0), head.readUInt32BE(4)]).toEqual([1200, 630])
    }
  })

  test('gives a transcript to allowed origins only, and answers nothing that it does not know', async ({
    stack,
  }) => {
    const get = (path: string, origin: string) =>
      fetch(`${stack.apiOrigin}/api/lab/${path}`, { headers: { origin } })
    const foreign = await get('transcripts/0123456789abcdef', 'https://evil.example')
    expect(foreign.status).toBe(403)
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
    for (const path of ['exchange/no-header/broken/0123456789abcdef/other', 'exchange/x', 'elsewhere']) {
      expect((await get(path, stack.dashboardOrigin)).status, path).toBe(404)
    }
  })
})
