/** Describes what a test asks of a browser at launch. Every field is optional; the browser's own default is the default. */
export interface LaunchOptions {
  /** The executable to start instead of the one that was found. */
  executablePath?: string
  /**
   * `block` blocks every third-party cookie; `allow` allows them all; `default` is what a fresh page of the browser does:
   * Chromium's are private windows, which block; Firefox gives each top-level site a jar of its own for third parties.
   * WebKit refuses third-party cookies by itself and offers no switch.
   */
  thirdPartyCookies?: 'default' | 'allow' | 'block'
  /** Accept certificates that no authority signed. */
  ignoreHTTPSErrors?: boolean
  /** Names that stand for this machine, whatever the name servers say: for domains that a public suffix list knows. */
  loopbackHosts?: readonly string[]
}

/** A running browser; the same test drives Chromium, Firefox and WebKit through it. */
export interface Browser {
  readonly name: BrowserName
  readonly version: string
  /** Opens a page with a cookie jar of its own. */
  newPage(): Promise<Page>
  close(): Promise<void>
}

export type BrowserName = 'chromium' | 'firefox' | 'webkit'

/** One page. Selectors are CSS selectors; times are in milliseconds. */
export interface Page {
  goto(url: string): Promise<void>
  /**
   * Runs a function in the page and returns what it (or the promise it returned) gave.
   * The function travels as source text, so it sees only its argument; both cross as JSON.
   */
  evaluate<T, A = undefined>(pageFunction: PageFunction<T, A>, argument?: A): Promise<T>
  /** Replaces the text of a field the way typing does. */
  fill(selector: string, text: string): Promise<void>
  click(selector: string): Promise<void>
  /** Waits until the predicate is truthy in the page; throws after `timeoutMs` (30 s unless told, because a machine can be busy). */
  waitFor(predicate: PageFunction<unknown, undefined>, timeoutMs?: number): Promise<void>
  url(): Promise<string>
  /** Writes a PNG. */
  screenshot(path: string): Promise<void>
  close(): Promise<void>
}

/** A function, or the source text of one. */
export type PageFunction<T, A> = string | ((argument: A) => T | Promise<T>)

/**
 * The expression that runs a page function and gives a promise of its result as JSON text.
 * `__name` is what the bundler wraps named functions in; the page has none, so the expression brings one.
 */
export function expressionOf<T, A>(pageFunction: PageFunction<T, A>, argument: A | undefined): string {
  const source = typeof pageFunction === 'string' ? pageFunction : pageFunction.toString()
  const passed = argument === undefined ? 'undefined' : JSON.stringify(argument)
  return `(async () => { const __name = (f) => f; return JSON.stringify(await (${source})(${passed})) })()`
}

/** The value behind the JSON text of {@link expressionOf}; the caller vouches for the type, as with any remote call. */
export function resultOf<T>(json: unknown): T {
  return (typeof json === 'string' ? JSON.parse(json) : undefined) as T
}

/** Polls until the page's predicate is truthy. Survives the page navigating away while it is asked. */
export async function pollUntil(
  page: Pick<Page, 'evaluate'>,
  predicate: PageFunction<unknown, undefined>,
  timeoutMs = 30_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  let lastError: unknown
  while (Date.now() < deadline) {
    try {
      const source = typeof predicate === 'string' ? predicate : predicate.toString()
      if (await page.evaluate<boolean>(`async () => Boolean(await (${source})())`)) return
      lastError = undefined
    } catch (error) {
      lastError = error
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const cause = lastError instanceof Error ? `: ${lastError.message}` : ''
  throw new Error(`Not true within ${timeoutMs} ms: ${String(predicate)}${cause}`)
}
