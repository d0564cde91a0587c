import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { type Stack, startStack } from '@/tests/stack'

let stack: Stack
const asked: string[] = []
/** A server that answers preflights and forgets the header on the answer itself. */
const server = createServer(({ headers, method }, response) => {
  asked.push(`${method} ${headers.origin}`)
  if (method === 'OPTIONS') {
    response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '')
    response.setHeader('Access-Control-Allow-Methods', 'PUT')
  }
  response.end('{}')
})

test.beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  stack = await startStack({ lab: true, entry: 'development' })
})

test.afterAll(async () => {
  await stack?.stop()
  server.close()
})

test('in development the API asks the server that the reader names, and the page judges what came back', async ({
  page,
}) => {
  const url = `http://localhost:${(server.address() as AddressInfo).port}/items`
  await page.goto(`${stack.dashboardOrigin}/doctor`)
  await expect(async () => {
    await page
      .getByLabel('Paste what you have')
      .fill(`fetch('${url}', { method: 'PUT', referrer: 'https://app.example.com/' })`)
    await expect(page.getByRole('button', { name: /^Ask localhost/ })).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 60_000 })
  await page.getByRole('button', { name: /^Ask localhost/ }).click()
  await expect(page.locator('[data-diagnosis=allow-origin-missing]')).toBeVisible({ timeout: 60_000 })
  expect(asked).toEqual(['OPTIONS https://app.example.com', 'PUT https://app.example.com'])
})
