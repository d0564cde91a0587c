import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from '@playwright/test'
import type { Browser, LaunchOptions } from './browser.ts'
import { ensureChromium } from './install.ts'
import { playwrightPage } from './playwright-page.ts'

const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']

/**
 * Starts Chromium, headless. Pages are contexts of their own, except when third-party cookies are blocked or allowed on
 * purpose: that is a preference of a profile, so each page then is a browser with a profile of its own.
 */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = options.executablePath ?? ensureChromium()
  const ignoreHTTPSErrors = options.ignoreHTTPSErrors ?? false
  const loopback = (options.loopbackHosts ?? []).map((host) => `MAP ${host} 127.0.0.1`)
  const args = loopback.length === 0 ? quiet : [...quiet, `--host-resolver-rules=${loopback.join()}`]
  const setting = options.thirdPartyCookies ?? 'default'
  const shared = setting === 'default' ? await chromium.launch({ executablePath, args }) : null
  const profiles: { context: BrowserContext; folder: string }[] = []

  const contextWithCookieSetting = async (setting: 'allow' | 'block') => {
    const folder = mkdtempSync(join(tmpdir(), 'chromium-profile-'))
    mkdirSync(join(folder, 'Default'))
    // CookieControlsMode in Chromium's sources: 0 off, 1 block third-party cookies.
    const preferences = { profile: { cookie_controls_mode: setting === 'block' ? 1 : 0 } }
    writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
    const context = await chromium.launchPersistentContext(folder, {
      executablePath,
      args,
      ignoreHTTPSErrors,
    })
    profiles.push({ context, folder })
    return context
  }

  const newContext = (): Promise<BrowserContext> =>
    shared === null
      ? contextWithCookieSetting(setting === 'block' ? 'block' : 'allow')
      : shared.newContext({ ignoreHTTPSErrors })

  return {
    name: 'chromium',
    version: shared?.version() ?? versionOf(executablePath),
    newPage: async () => {
      const context = await newContext()
      return playwrightPage(await context.newPage(), context)
    },
    close: async () => {
      for (const { context, folder } of profiles) {
        await context.close()
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
      }
      await shared?.close()
    },
  }
}

/** Returns what the executable says of itself; a persistent profile has no browser object to ask. */
function versionOf(executablePath: string): string {
  const { stdout } = spawnSync(executablePath, ['--version'], { encoding: 'utf8' })
  return /\d+(\.\d+)+/.exec(stdout)?.[0] ?? ''
}
