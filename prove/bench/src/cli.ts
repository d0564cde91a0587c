import { benchDecisions, type Row } from './decision.ts'
import { bareRoute, benchRequests, ours, type RequestRow } from './end-to-end.ts'
import type { Spread } from './measure.ts'
import { buildServers } from './servers.ts'

/** Describes what this project means to reach, beside which server. */
const aims = [
  ['preflight', 'fastify', 1],
  ['denied origin', 'fastify', 1],
  ['read', bareRoute, 1],
  ['signed-in read', bareRoute, 0.8],
] as const

/**
 * `npm run bench [-- decision|end-to-end] [-- --json]`: both benchmarks, or one, as tables or as one object.
 */
const args = process.argv.slice(2)
const [only] = args.filter((argument) => argument !== '--json')
if (only !== undefined && only !== 'decision' && only !== 'end-to-end') {
  console.error('Usage: npm run bench [-- decision|end-to-end] [-- --json]')
  process.exit(2)
}

const progress = (line: string) => console.error(line)
if (only !== 'end-to-end') progress('measuring decisions in memory')
const decisions = only === 'end-to-end' ? [] : await benchDecisions()
if (only !== 'decision') {
  progress('building this project and the recipe of the documentation')
  await buildServers()
}
const requests = only === 'decision' ? [] : await benchRequests(progress)

if (args.includes('--json')) {
  const machine = { node: process.version, platform: `${process.platform} ${process.arch}` }
  console.log(JSON.stringify({ machine, decisions, requests }, null, 2))
} else {
  if (decisions.length > 0) console.log(decisionTable(decisions))
  if (requests.length > 0) console.log(`\n${requestTable(requests)}\n\n${conclusion(requests)}`)
}

function decisionTable(rows: readonly Row[]): string {
  const header = ['scenario', 'origins', 'engine', 'median', 'p25 to p75', 'to packages/cors', 'to 2 origins']
  const lines = rows.map((row) => [
    row.scenario,
    row.origins.toLocaleString('en'),
    row.engine,
    nanoseconds(row.nanoseconds.median),
    spread(row.nanoseconds, nanoseconds),
    times(row.toOurs.median),
    times(row.toSmallest.median),
  ])
  return table('One decision, from the request in memory to the headers in memory', header, lines, [0, 2])
}

function requestTable(rows: readonly RequestRow[]): string {
  const header = [
    'scenario',
    'server',
    'requests/s',
    'p25 to p75',
    'p50',
    'p99',
    'first to this',
    'p25 to p75',
  ]
  const lines = rows.map(({ scenario, server, requestsPerSecond, p50Ms, p99Ms, firstToThis }) => [
    scenario,
    server,
    whole(requestsPerSecond.median),
    spread(requestsPerSecond, whole),
    `${p50Ms.median.toFixed(1)} ms`,
    `${p99Ms.median.toFixed(1)} ms`,
    firstToThis ? times(firstToThis.median) : '',
    firstToThis ? spread(firstToThis, times) : '',
  ])
  return table('One request over 32 connections, production builds, in turns', header, lines, [0, 1])
}

function conclusion(rows: readonly RequestRow[]): string {
  const sentences = aims.map(([scenario, server, least]) => {
    const ratio = rows.find((row) => row.scenario === scenario && row.server === server)?.firstToThis
    if (!ratio) return `${scenario}: ${server} was not measured.`
    const verdict = ratio.median >= least ? 'reached' : 'missed'
    return `${scenario}: ${ours} answers ${times(ratio.median)} as many as ${server}; the aim of ${times(least)} is ${verdict}.`
  })
  const workers = rows.flatMap(({ scenario, server, firstToThis }) =>
    server === 'WORKERS=2' && firstToThis
      ? [`${scenario}: two workers answer ${times(1 / firstToThis.median)} as many as one.`]
      : [],
  )
  return [...sentences, ...workers].join('\n')
}

/** @param texts the columns that begin on the left */
function table(
  title: string,
  header: readonly string[],
  lines: readonly (readonly string[])[],
  texts: readonly number[],
): string {
  const widths = header.map((cell, column) =>
    Math.max(cell.length, ...lines.map((line) => line[column]?.length ?? 0)),
  )
  const format = (line: readonly string[]): string =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return texts.includes(column) ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
  return [title, format(header), ...lines.map(format)].join('\n')
}

function spread({ p25, p75 }: Spread, format: (value: number) => string): string {
  return `${format(p25)} to ${format(p75)}`
}

function whole(value: number): string {
  return String(Math.round(value))
}

function times(value: number): string {
  return `${value.toFixed(2)}x`
}

function nanoseconds(value: number): string {
  return value < 10_000 ? `${Math.round(value)} ns` : `${(value / 1000).toFixed(1)} us`
}
