import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, newAccount, signIn, test } from './fixtures'

/* Chromium writes a failed request to the console by itself; where a test provokes one, the line is expected. */
test.describe('the flow, on two ports', () => {
  test('signs in on one origin, reads and edits the profile behind the other, and finds it after a reload', async ({
    page,
    stack,
  }) => {
    const account = await newAccount(stack)
    await signIn(page, stack, account)
    await expect(page.getByRole('heading', { name: account.username })).toBeVisible()

    const preflight = page.waitForResponse((response) => response.request().method() === 'PATCH')
    await page.getByLabel('Display name').fill('Augusta Ada King')
    await page.getByLabel('Bio').fill('Countess of Lovelace.')
    await page.getByRole('button', { name: 'Save' }).click()
    const answer = await preflight
    expect(new URL(answer.url()).origin).toBe(stack.apiOrigin)
    expect(answer.status()).toBe(200)

    await page.reload()
    await expect(page.getByRole('heading', { name: 'Augusta Ada King' })).toBeVisible()
    await expect(page.getByLabel('Bio')).toHaveValue('Countess of Lovelace.')
  })

  test.describe(() => {
    test.use({ expectedErrors: /status of 401/ })

    test('a wrong password is a 401 that the page can read and explain', async ({ page, stack }) => {
      await page.goto(`${stack.dashboardOrigin}/sign-in`)
      await page.getByLabel('Username').fill('ada')
      await page.getByLabel('Password', { exact: true }).fill('difference-engine')
      const answered = page.waitForResponse((response) =>
        response.url().endsWith('/api/auth/callback/credentials'),
      )
      await page.getByRole('button', { name: 'Sign in' }).click()
      const answer = await answered
      expect(answer.status()).toBe(401)
      expect(await answer.json()).toMatchObject({ code: 'invalid_credentials', status: 401 })
      await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(
        'Wrong username or password.',
      )
      await expect(page).toHaveURL(/\/sign-in/)
    })

    test('signing out ends the session: the data is out of reach, and its page leads to the sign-in', async ({
      page,
      stack,
      context,
    }) => {
      await signIn(page, stack)
      const [cookie] = (await context.cookies(stack.apiOrigin)).filter(({ name }) => name.endsWith('session'))
      if (!cookie) throw new Error('There is no session cookie.')
      await page.getByRole('button', { name: 'Sign out' }).click()
      await expect(page).not.toHaveURL(/\/dashboard/)

      await context.addCookies([cookie])
      const status = await page.evaluate(
        async (url) => (await fetch(url, { credentials: 'include' })).status,
        `${stack.apiOrigin}/api/users/ada`,
      )
      expect(status, 'the cookie from before, sent again').toBe(401)
      await page.goto(`${stack.dashboardOrigin}/dashboard`)
      await expect(page).toHaveURL(/\/sign-in/)
    })
  })

  test.describe(() => {
    test.use({ expectedErrors: /blocked by CORS policy|net::ERR_(FAILED|BLOCKED_BY_RESPONSE)|status of 403/ })

    test('a third, foreign origin fails in the browser and does not reach the handler', async ({
      page,
      stack,
    }) => {
      const foreign = createServer((_, response) =>
        response.setHeader('content-type', 'text/html').end('<p>elsewhere</p>'),
      )
      await new Promise<void>((resolve) => foreign.listen(0, resolve))
      try {
        await signIn(page, stack)
        const profile = `${stack.apiOrigin}/api/users/ada`
        const before = await page.evaluate(
          async (url) => (await fetch(url, { credentials: 'include' })).json(),
          profile,
        )

        await page.goto(`http://localhost:${(foreign.address() as AddressInfo).port}/`)
        const outcomes = await page.evaluate(async (url) => {
          const tries: [string, RequestInit][] = [
            ['read', {}],
            [
              'edit',
              {
                method: 'PATCH',
                body: '{"bio":"taken over"}',
                headers: { 'content-type': 'application/json' },
              },
            ],
            ['blind write', { method: 'POST', mode: 'no-cors', body: '{"bio":"taken over"}' }],
          ]
          return Promise.all(
            tries.map(async ([name, init]) => {
              const outcome = await fetch(url, { credentials: 'include', ...init }).then(
                (response) => response.type,
                (error: Error) => error.name,
              )
              return `${name}: ${outcome}`
            }),
          )
        }, profile)
        expect(outcomes).toEqual(['read: TypeError', 'edit: TypeError', 'blind write: TypeError'])

        await page.goto(`${stack.dashboardOrigin}/dashboard`)
        const after = await page.evaluate(
          async (url) => (await fetch(url, { credentials: 'include' })).json(),
          profile,
        )
        expect(after).toEqual(before)
      } finally {
        foreign.close()
      }
    })
  })

  test('every answer of the API varies by origin, and no secret, token or password is in a log or a bundle', async ({
    page,
    stack,
    context,
  }) => {
    const scripts: string[] = []
    page.on('response', async (response) => {
      if (response.url().startsWith(stack.apiOrigin)) {
        expect(response.headers().vary, response.url()).toMatch(/(^|,\s*)Origin(,|$)/i)
      }
      if (response.url().includes('/_next/')) scripts.push(await response.text())
    })
    await signIn(page, stack)
    await page.getByRole('button', { name: 'Save' }).waitFor()
    const html = await page.content()
    const cookies = (await context.cookies(stack.apiOrigin)).map(({ value }) => value)
    expect(cookies.length).toBeGreaterThan(0)
    for (const secret of [...cookies, 'a-secret-that-must-never-be-seen-anywhere', 'analytical-engine']) {
      expect(stack.log(), 'the log').not.toContain(secret)
      expect(html, 'the page').not.toContain(secret)
      expect(scripts.join('\n'), 'the bundle').not.toContain(secret)
    }
  })
})
