import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { findChromium, findFirefox, findWebKit } from './find.ts'

/**
 * The path of a Chromium to test with. Installs one when none is found: with Playwright's installer, or, as root on Debian
 * or Ubuntu, from the distribution. Throws an error that says what to do when neither works.
 */
export function ensureChromium(): string {
  const found = findChromium()
  if (found !== null) return found
  const attempts = [withPlaywright, ...(isRootOnDebian() ? [fromDebian] : [])]
  const problems: string[] = []
  for (const attempt of attempts) {
    const problem = attempt()
    const installed = findChromium()
    if (installed !== null) return installed
    problems.push(problem)
  }
  throw new Error(
    [
      'No Chromium or Chrome was found, and none could be installed:',
      ...problems.map((problem) => `  - ${problem}`),
      'Do one of these, then run the tests again:',
      '  - npx playwright install chromium',
      '  - sudo apt-get install chromium         (Debian, Ubuntu)',
      '  - brew install --cask google-chrome     (macOS)',
      '  - set CHROMIUM_PATH to the executable of one you have',
    ].join('\n'),
  )
}

/** Prepares the tests that drive browsers, once: Vitest calls it before the first of them. */
export function setup(): void {
  ensureChromium()
  const missing = [...(findFirefox() ? [] : ['Firefox']), ...(findWebKit() ? [] : ['WebKit'])]
  if (missing.length > 0) console.log(`Not compared with ${missing.join(' and ')}, because not installed.`)
}

function withPlaywright(): string {
  const packageFile = createRequire(import.meta.url).resolve('@playwright/test/package.json')
  const result = run(process.execPath, [join(dirname(packageFile), 'cli.js'), 'install', 'chromium'])
  return `playwright install chromium: ${result}`
}

function fromDebian(): string {
  const update = run('apt-get', ['update'])
  const install = run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'])
  return `apt-get update: ${update}; apt-get install chromium: ${install}`
}

function isRootOnDebian(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version')
}

function run(command: string, args: string[]): string {
  const { status, error, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 600_000,
  })
  if (error !== undefined) return error.message
  if (status === 0) return 'ended well, yet no browser is there'
  return `exit ${status}: ${stderr.trim().split('\n').at(-1) ?? ''}`
}
