import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { ensureChromium } from '@/packages/browser/drivers/install'
import { exitStatus } from './deployments'

/**
 * `npm run test:e2e [-- playwright arguments]`: finds or installs a browser, builds both deployments for production and
 * drives them.
 */
try {
  console.log(`Browser: ${ensureChromium()}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
const run = (args: readonly string[]) => exitStatus(spawn(process.execPath, args, { stdio: 'inherit' }))
const built = await run(['--import', 'tsx', 'scripts/build.ts'])
if (built !== 0) process.exit(built)
const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli')
process.exit(await run([playwright, 'test', '--project', 'product', ...process.argv.slice(2)]))
