import { launchChromium } from '@/packages/browser/drivers/chromium'
import { startStack } from '../stack'
import { test } from './fixtures'
import { wholeJourney } from './journey'

/** flow.spec.ts runs on two ports of one host. Here the origins are as far apart as in production. */
for (const topology of ['subdomains', 'cross-site'] as const) {
  test(`${topology}: with third-party cookies blocked, a person signs in, reads, edits, reloads and signs out`, async () => {
    const stack = await startStack({ topology })
    const browser = await launchChromium({ thirdPartyCookies: 'block' })
    try {
      await wholeJourney(await browser.newPage(), stack.dashboardOrigin)
    } finally {
      await browser.close()
      await stack.stop()
    }
  })
}
