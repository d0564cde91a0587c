import puppeteer from 'puppeteer-core'
import { type Browser, expressionOf, type LaunchOptions, type Page, pollUntil, resultOf } from './browser.ts'
import { findFirefox } from './find.ts'

// network.cookie.cookieBehavior: 0 accepts all, 1 refuses third-party cookies, 5 (default) gives each site its own third-party jar.
const cookieBehavior = { allow: 0, block: 1, default: 5 } as const

/** Starts Firefox, headless, driven by WebDriver BiDi. Each page is a user context (a container) of its own. Throws where there is no Firefox. */
export async function launchFirefox(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = options.executablePath ?? findFirefox()
  if (executablePath === null) {
    throw new Error('No Firefox was found. Install one, or set FIREFOX_PATH to its executable.')
  }
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    acceptInsecureCerts: options.ignoreHTTPSErrors ?? false,
    extraPrefsFirefox: {
      'network.cookie.cookieBehavior': cookieBehavior[options.thirdPartyCookies ?? 'default'],
      // A test opens windows without a person's click.
      'dom.disable_open_during_load': false,
      'network.dns.localDomains': (options.loopbackHosts ?? []).join(),
    },
  })
  return {
    name: 'firefox',
    version: (await browser.version()).replace(/^\w+\//, ''),
    newPage: async () => {
      const context = await browser.createBrowserContext()
      const page = await context.newPage()
      const self: Page = {
        goto: async (url) => {
          await page.goto(url)
        },
        evaluate: async (pageFunction, argument) =>
          resultOf(await page.evaluate(expressionOf(pageFunction, argument))),
        fill: (selector, text) => page.locator(selector).fill(text),
        click: (selector) => page.locator(selector).click(),
        waitFor: (predicate, timeoutMs) => pollUntil(self, predicate, timeoutMs),
        url: async () => page.url(),
        screenshot: async (path) => {
          await page.screenshot({ path: path.endsWith('.png') ? (path as `${string}.png`) : `${path}.png` })
        },
        close: () => context.close(),
      }
      return self
    },
    close: () => browser.close(),
  }
}
