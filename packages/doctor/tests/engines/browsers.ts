import type { BrowserEngine } from '@next-cross-origin/browser'
import type { Browser, LaunchOptions } from '../../../browser/drivers/browser.ts'
import { launchChromium } from '../../../browser/drivers/chromium.ts'
import { findFirefox, findWebKit } from '../../../browser/drivers/find.ts'
import { launchFirefox } from '../../../browser/drivers/firefox.ts'
import { launchWebKit } from '../../../browser/drivers/webkit.ts'

/** A browser to compare with. */
interface Candidate {
  readonly engine: BrowserEngine
  readonly isInstalled: boolean
  launch(options?: LaunchOptions): Promise<Browser>
}

/** The three engines, and which of them are on this machine. */
export const browsers: readonly Candidate[] = [
  { engine: 'chromium', isInstalled: true, launch: (options) => launchChromium(options) },
  { engine: 'firefox', isInstalled: findFirefox() !== null, launch: (options) => launchFirefox(options) },
  { engine: 'webkit', isInstalled: findWebKit() !== null, launch: (options) => launchWebKit(options) },
]
