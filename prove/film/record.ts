import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FilmedCall, FilmedExchange } from '@next-cross-origin/lab/film/filmed'
import { scriptOf, titleOf } from '@next-cross-origin/lab/film/live'
import { ofTheMessage, withoutSecrets } from '@next-cross-origin/lab/film/message'
import { startStack } from '@/tests/stack'
import { launchChromium } from '../../packages/browser/drivers/chromium.ts'
import { saveBio, signIn } from './journey.ts'
import { startRecordingProxy } from './recording-proxy.ts'

/**
 * `npm run film` records the film of the home page from the production builds with the lab, which must be there. Ports become those of
 * `npm run dev`, and the values of cookies are left out.
 */

let apiPort = 0
const proxy = await startRecordingProxy(() => apiPort)
const stack = await startStack({ lab: true, env: { API_ORIGIN: proxy.origin } })
apiPort = Number(new URL(stack.apiOrigin).port)
const browser = await launchChromium()
try {
  const page = await browser.newPage()
  await signIn(page, stack.dashboardOrigin)
  const signedIn = proxy.take()
  const start = signedIn.findIndex(({ path }) => path.startsWith('/api/auth/callback'))
  const calls = [
    called(signedIn, 'GET', '/api/auth/csrf'),
    called(signedIn, 'POST', '/api/auth/callback/credentials'),
    called(signedIn.slice(start), 'GET', '/api/auth/session'),
    called(signedIn.slice(start), 'GET', '/api/users/ada'),
  ]
  for (const [title, bio] of [
    ['Saving: the browser asks first', 'Analyst and metaphysician.'],
    ['Saving again: the permission is remembered', 'Poet of numbers.'],
  ] as const) {
    await saveBio(page, bio)
    calls.push({ ...called(proxy.take(), 'PATCH', '/api/users/ada'), title })
  }
  // The same server by its other name is another origin, and not on the allowlist.
  const foreign = stack.dashboardOrigin.replace('localhost', '127.0.0.1')
  await page.goto(foreign)
  const url = `${proxy.origin}/api/users/ada`
  await page.evaluate(
    (address) =>
      fetch(address, { credentials: 'include' }).then(
        () => {},
        () => {},
      ),
    url,
  )
  calls.push({
    ...called(proxy.take(), 'GET', '/api/users/ada'),
    title: 'Another origin tries',
    request: { url, origin: foreign, credentials: 'include' },
  })
  const file = join(import.meta.dirname, '../../packages/lab/src/film/recorded.json')
  writeFileSync(file, `${JSON.stringify(settled(calls), null, 2)}\n`)
  console.log(`${calls.length} calls in ${file}`)
} finally {
  await browser.close()
  await stack.stop()
  proxy.close()
}

/** Returns the first call of this kind with its preflight, as a call of the film. */
function called(passed: readonly FilmedExchange[], method: string, path: string): FilmedCall {
  const at = passed.findIndex((exchange) => exchange.path === path && exchange.method === method)
  const exchange = passed[at]
  if (exchange === undefined) throw new Error(`The browser did not send ${method} ${path}.`)
  const before = passed.slice(0, at).findLast((each) => each.path === path)
  const asked = before?.method === 'OPTIONS' ? [before] : []
  return {
    title: titleOf(method, path),
    script: scriptOf(method, path),
    request: {
      url: `${proxy.origin}${path}`,
      origin: stack.dashboardOrigin,
      method,
      headers: exchange.requestHeaders.filter(([name]) =>
        /^(content-type|x-auth-return-redirect)$/i.test(name),
      ),
      credentials: 'include',
    },
    exchanges: [...asked, exchange],
  }
}

/** Replaces what differs from one recording to the next, and cuts what is secret. */
function settled(calls: readonly FilmedCall[]): unknown {
  const cut = calls.map((call) => ({
    ...call,
    exchanges: call.exchanges.map((exchange) => ({
      ...exchange,
      requestHeaders: withoutSecrets(ofTheMessage(exchange.requestHeaders)),
      responseHeaders: withoutSecrets(ofTheMessage(exchange.responseHeaders)),
    })),
  }))
  const text = JSON.stringify(cut)
    .replaceAll(`:${new URL(stack.dashboardOrigin).port}`, ':3000')
    .replaceAll(`:${new URL(proxy.origin).port}`, ':4000')
  return JSON.parse(text)
}
