import { getDomain } from 'tldts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, LaunchOptions } from '../../drivers/browser.ts'
import { launchChromium } from '../../drivers/chromium.ts'
import { findFirefox, findWebKit } from '../../drivers/find.ts'
import { launchFirefox } from '../../drivers/firefox.ts'
import { launchWebKit } from '../../drivers/webkit.ts'
import {
  type BrowserEngine,
  type CookieContext,
  type SiteOf,
  sendCookie,
  storeCookie,
} from '../../src/index.ts'
import { type Received, type Script, startScriptedServer } from './scripted-server.ts'

/** `Set-Cookie` values without their name; `*` stands for it. The name's prefix is part of what is tested. */
const attributes = [
  '*=1; Path=/',
  '*=1',
  '*=1; Path=/; SameSite=Lax',
  '*=1; Path=/; SameSite=Strict',
  '*=1; Path=/; SameSite=None',
  '*=1; Path=/; SameSite=None; Secure',
  '*=1; Path=/; SameSite=None; Secure; Partitioned',
  '*=1; Path=/; SameSite=None; Partitioned',
  '*=1; Path=/; Secure; Partitioned',
  '*=1; Path=/; Secure',
  '*=1; Path=/elsewhere; SameSite=None; Secure',
  '*=1; Path=/get; SameSite=None; Secure',
  '*=1; Path=/; Domain=backend.localhost; SameSite=None; Secure',
  '*=1; Path=/; Domain=other.localhost; SameSite=None; Secure',
  '*=1; Path=/; Domain=localhost; SameSite=Lax',
  '*=1; Path=/; HttpOnly; SameSite=Lax',
  '*=1; Path=/; SameSite=nonsense',
  '*=1; Path=/; Max-Age=100; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
  '*=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=100',
  '*=1; Path=/; Max-Age=0; Expires=Thu, 01 Jan 2099 00:00:00 GMT',
  '__Host-*=1; Secure; Path=/; SameSite=Lax',
  '__Host-*=1; Path=/; SameSite=Lax',
  '__Host-*=1; Secure; Path=/get; SameSite=Lax',
  '__Host-*=1; Secure; Path=/; Domain=backend.localhost; SameSite=Lax',
  '__Host-*=1; Secure; Path=/; SameSite=None; Partitioned',
  '__Secure-*=1; Secure; Path=/; SameSite=Lax',
  '__Secure-*=1; Path=/; SameSite=Lax',
]

/** The registrable domain, with private suffixes such as `vercel.app`, as browsers count them. */
const siteOf: SiteOf = (host) => getDomain(host, { allowPrivateDomains: true })

/** WebKitGTK's list of public suffixes has no rule for unknown top-level names, so each host under `localhost` is a site of its own. */
const webKitSiteOf: SiteOf = (host) => (host.endsWith('.localhost') ? host : siteOf(host))

const setups: readonly {
  name: BrowserEngine
  installed: boolean
  launch(options: LaunchOptions): Promise<Browser>
}[] = [
  { name: 'chromium', installed: true, launch: launchChromium },
  { name: 'firefox', installed: findFirefox() !== null, launch: launchFirefox },
  { name: 'webkit', installed: findWebKit() !== null, launch: launchWebKit },
]

describe('the model says which cookies a browser stores and sends', () => {
  let server: { port: number; close(): Promise<void> }
  const cookiesReceived = new Map<string, string>()
  beforeAll(async () => {
    server = await startScriptedServer(answer)
  })
  afterAll(() => server.close())

  const answer: Script = ({ target, headers }: Received) => {
    const [, kind, index] = target.split('/')
    if (kind === 'get') cookiesReceived.set(String(index), headers.get('cookie') ?? '')
    const cookie = kind === 'set' ? attributes[Number(index)]?.replace('*', `c${index}`) : undefined
    const head = [
      'HTTP/1.1 200 OK',
      `Access-Control-Allow-Origin: ${headers.get('origin') ?? '*'}`,
      'Access-Control-Allow-Credentials: true',
      'Content-Type: text/html',
      'Content-Length: 0',
      ...(cookie === undefined ? [] : [`Set-Cookie: ${cookie}`]),
    ]
    return { bytes: Buffer.from(`${head.join('\r\n')}\r\n\r\n`), close: false }
  }

  const settings = (name: BrowserEngine) =>
    name === 'webkit' ? (['default'] as const) : (['allow', 'block'] as const)
  for (const { name, launch } of setups.filter(({ installed }) => installed)) {
    for (const thirdPartyCookies of settings(name)) {
      it(`${name}, third-party cookies: ${thirdPartyCookies}`, { timeout: 120_000 }, async () => {
        const browser = await launch({ thirdPartyCookies })
        try {
          for (const host of ['localhost', 'app.backend.localhost', 'frontend.localhost']) {
            const target = host === 'localhost' ? 'localhost' : 'backend.localhost'
            const from = `http://${target}:${server.port}`
            const pageUrl = `http://${host}:${server.port}/`
            cookiesReceived.clear()
            const page = await browser.newPage()
            await page.goto(pageUrl)
            await page.evaluate(setAndGetAll, { from, count: attributes.length })
            await page.close()
            const seen = attributes.map((template, index) => {
              const isThere = (cookiesReceived.get(String(index)) ?? '').includes(`c${index}=1`)
              return `${host} ${template} ${isThere}`
            })
            const said = attributes.map((template, index) => {
              const context: CookieContext = {
                url: `${from}/set/${index}`,
                page: pageUrl,
                credentials: true,
                thirdPartyBlocked: thirdPartyCookies === 'block',
                siteOf: name === 'webkit' ? webKitSiteOf : siteOf,
                engine: name,
              }
              const storing = storeCookie(template.replace('*', `c${index}`), context)
              const reading = { ...context, url: `${from}/get/${index}` }
              return `${host} ${template} ${storing.stored && sendCookie(storing.cookie, reading).sent}`
            })
            expect(said).toEqual(seen)
          }
        } finally {
          await browser.close()
        }
      })
    }
  }
})

/** Runs in the page: every cookie is set by one answer and asked for by the next request. */
async function setAndGetAll({ from, count }: { from: string; count: number }): Promise<void> {
  for (let index = 0; index < count; index++) {
    await fetch(`${from}/set/${index}`, { credentials: 'include' })
    await fetch(`${from}/get/${index}`, { credentials: 'include' })
  }
}
