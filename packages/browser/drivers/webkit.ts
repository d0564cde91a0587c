import { type ChildProcess, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { basename } from 'node:path'
import { webkit } from '@playwright/test'
import { type Browser, expressionOf, type LaunchOptions, type Page, pollUntil, resultOf } from './browser.ts'
import { findMiniBrowser, findWebKit, findXvfbRun } from './find.ts'
import { loopbackProxy } from './loopback-proxy.ts'
import { playwrightPage } from './playwright-page.ts'

/**
 * Starts WebKit: WebKitGTK through its WebDriver, or the build Playwright brings. Each page has a cookie jar of its own.
 * Throws where there is no WebKit.
 */
export async function launchWebKit(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = options.executablePath ?? findWebKit()
  if (executablePath === null) {
    throw new Error(
      'No WebKit was found. On Debian: apt-get install webkit2gtk-driver xvfb. Elsewhere: npx playwright install webkit.',
    )
  }
  return basename(executablePath) === 'WebKitWebDriver'
    ? launchWebKitGtk(executablePath, options)
    : launchPlaywrightWebKit(executablePath, options)
}

async function launchPlaywrightWebKit(executablePath: string, options: LaunchOptions): Promise<Browser> {
  const proxy = await loopbackProxy(options)
  const browser = await webkit.launch({
    executablePath,
    ...(proxy ? { proxy: { server: proxy.address } } : {}),
  })
  return {
    name: 'webkit',
    version: browser.version(),
    newPage: async () => {
      const context = await browser.newContext({ ignoreHTTPSErrors: options.ignoreHTTPSErrors ?? false })
      return playwrightPage(await context.newPage(), context)
    },
    close: async () => {
      await browser.close()
      proxy?.stop()
    },
  }
}

/** One driver process serves one session, and one session is one cookie jar: so a page is a driver with its browser. */
async function launchWebKitGtk(driverPath: string, options: LaunchOptions): Promise<Browser> {
  const sessions: Session[] = [await startSession(driverPath, options)]
  let spare = sessions[0]
  return {
    name: 'webkit',
    version: sessions[0]?.version ?? '',
    newPage: async () => {
      const session = spare ?? (await startSession(driverPath, options))
      if (session !== spare) sessions.push(session)
      spare = undefined
      return webDriverPage(session)
    },
    close: async () => {
      await Promise.all(sessions.map((session) => session.end()))
    },
  }
}

interface Session {
  readonly version: string
  /** Sends one WebDriver command below the session and returns its `value`; throws the driver's error. */
  command(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>
  end(): Promise<void>
}

async function startSession(driverPath: string, options: LaunchOptions): Promise<Session> {
  const port = await freePort()
  const miniBrowser = findMiniBrowser()
  const driver = spawnDriver(driverPath, ['--host=127.0.0.1', `--port=${port}`])
  const proxy = await loopbackProxy(options)
  const address = `http://127.0.0.1:${port}`
  try {
    await untilReady(address, driver)
    const created = (await send(address, 'POST', '/session', {
      capabilities: {
        alwaysMatch: {
          acceptInsecureCerts: options.ignoreHTTPSErrors ?? false,
          timeouts: { script: 600_000, pageLoad: 60_000 },
          ...(miniBrowser === null
            ? {}
            : {
                'webkitgtk:browserOptions': {
                  binary: miniBrowser,
                  args: ['--automation', ...(proxy?.arguments ?? [])],
                },
              }),
        },
      },
    })) as { sessionId: string; capabilities: { browserVersion: string } }
    const session = `/session/${created.sessionId}`
    let ended = false
    return {
      version: created.capabilities.browserVersion,
      command: (method, path, body) => send(address, method, session + path, body),
      end: async () => {
        if (ended) return
        ended = true
        await send(address, 'DELETE', session).catch(() => undefined)
        stop(driver)
        proxy?.stop()
      },
    }
  } catch (error) {
    stop(driver)
    proxy?.stop()
    throw error
  }
}

/** The driver, under an X display of its own where the environment has none. In its own process group, so that all of it can be stopped. */
function spawnDriver(driverPath: string, args: string[]): ChildProcess {
  const xvfbRun = process.env.DISPLAY ? null : findXvfbRun()
  const env = {
    ...process.env,
    // The sandbox needs privileges that a container does not give; the pages are ours.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  }
  const command =
    xvfbRun === null ? [driverPath, ...args] : [xvfbRun, '--auto-servernum', driverPath, ...args]
  return spawn(command[0] ?? driverPath, command.slice(1), { stdio: 'ignore', detached: true, env })
}

function stop(driver: ChildProcess): void {
  if (driver.pid === undefined || driver.exitCode !== null) return
  try {
    process.kill(-driver.pid, 'SIGTERM')
  } catch {
    // It ended by itself between the question and the signal.
  }
}

async function untilReady(address: string, driver: ChildProcess): Promise<void> {
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    if (driver.exitCode !== null) throw new Error(`WebKitWebDriver ended with exit status ${driver.exitCode}`)
    try {
      await send(address, 'GET', '/status')
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  throw new Error('WebKitWebDriver did not answer within 20 s')
}

async function send(address: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(address + path, {
    method,
    ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
  })
  const { value } = (await response.json()) as { value: unknown }
  if (!response.ok) throw new Error(`WebDriver ${method} ${path}: ${JSON.stringify(value)}`)
  return value
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject()))
    })
  })
}

// The key under which WebDriver hands out element references (WebDriver §11).
const elementKey = 'element-6066-11e4-a52e-4f735466cecf'

function webDriverPage(session: Session): Page {
  const element = async (selector: string): Promise<string> => {
    await self.waitFor(`() => document.querySelector(${JSON.stringify(selector)}) !== null`)
    const found = await session.command('POST', '/element', { using: 'css selector', value: selector })
    return (found as Record<string, string>)[elementKey] ?? ''
  }
  const self: Page = {
    goto: async (url) => {
      await session.command('POST', '/url', { url })
    },
    evaluate: async (pageFunction, argument) => {
      const script = `const done = arguments[0]; ${expressionOf(pageFunction, argument)}
        .then((json) => done({ json }), (error) => done({ error: String(error) }))`
      const answer = await session.command('POST', '/execute/async', { script, args: [] })
      const { json, error } = answer as { json?: string; error?: string }
      if (error !== undefined) throw new Error(error)
      return resultOf(json)
    },
    fill: async (selector, text) => {
      const id = await element(selector)
      await session.command('POST', `/element/${id}/clear`)
      await session.command('POST', `/element/${id}/value`, { text })
    },
    click: async (selector) => {
      await session.command('POST', `/element/${await element(selector)}/click`)
    },
    waitFor: (predicate, timeoutMs) => pollUntil(self, predicate, timeoutMs),
    url: async () => String(await session.command('GET', '/url')),
    screenshot: async (path) => {
      await writeFile(path, Buffer.from(String(await session.command('GET', '/screenshot')), 'base64'))
    },
    close: () => session.end(),
  }
  return self
}
