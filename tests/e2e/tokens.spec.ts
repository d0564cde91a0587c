import { expect, signIn, test } from './fixtures'

test('a token that is made on the account page opens the API for a program, until it is revoked', async ({
  page,
  stack,
}) => {
  await signIn(page, stack)
  await page.goto(`${stack.dashboardOrigin}/dashboard/account`)
  await page.getByRole('button', { name: 'Make a token' }).click()
  await expect(page.getByText('Say what the token is for.')).toBeVisible()
  await page.getByLabel('What it is for').fill('Nightly report')
  await page.getByRole('button', { name: 'Make a token' }).click()
  const token = (await page.getByText(/^nco_[\w-]{43}$/).textContent()) ?? ''

  const ask = () =>
    fetch(`http://localhost:${new URL(stack.apiOrigin).port}/api/me`, {
      headers: { authorization: `Bearer ${token}` },
    })
  expect(await (await ask()).json()).toMatchObject({ username: 'ada' })

  await page.getByRole('button', { name: 'Revoke Nightly report' }).click()
  await expect(page.getByText('Token revoked: Nightly report')).toBeVisible()
  expect((await ask()).status).toBe(401)
})

test('the page of the API lists its routes', async ({ page, stack }) => {
  await signIn(page, stack)
  await page.getByRole('link', { name: 'API', exact: true }).first().click()
  await expect(page.getByRole('heading', { name: '/api/users/{username}', exact: true })).toBeVisible()
})
