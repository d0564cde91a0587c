import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ensureChromium } from '@/packages/browser/drivers/install'
import { labBuild } from '@/tests/stack'
import { exitStatus } from './deployments'

/**
 * `npm run test:e2e [-- playwright arguments]`: finds or installs a browser, builds both deployments for production and
 * drives them. With `prove` as the first argument it builds the lab, too, and runs what `npm test` leaves out: the lab's
 * scenarios, the tutorial, and the journeys in Firefox and WebKit.
 */
const [first, ...others] = process.argv.slice(2)
const proving = first === 'prove'
const playwrightArguments = proving ? others : process.argv.slice(2)
const projects = proving ? ['engines', 'lab'] : ['product']

try {
  console.log(`Browser: ${ensureChromium()}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  exitStatus(spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } }))
const built = await run(['--import', 'tsx', 'scripts/build.ts'])
if (built !== 0) process.exit(built)
if (proving && existsSync('packages/lab')) {
  console.log('\nBuilding both with the lab')
  const withLab = await run(['--import', 'tsx', 'scripts/build.ts'], labBuild)
  if (withLab !== 0) process.exit(withLab)
}
const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli')
const selection = projects.flatMap((project) => ['--project', project])
process.exit(await run([playwright, 'test', ...selection, ...playwrightArguments]))
