import type { BrowserEngine } from '@next-cross-origin/browser'
import { describe, expect, it } from 'vitest'
import { type Bench, openBench } from '../../../browser/tests/engines/bench.ts'
import { type Exchange, generateExchange } from '../../../browser/tests/engines/generate.ts'
import { openStage, perform } from '../../../browser/tests/engines/perform.ts'
import { Random } from '../../../browser/tests/engines/random.ts'
import type { Received } from '../../../browser/tests/engines/scripted-server.ts'
import { examine } from '../../src/examine.ts'
import { browsers } from './browsers.ts'

const seed = Number(process.env.BROWSER_MODEL_SEED ?? Date.now() % 2 ** 32)
const count = Number(process.env.DOCTOR_WIRES ?? 400)
/** Says how long the doctor waits for one answer, in milliseconds. */
const TIMEOUT_MS = 10_000
/** Says how many exchanges the doctor has under way at a time. */
const WIDTH = 20

/** Headers whose values name the version of a browser, or the reader's language; that they are there is compared. */
const namesOnly = /^(user-agent|accept-language|sec-ch-ua.*)$/

describe('the doctor sends what a browser sends, header by header', () => {
  for (const { engine, isInstalled, launch } of browsers.filter(({ isInstalled }) => isInstalled)) {
    it(`${engine}, on ${count} exchanges of seed ${seed}`, { timeout: 300_000 }, async () => {
      const bench = await openBench()
      const browser = await launch()
      try {
        const random = new Random(seed)
        const exchanges = Array.from({ length: count }, (_, index) =>
          generateExchange(random, `w${index}`, bench.stage),
        )
        const sent = await byDoctor(bench, exchanges, engine)
        bench.play(exchanges)
        await perform(await openStage(browser, bench.pageUrl), exchanges)
        const differing = exchanges.flatMap(({ id, request }) => {
          const own = described(sent.get(id) ?? [])
          const real = described(bench.receivedFor(id))
          return JSON.stringify(own) === JSON.stringify(real) ? [] : [{ request, browser: real, doctor: own }]
        })
        console.log(`${engine} ${browser.version}: seed ${seed}, ${differing.length} of ${count} differ`)
        expect(isInstalled && differing).toEqual([])
      } finally {
        await browser.close()
        await bench.close()
      }
    })
  }
})

async function byDoctor(
  bench: Bench,
  exchanges: readonly Exchange[],
  engine: BrowserEngine,
): Promise<Map<string, readonly Received[]>> {
  bench.play(exchanges)
  const queue = [...exchanges]
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { request } = next
      // The stage sends two bytes wherever there is a body.
      const body = request.body === undefined ? {} : { body: Buffer.from('ok') }
      await examine(request, { timeoutMs: TIMEOUT_MS, engine, ...body })
    }
  }
  await Promise.all(Array.from({ length: WIDTH }, work))
  return new Map(exchanges.map(({ id }) => [id, [...bench.receivedFor(id)]]))
}

/** Each request as text, once where a browser repeats it because the connection broke. */
function described(requests: readonly Received[]): string[] {
  const texts = requests.map(({ headers, method, target }) => {
    const lines = [...headers].map(([name, value]) => (namesOnly.test(name) ? name : `${name}: ${value}`))
    return [`${method} ${target}`, ...lines.sort()].join('\n')
  })
  return texts.filter((text, index) => text !== texts[index - 1])
}
