import { expect, test } from '@playwright/test'
import { type Stack, startStack } from '../stack'
import { cases, policy } from './cases'
import { faults } from './check'
import { exchange } from './wire'

test.describe('on the production build behind server.ts, over a raw socket', () => {
  let stack: Stack

  test.beforeAll(async () => {
    stack = await startStack({ only: 'api', env: { ALLOWED_ORIGINS: policy } })
  })

  test.afterAll(() => stack.stop())

  // One test for each group, because Playwright takes longer to begin a test than a case takes.
  for (const [group, prefix] of [
    ['published', /^[A-C]/],
    ['added here', /^M/],
  ] as const) {
    const rows = cases.filter(({ id }) => prefix.test(id))
    test(`the ${rows.length} conformance cases that were ${group} hold`, async () => {
      const port = Number(new URL(stack.apiOrigin).port)
      const missed: string[] = []
      for (const row of rows) {
        const answer = await exchange(port, row.request)
        const found = faults(answer, row.expect, row.request).join('; ')
        if (found !== '') missed.push(`${row.id} ${row.title}: ${found}\n${JSON.stringify(answer, null, 1)}`)
      }
      expect(missed.join('\n\n')).toBe('')
      expect(rows.length).toBeGreaterThan(50)
    })
  }
})
