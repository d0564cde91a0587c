import { benchDecisions, type Row } from '@/tests/bench/decision.js'

/** `npm run bench`: the benchmarks as tables, or with `--json` as one object. */
const decisions = await benchDecisions()

if (process.argv.includes('--json')) {
  const machine = { node: process.version, platform: `${process.platform} ${process.arch}` }
  console.log(JSON.stringify({ machine, decisions }, null, 2))
} else {
  console.log(decisionTable(decisions))
}

function decisionTable(rows: readonly Row[]): string {
  const header = ['scenario', 'origins', 'engine', 'median', 'p25 to p75', 'to lib/cors', 'to 2 origins']
  const lines = rows.map((row) => [
    row.scenario,
    row.origins.toLocaleString('en'),
    row.engine,
    nanoseconds(row.nanoseconds.median),
    `${nanoseconds(row.nanoseconds.p25)} to ${nanoseconds(row.nanoseconds.p75)}`,
    `${row.toOurs.median.toFixed(2)}x`,
    `${row.toSmallest.median.toFixed(2)}x`,
  ])
  const widths = header.map((cell, column) =>
    Math.max(cell.length, ...lines.map((line) => line[column]?.length ?? 0)),
  )
  const format = (line: readonly string[]): string =>
    line
      .map((cell, column) =>
        column === 0 || column === 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
  return [
    'One decision, from the request in memory to the headers in memory',
    format(header),
    ...lines.map(format),
  ].join('\n')
}

function nanoseconds(value: number): string {
  return value < 10_000 ? `${Math.round(value)} ns` : `${(value / 1000).toFixed(1)} us`
}
