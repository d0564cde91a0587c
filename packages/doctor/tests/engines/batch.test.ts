import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { BrowserEngine, Engine } from '@next-cross-origin/browser'
import { describe, expect, it } from 'vitest'
import type { Browser } from '../../../browser/drivers/browser.ts'
import { type Bench, openBench, verdictOf } from '../../../browser/tests/engines/bench.ts'
import { type Exchange, generateExchange } from '../../../browser/tests/engines/generate.ts'
import { openStage, perform } from '../../../browser/tests/engines/perform.ts'
import { Random } from '../../../browser/tests/engines/random.ts'
import { browsers } from './browsers.ts'
import { cameBack, lookFor, type ReportedCookie, saidToComeBack, withCookies } from './cookies.ts'

const seed = Number(process.env.BROWSER_MODEL_SEED ?? Date.now() % 2 ** 32)
const count = Number(process.env.DOCTOR_EXCHANGES ?? 250)

/** Says how many exchanges the page performs at a time. */
const BATCH = 100

describe('the doctor, in a batch', () => {
  for (const { engine, launch } of browsers.filter(({ isInstalled }) => isInstalled)) {
    const timeout = 300_000 + count * 60
    it(`says what ${engine} does, on ${count} exchanges with cookies in them`, { timeout }, async () => {
      const bench = await openBench()
      // WebKit knows no such setting, and blocks them.
      const browser = await launch(engine === 'webkit' ? {} : { thirdPartyCookies: 'allow' })
      try {
        const exchanges = generate(bench)
        bench.play(exchanges)
        const general = await runDoctor(exchanges, 'consensus')
        const sent = new Map(exchanges.map(({ id }) => [id, bench.receivedFor(id).length]))
        const particular = await runDoctor(exchanges, engine)
        const seen = await performAll(browser, bench, exchanges)
        for (const [index, { id }] of exchanges.entries())
          expect(general[index]?.exchanges.length, 'requests reported, and requests sent').toBe(sent.get(id))
        const tally = compared(engine, exchanges, { general, particular, seen })
        console.log(
          `${engine} ${browser.version}: seed ${seed}, ${count} exchanges, ${tally.cookies} cookies that come back, ` +
            `${tally.disagreements.length} disagreements; without --engine: ${tally.departures} named departures ` +
            `from what the others do, ${tally.unsaid} not said`,
        )
        expect(tally.disagreements).toEqual([])
      } finally {
        await browser.close()
        await bench.close()
      }
    })
  }
})

/** Compares the doctor's answers, without and with `--engine`, with what the browser did. */
interface Compared {
  readonly general: readonly DoctorResult[]
  readonly particular: readonly DoctorResult[]
  readonly seen: ReadonlyMap<string, Seen>
}

/** Records what a browser did with an exchange: the promise's error, and whether the cookie came back. */
interface Seen {
  readonly error: string | null
  readonly cookie: boolean
}

function compared(
  engine: BrowserEngine,
  exchanges: readonly Exchange[],
  { general, particular, seen }: Compared,
) {
  const tally = { disagreements: [] as object[], departures: 0, unsaid: 0, cookies: 0 }
  for (const [index, exchange] of exchanges.entries()) {
    const [result, own, did] = [general[index], particular[index], seen.get(exchange.id)]
    if (result === undefined || own === undefined || did === undefined)
      throw new Error(`No result for ${exchange.id}`)
    const verdict = did.error === null ? 'allowed' : 'blocked'
    // Asked about one browser, the doctor says what that one does.
    const error = did.error
    if (own.verdict !== verdict) tally.disagreements.push({ ...exchange, verdict, error, result: own })
    if (saidToComeBack(own.cookies, exchange, engine) !== did.cookie)
      tally.disagreements.push({ ...exchange, cameBack: did.cookie, cookies: own.cookies })
    if (did.cookie) tally.cookies++
    // Asked about none, it says what each does, unless that one would have sent something else.
    const said = result.browsers[engine]
    if (said === null) tally.unsaid++
    else if (said !== verdict) tally.disagreements.push({ ...exchange, verdict, error, result })
    if (result.verdict === verdict) continue
    // Its verdict is then that of all browsers; a departure of one of them has to have a name.
    const isNamed = verdictOf(exchange, engine).allowed !== verdictOf(exchange, 'consensus').allowed
    if (isNamed && result.warnings.includes('browsers-differ')) tally.departures++
    else tally.disagreements.push({ ...exchange, verdict, result })
  }
  return tally
}

async function performAll(
  browser: Browser,
  bench: Bench,
  exchanges: readonly Exchange[],
): Promise<Map<string, Seen>> {
  const tab = await openStage(browser, bench.pageUrl)
  const seen = new Map<string, Seen>()
  for (let done = 0; done < exchanges.length; done += BATCH) {
    const batch = exchanges.slice(done, done + BATCH)
    const performed = new Map((await perform(tab, batch)).map(({ id, error }) => [id, error]))
    // Before other cookies push them out: a browser keeps 180 of a host.
    await perform(tab, batch.filter(({ request }) => request.origin !== 'null').map(lookFor))
    for (const exchange of batch) {
      const error = performed.get(exchange.id)
      if (error !== undefined) seen.set(exchange.id, { error, cookie: cameBack(bench, exchange) })
    }
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
    if (mode === 'cors' && body === undefined && credentials !== 'omit')
      exchanges.push(withCookies(random, exchange))
  }
  return exchanges
}

interface DoctorResult {
  readonly verdict: string
  readonly reason: string
  readonly exchanges: readonly unknown[]
  readonly cookies: readonly ReportedCookie[]
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
