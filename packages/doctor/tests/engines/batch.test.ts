import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { BrowserEngine, Engine } from '@next-cross-origin/browser'
import { describe, expect, it } from 'vitest'
import type { Browser } from '../../../browser/drivers/browser.ts'
import { launchChromium } from '../../../browser/drivers/chromium.ts'
import { findFirefox, findWebKit } from '../../../browser/drivers/find.ts'
import { launchFirefox } from '../../../browser/drivers/firefox.ts'
import { launchWebKit } from '../../../browser/drivers/webkit.ts'
import { type Bench, openBench, verdictOf } from '../../../browser/tests/engines/bench.ts'
import { type Exchange, generateExchange } from '../../../browser/tests/engines/generate.ts'
import { openStage, perform } from '../../../browser/tests/engines/perform.ts'
import { Random } from '../../../browser/tests/engines/random.ts'

const seed = Number(process.env.BROWSER_MODEL_SEED ?? Date.now() % 2 ** 32)
const count = Number(process.env.DOCTOR_EXCHANGES ?? 250)

const launchers: readonly { engine: BrowserEngine; installed: boolean; launch(): Promise<Browser> }[] = [
  { engine: 'chromium', installed: true, launch: () => launchChromium() },
  { engine: 'firefox', installed: findFirefox() !== null, launch: () => launchFirefox() },
  { engine: 'webkit', installed: findWebKit() !== null, launch: () => launchWebKit() },
]

/** Says how many exchanges the page performs at a time. */
const BATCH = 500

describe('the doctor, in a batch', () => {
  for (const { engine, launch } of launchers.filter(({ installed }) => installed)) {
    const timeout = 300_000 + count * 60
    it(`says what ${engine} does, on ${count} exchanges`, { timeout }, async () => {
      const bench = await openBench()
      const browser = await launch()
      try {
        const exchanges = generate(bench)
        bench.play(exchanges)
        const general = await runDoctor(exchanges, 'consensus')
        const sent = new Map(exchanges.map(({ id }) => [id, bench.receivedFor(id).length]))
        const particular = await runDoctor(exchanges, engine)
        const seen = await performAll(browser, bench, exchanges)
        const tally = { disagreements: [] as object[], departures: 0, unsaid: 0 }
        for (const [index, exchange] of exchanges.entries()) {
          const [result, own] = [general[index], particular[index]]
          if (result === undefined || own === undefined) throw new Error(`No result for ${exchange.id}`)
          expect(result.exchanges.length, 'requests reported, and requests sent').toBe(sent.get(exchange.id))
          const verdict = seen.get(exchange.id) === null ? 'allowed' : 'blocked'
          // Asked about one browser, the doctor says what that one does.
          if (own.verdict !== verdict) tally.disagreements.push({ ...exchange, verdict, result: own })
          // Asked about none, it says what each does, unless that one would have sent something else.
          const said = result.browsers[engine]
          if (said === null) tally.unsaid++
          else if (said !== verdict) tally.disagreements.push({ ...exchange, verdict, result })
          if (result.verdict === verdict) continue
          // Its verdict is then that of all browsers; a departure of one of them has to have a name.
          const isNamed = verdictOf(exchange, engine).allowed !== verdictOf(exchange, 'consensus').allowed
          if (isNamed && result.warnings.includes('browsers-differ')) tally.departures++
          else tally.disagreements.push({ ...exchange, verdict, result })
        }
        console.log(
          `${engine} ${browser.version}: seed ${seed}, ${count} exchanges, ${tally.disagreements.length} disagreements; ` +
            `without --engine: ${tally.departures} named departures from what the others do, ${tally.unsaid} not said`,
        )
        expect(tally.disagreements).toEqual([])
      } finally {
        await browser.close()
        await bench.close()
      }
    })
  }
})

async function performAll(
  browser: Browser,
  bench: Bench,
  exchanges: readonly Exchange[],
): Promise<Map<string, string | null>> {
  const tab = await openStage(browser, bench.pageUrl)
  const seen = new Map<string, string | null>()
  for (let done = 0; done < exchanges.length; done += BATCH) {
    const batch = exchanges.slice(done, done + BATCH)
    for (const { id, error } of await perform(tab, batch)) seen.set(id, error)
  }
  return seen
}

/** Exchanges that a line of a batch can express: `cors` mode, no body. */
function generate(bench: Bench): Exchange[] {
  const random = new Random(seed)
  const exchanges: Exchange[] = []
  while (exchanges.length < count) {
    const exchange = generateExchange(random, `d${exchanges.length}`, bench.stage)
    const { mode, body, credentials } = exchange.request
    if (mode === 'cors' && body === undefined && credentials !== 'omit') exchanges.push(exchange)
  }
  return exchanges
}

interface DoctorResult {
  readonly verdict: string
  readonly reason: string
  readonly exchanges: readonly unknown[]
  readonly warnings: readonly string[]
  readonly browsers: Readonly<Record<BrowserEngine, 'allowed' | 'blocked' | null>>
}

function runDoctor(exchanges: readonly Exchange[], engine: Engine): Promise<DoctorResult[]> {
  const root = fileURLToPath(new URL('../../../..', import.meta.url))
  const doctor = spawn(
    process.execPath,
    ['--import', 'tsx', 'packages/doctor/src/cli.ts', '--batch', '--engine', engine],
    {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const lines = exchanges.map(({ request: { url, origin, method, headers, credentials } }) =>
    JSON.stringify({
      url,
      origin,
      method,
      headers: Object.fromEntries(headers ?? []),
      credentials: credentials === 'include',
    }),
  )
  doctor.stdin.end(lines.join('\n'))
  return new Promise((resolve, reject) => {
    let output = ''
    doctor.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
    doctor.once('error', reject)
    doctor.once('close', () => {
      resolve(
        output
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      )
    })
  })
}
