import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { findFirefox, findWebKit } from '@/packages/browser/drivers/find'
import { ensureChromium } from '@/packages/browser/drivers/install'
import { exitStatus } from '@/scripts/deployments'
import { labBuild } from '@/tests/stack'

/**
 * `npm run prove [-- step…]`: runs what `npm test` leaves out, one step after the other, or the steps that are named. A
 * step that fails does not stop the next one. Ends with a table, with what could not run here, and with status 1 when a step failed.
 */
interface Step {
  readonly what: string
  /** The arguments of Node.js. */
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const { resolve } = createRequire(import.meta.url)
const build = ['--import', 'tsx', 'scripts/build.ts']
const vitest = (...projects: readonly string[]) => [
  resolve('vitest/package.json').replace(/package\.json$/, 'vitest.mjs'),
  'run',
  ...projects.flatMap((project) => ['--project', project]),
]
const playwright = (project: string) => [resolve('@playwright/test/cli'), 'test', '--project', project]

const steps: Readonly<Record<string, Step>> = {
  build: { what: 'both production builds', args: build },
  'lab-build': { what: 'both production builds with the lab', args: build, env: labBuild },
  ...(process.env.TEST_DATABASE_URL
    ? { postgres: { what: 'the integration tests on PostgreSQL', args: vitest('integration, postgres') } }
    : {}),
  packages: { what: 'tests and mutants of the packages, and the tutorial', args: vitest('packages') },
  proofs: {
    what: 'tarballs outside the repository, adopting, deleting packages, faults, limits',
    args: vitest('proofs'),
  },
  browsers: {
    what: 'attacks, topologies and sign-in over TLS in browsers, raw requests, processes',
    args: playwright('proofs'),
  },
  lab: { what: 'scenarios and pages of the lab in browsers', args: playwright('lab') },
  engines: { what: 'the browser model against three engines', args: vitest('browser model') },
  fixtures: { what: 'the doctor on real server software', args: vitest('doctor fixtures') },
}

/** Returns what this machine lacks, with what is not proven for want of it. */
function absences(): string[] {
  return [
    ...(findFirefox() ? [] : ['Firefox is not installed: nothing is proven in Firefox.']),
    ...(findWebKit() ? [] : ['WebKit is not installed: nothing is proven in WebKit.']),
    ...(process.env.TEST_DATABASE_URL
      ? []
      : [
          'TEST_DATABASE_URL is not set: nothing is proven on PostgreSQL.',
          '  node --import tsx packages/local/src/with-postgres.ts npm run prove   starts one and sets it',
        ]),
  ]
}

async function runStep([name, { what, args, env }]: readonly [string, Step]) {
  console.log(`\n=== ${name}: ${what}\n`)
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  const status = await exitStatus(child)
  return { name, what, passed: status === 0, seconds: Math.round((performance.now() - startedAt) / 1_000) }
}

const named = process.argv.slice(2)
const unknown = named.filter((name) => !Object.hasOwn(steps, name))
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. The steps: ${Object.keys(steps).join(', ')}.`)
  process.exit(2)
}
console.log([`Browser: ${ensureChromium()}`, ...absences()].join('\n'))
const wanted = Object.entries(steps).filter(([name]) => named.length === 0 || named.includes(name))
const outcomes = []
for (const step of wanted) outcomes.push(await runStep(step))
const rows = outcomes.map(
  ({ name, what, passed, seconds }) =>
    `${passed ? 'passed' : 'FAILED'}  ${name.padEnd(10)}${`${seconds} s`.padStart(7)}  ${what}`,
)
console.log(['', ...rows, ...absences().map((line) => `ABSENT  ${line}`)].join('\n'))
process.exitCode = outcomes.every(({ passed }) => passed) ? 0 : 1
