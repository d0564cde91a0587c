import { describe, expect, it } from 'vitest'
import type { Browser } from '../../drivers/browser.ts'
import { launchChromium } from '../../drivers/chromium.ts'
import { findFirefox, findWebKit } from '../../drivers/find.ts'
import { launchFirefox } from '../../drivers/firefox.ts'
import { launchWebKit } from '../../drivers/webkit.ts'
import type { BrowserEngine } from '../../src/index.ts'
import { compareWithModel, type Disagreement } from './bench.ts'

/** Half of the exchanges are the same every time, half were never seen before; both seeds are in the test's name. */
const FIXED_SEED = 20_251_101
const freshSeed = Number(process.env.BROWSER_MODEL_SEED ?? Date.now() % 2 ** 32)
const exchanges = Number(process.env.BROWSER_MODEL_EXCHANGES ?? 5_000)

interface Candidate {
  readonly engine: BrowserEngine
  readonly isInstalled: boolean
  launch(): Promise<Browser>
}

const candidates: readonly Candidate[] = [
  { engine: 'chromium', isInstalled: true, launch: () => launchChromium() },
  { engine: 'firefox', isInstalled: findFirefox() !== null, launch: () => launchFirefox() },
  { engine: 'webkit', isInstalled: findWebKit() !== null, launch: () => launchWebKit() },
]

describe('the model says what a browser does', () => {
  for (const { engine, launch } of candidates.filter(({ isInstalled }) => isInstalled)) {
    it(`in ${engine}, on ${exchanges} exchanges, half of seed ${FIXED_SEED}, half of seed ${freshSeed}`, {
      timeout: 300_000,
    }, async () => {
      const browser = await launch()
      try {
        for (const [name, seed] of [
          ['fixed', FIXED_SEED],
          ['fresh', freshSeed],
        ] as const) {
          const report = await compareWithModel(browser, seed, exchanges / 2, engine)
          const { allowed, preflights, seconds, disagreements } = report
          console.log(
            `${engine} ${browser.version}: ${name} seed ${seed}, ${report.exchanges} exchanges (${preflights} with a preflight, ` +
              `${allowed} allowed), ${disagreements.length} disagreements, ${seconds.toFixed(1)} s`,
          )
          expect(disagreements.map(describeDisagreement)).toEqual([])
          // A run in which everything failed, or nothing did, would prove little.
          expect(allowed / report.exchanges).toBeGreaterThan(0.2)
          expect(allowed / report.exchanges).toBeLessThan(0.8)
        }
      } finally {
        await browser.close()
      }
    })
  }
})

function describeDisagreement({ seed, exchange, differences, verdict }: Disagreement): object {
  return { seed, differences, reason: verdict.reason, request: exchange.request, hops: exchange.hops }
}
