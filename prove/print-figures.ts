import { budgets, buildFigures, sourceFigures } from './figures.ts'

/** `npm run figures`: prints how large the project is, beside what it is held to. `--verbose` names each place. */
const source = sourceFigures()
const build = await buildFigures()
const share = (100 * source.badOpenings.length) / source.comments
const kilobytes = (value: number | null) => (value === null ? 'not built' : `${value.toFixed(1)} KB gzip`)

const rows: readonly (readonly [what: string, value: string, budget: string])[] = [
  [
    'product: app, components, lib, scripts, entries',
    `${source.productLines} lines`,
    `${budgets.productLines}`,
  ],
  ['tests', `${source.testLines} lines`, `${budgets.testLines}`],
  ['packages, their tests included', `${source.packageLines} lines`, ''],
  ['prove', `${source.proofLines} lines`, ''],
  ['functions over 60 lines', `${source.longFunctions.length}`, '0'],
  [
    'doc comments that open with what, whether, who…',
    `${share.toFixed(1)} %`,
    `${budgets.badOpeningsPercent} %`,
  ],
  ['JavaScript of /dashboard', kilobytes(build.dashboardKilobytes), `${budgets.dashboardKilobytes} KB`],
  ['edge bundle of the API', kilobytes(build.edgeKilobytes), 'prove/middleware-entry.test.ts'],
]
for (const [what, value, budget] of rows) console.log(`${what.padEnd(50)} ${value.padStart(16)}   ${budget}`)
if (process.argv.includes('--verbose')) {
  console.log(['', ...source.longFunctions, '', ...source.badOpenings].join('\n'))
}
