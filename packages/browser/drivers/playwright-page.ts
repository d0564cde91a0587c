import type { BrowserContext, Page as PlaywrightPage } from '@playwright/test'
import { expressionOf, type Page, pollUntil, resultOf } from './browser.ts'

/** A page of a browser that Playwright drives. Closing it closes its context, and the cookie jar with it. */
export function playwrightPage(page: PlaywrightPage, context: BrowserContext): Page {
  const self: Page = {
    goto: async (url) => {
      await page.goto(url)
    },
    evaluate: async (pageFunction, argument) =>
      resultOf(await page.evaluate(expressionOf(pageFunction, argument))),
    fill: (selector, text) => page.fill(selector, text),
    click: (selector) => page.click(selector),
    waitFor: (predicate, timeoutMs) => pollUntil(self, predicate, timeoutMs),
    url: async () => page.url(),
    screenshot: async (path) => {
      await page.screenshot({ path })
    },
    close: () => context.close(),
  }
  return self
}
