import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { BrowserEngine, Engine } from '@/lib/browser/index'
import type { Browser } from '../browsers/browser'
import { launchChromium } from '../browsers/chromium'
import { findFirefox, findWebKit } from '../browsers/find'
import { launchFirefox } from '../browsers/firefox'
import { launchWebKit } from '../browsers/webkit'
import { type Bench, openBench, verdictOf } from './bench'
import { type Exchange, generateExchange } from './generate'
import { openStage, perform } from './perform'
import { Random } from './random'

const seed = Number(process.env.BROWSER_MODEL_SEED ?? Date.now() % 2 ** 32)
const count = Number(process.env.DOCTOR_EXCHANGES ?? 250)

const launchers: readonly { engine: BrowserEngine; installed: boolean; launch(): Promise<Browser> }[] = [
  { engine: 'chromium', installed: true, launch: () => launchChromium() },
  { engine: 'firefox', installed: findFirefox() !== null, launch: () => launchFirefox() },
  { engine: 'webkit', installed: findWebKit() !== null, launch: () => launchWebKit() },
]

describe('the doctor, in a batch', () => {
  for (const { engine, launch } of launchers.filter(({ installed }) => installed)) {
    it(`says what ${engine} does, on ${count} exchanges`, { timeout: 300_000 }, async () => {
      const bench = await openBench()
      const browser = await launch()
      try {
        const exchanges = generate(bench)
        bench.play(exchanges)
        const general = await runDoctor(exchanges, 'consensus')
        const sent = new Map(exchanges.map(({ id }) => [id, bench.receivedFor(id).length]))
        const particular = await runDoctor(exchanges, engine)
        bench.play(exchanges)
        const tab = await openStage(browser, bench.pageUrl)
        const seen = new Map((await perform(tab, exchanges)).map(({ id, error }) => [id, error]))
        const departures: string[] = []
        const disagreements: object[] = []
        for (const [index, exchange] of exchanges.entries()) {
          const [result, own] = [general[index], particular[index]]
          if (result === undefined || own === undefined) throw new Error(`No result for ${exchange.id}`)
          expect(result.exchanges.length, 'requests reported, and requests sent').toBe(sent.get(exchange.id))
          const verdict = seen.get(exchange.id) === null ? 'allowed' : 'blocked'
          if (own.verdict !== verdict) disagreements.push({ ...exchange, verdict, result: own })
          if (result.verdict === verdict) continue
          // Without `--engine` the doctor says what all browsers do; a departure of one of them has to have a name.
          const isNamed = verdictOf(exchange, engine).allowed !== verdictOf(exchange, 'consensus').allowed
          if (isNamed) departures.push(result.reason)
          else disagreements.push({ ...exchange, verdict, result })
        }
        console.log(
          `${engine} ${browser.version}: seed ${seed}, ${count} exchanges, ${disagreements.length} disagreements, ` +
            `${departures.length} named departures of the engine (${[...new Set(departures)].join(', ')})`,
        )
        expect(disagreements).toEqual([])
      } finally {
        await browser.close()
        await bench.close()
      }
    })
  }
})

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
}

function runDoctor(exchanges: readonly Exchange[], engine: Engine): Promise<DoctorResult[]> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const doctor = spawn(
    process.execPath,
    ['--import', 'tsx', 'scripts/doctor.ts', '--batch', '--engine', engine],
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
