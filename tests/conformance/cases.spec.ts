import { expect, test } from '@playwright/test'
import { type Stack, startStack } from '../stack'
import { cases, policy } from './cases'
import { faults } from './check'
import { exchange } from './wire'

test.describe('on the production build behind server.ts, over a raw socket', () => {
  let stack: Stack
  let port: number

  test.beforeAll(async () => {
    test.setTimeout(180_000)
    stack = await startStack({ only: 'api', env: { ALLOWED_ORIGINS: policy } })
    port = Number(new URL(stack.apiOrigin).port)
  })

  test.afterAll(() => stack.stop())

  for (const row of cases) {
    test(`${row.id} ${row.title}`.slice(0, 200), async () => {
      const answer = await exchange(port, row.request)
      expect(faults(answer, row.expect, row.request), JSON.stringify(answer, null, 1)).toEqual([])
    })
  }
})
