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

/** Headers whose values are the browser's version or the reader's settings; that they are there is compared. */
const namesOnly = /^(user-agent|accept-language|sec-ch-ua.*|sec-fetch-storage-access)$/
/** The doctor has no cookies. It does not know the address of a page without an origin, either. */
const leftOut = (origin: string): RegExp => (origin === 'null' ? /^(cookie|referer)$/ : /^cookie$/)
/** Firefox sends one of several `Content-Type` headers by an order that is its own. */
const hasTwoTypes = ({ request }: Exchange): boolean =>
  (request.headers ?? []).filter(([name]) => name.toLowerCase() === 'content-type').length > 1

describe('the doctor sends what a browser sends, header by header', () => {
  for (const { engine, launch } of browsers.filter(({ isInstalled }) => isInstalled)) {
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
        const seen = await perform(await openStage(browser, bench.pageUrl), exchanges)
        // On a busy machine, a page gives up on a call before the browser has sent all of it.
        const late = new Set(seen.filter(({ error }) => error === 'TimeoutError').map(({ id }) => id))
        const comparable = exchanges.filter(
          (each) => !late.has(each.id) && !(engine === 'firefox' && hasTwoTypes(each)),
        )
        const differing = comparable.flatMap(({ id, request }) => {
          const own = described(sent.get(id) ?? [], leftOut(request.origin))
          const real = described(bench.receivedFor(id), leftOut(request.origin))
          return JSON.stringify(own) === JSON.stringify(real) ? [] : [{ request, browser: real, doctor: own }]
        })
        console.log(
          `${engine} ${browser.version}: seed ${seed}, ${differing.length} of ${comparable.length} differ`,
        )
        expect(differing).toEqual([])
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
function described(requests: readonly Received[], left: RegExp): string[] {
  const texts = requests.map(({ headers, method, target }) => {
    const lines = [...headers]
      .filter(([name]) => !left.test(name))
      .map(([name, value]) => (namesOnly.test(name) ? name : `${name}: ${value}`))
    return [`${method} ${target}`, ...lines.sort()].join('\n')
  })
  return texts.filter((text, index) => text !== texts[index - 1])
}
