import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { ensureChromium } from '@/tests/browsers/install'
import { exitStatus } from './deployments'

/** `npm run test:e2e [-- playwright arguments]`: finds or installs a browser, builds for production, and drives it. */
try {
  console.log(`Browser: ${await ensureChromium()}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
const run = (args: readonly string[]) => exitStatus(spawn(process.execPath, args, { stdio: 'inherit' }))
const built = await run(['--import', 'tsx', 'scripts/build.ts'])
if (built !== 0) process.exit(built)
const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli')
process.exit(await run([playwright, 'test', ...process.argv.slice(2)]))
