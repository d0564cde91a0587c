import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { exportBench } from '../export/export.ts'
import { everyWidth, expectSound } from './bench-pages.ts'

/* The export is opened as files, from a folder whose name has a space. */

let folder = ''

test.beforeAll(async () => {
  const made = mkdtempSync(join(tmpdir(), 'bench-export-'))
  await exportBench(made)
  folder = join(mkdtempSync(join(tmpdir(), 'any folder ')), 'bench')
  cpSync(made, folder, { recursive: true })
  rmSync(made, { recursive: true })
})

test.afterAll(() => rmSync(dirname(folder), { recursive: true }))

const addressOf = (path: string) => pathToFileURL(join(folder, path, 'index.html')).href

test('the doctor diagnoses from a file, and no page asks the network for anything', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) asked.push(request.url())
  })
  await page.goto(addressOf('doctor'))
  await page
    .getByLabel('Paste what you have')
    .fill(
      "Access to fetch at 'https://api.example.com/users' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    )
  await expect(page.locator('[data-diagnosis=allow-origin-missing]')).toBeVisible()
  await page.goto(addressOf('lab/no-header'))
  await expect(page.locator('[data-simulated="no-header:broken"]')).toBeVisible()
  await page.getByRole('button', { name: 'One step on' }).click()
  await page.getByText('With the fix', { exact: true }).click()
  await expect(page.locator('[data-simulated="no-header:fixed"]')).toBeVisible()
  expect(asked).toEqual([])
})

test('a chapter runs its code in the page, and opens its lessons in place', async ({ page }) => {
  await page.goto(addressOf('learn/03-the-preflight'))
  const run = page.getByRole('button', { name: 'Run it here' })
  for (const button of await run.all()) await button.click()
  await expect(page.locator('[data-as-shown=true]')).toHaveCount(await run.count())
  await page.getByText('Watch: A method that is not listed').first().click()
  await expect(page.locator('[data-simulated="method-not-listed:broken"]').first()).toBeVisible()
})

test('every link of every page leads to a file that exists', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const pages = files.filter((file) => file.endsWith('.html'))
  expect(pages.length).toBeGreaterThan(60)
  const dead = pages.flatMap((file) => {
    const html = readFileSync(join(folder, file), 'utf8')
    const links = [...html.matchAll(/(?:href|src)="([^"#][^"]*)"/g)].map(([, href = '']) => href)
    return links
      .filter((href) => !/^(https?:|mailto:|data:)/.test(href))
      .map((href) => resolve(folder, dirname(file), decodeURI(href.split('#')[0] ?? '')))
      .filter((target) => !files.some((each) => join(folder, each) === target))
      .map((target) => `${file} → ${target}`)
  })
  expect(dead).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`exported pages have no accessibility violation and fit every width, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const path of [
      '',
      'doctor',
      'errors',
      'learn',
      'learn/03-the-preflight',
      'learn/10-what-not-to-build',
      'lab',
      'lab/reflected-origin',
      'lab/local-network-access',
    ]) {
      await page.goto(addressOf(path))
      await expectSound(page, path, everyWidth)
    }
  })
}
