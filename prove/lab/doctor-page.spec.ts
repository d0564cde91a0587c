import { expect, test } from '@/tests/e2e/fixtures'
import { everyWidth, expectSound } from '../../packages/lab/tests/bench-pages.ts'

test.use({ stackOptions: { lab: true } })

test('diagnoses what is pasted, without sending anything', async ({ page, stack }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(`${stack.dashboardOrigin}/doctor`)
  await page.waitForLoadState('networkidle')
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page
    .getByLabel('Paste what you have')
    .fill(
      "Access to fetch at 'https://api.example.com/users' from origin 'https://app.example.com' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'https://app.example.com/' that is not equal to the supplied origin. Have the server send the header with a valid value.",
    )
  await expect(page.locator('[data-diagnosis=allow-origin-trailing-slash]')).toBeVisible()
  await expect(page.locator('[data-guilty]')).toContainText('Access-Control-Allow-Origin')
  await expect(page.getByText('They differ from character 24 on')).toBeVisible()
  await expect(page.locator('[data-engine]')).toHaveCount(3)
  await page.getByLabel('As code for').selectOption('nginx')
  await expect(page.locator('[data-recipe=nginx]')).toContainText('add_header')

  const server = page.getByLabel('Edit the status and the headers')
  await server.fill((await server.inputValue()).replace('example.com/\n', 'example.com\n').replace(/\/$/, ''))
  await expect(page.getByRole('heading', { name: 'The page gets the answer' })).toBeVisible()
  expect(requests).toEqual([])

  const address = page.url()
  await page.goto('about:blank')
  await page.goto(address)
  await expect(page.getByRole('heading', { name: 'The page gets the answer' })).toBeVisible()
})

test('asks for what is missing, by keyboard alone, and remembers the framework', async ({ page, stack }) => {
  await page.goto(`${stack.dashboardOrigin}/doctor`)
  await page.getByLabel('Paste what you have').focus()
  await page.keyboard.insertText('https://api.example.com/users')
  await expect(page.getByLabel('On which page does it happen?')).toBeVisible()
  await page.getByLabel('On which page does it happen?').focus()
  await page.keyboard.type('https://app.example.com')
  await page.keyboard.press('Enter')
  await page.getByLabel('What did the server answer?').focus()
  await page.keyboard.insertText('HTTP/1.1 200 OK\nContent-Type: application/json')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-diagnosis=allow-origin-missing]')).toBeVisible()
  await page.getByLabel('As code for').selectOption('express')
  await page.reload()
  await expect(page.locator('[data-recipe=express]')).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no accessibility violation and fits every width, ${colorScheme}`, async ({ page, stack }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const path of ['/errors', '/errors/allow-origin-not-equal', '/doctor']) {
      await page.goto(`${stack.dashboardOrigin}${path}`)
      await expectSound(page, path, everyWidth)
    }
    for (const example of ['Firefox’s message', 'curl', 'A cookie that is not sent back']) {
      await page.getByRole('button', { name: example }).click()
      await expect(page.getByRole('heading', { name: 'Change the server’s side' })).toBeVisible()
      await expectSound(page, example, everyWidth)
    }
  })
}

test('finds a message by its words', async ({ page, stack }) => {
  await page.goto(`${stack.dashboardOrigin}/errors`)
  await page.getByLabel('Find a message by its words').fill("must not be the wildcard '*'")
  await expect(page.getByText('One message has these words.')).toBeVisible()
  await page.getByRole('link', { name: /must not be the wildcard/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('must not be the wildcard')
  await page.getByRole('link', { name: 'Open this message in the doctor' }).click()
  await expect(page.locator('[data-diagnosis=allow-origin-wildcard-with-credentials]')).toBeVisible()
})
