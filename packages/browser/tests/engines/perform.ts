import type { Browser, Page } from '../../drivers/browser.ts'
import type { FetchRequest } from '../../src/index.ts'

/** Describes what the page saw of one exchange. */
export interface Seen {
  readonly id: string
  /** The name of the error when the promise was rejected, else null. `TimeoutError` when neither happened in time. */
  readonly error: string | null
  readonly type: string
  readonly status: number
  readonly url: string
  readonly redirected: boolean
  readonly headers: readonly (readonly [string, string])[]
}

/** Opens the page that performs exchanges; it has to be served by the page's origin. */
export async function openStage(browser: Browser, pageUrl: string): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(pageUrl)
  await page.waitFor('() => window.stageReady === true', 20_000)
  return page
}

/** Has the page perform exchanges side by side: those of an opaque origin in its sandboxed frame. */
export function perform(
  page: Page,
  exchanges: readonly { id: string; request: FetchRequest }[],
): Promise<Seen[]> {
  const requests = exchanges.map(({ id, request }) => ({ id, request }))
  return page.evaluate<Seen[], unknown>('(requests) => window.performAll(requests)', requests)
}

/** Runs in the page and in its frame: performs requests, `width` at a time. */
const runner = `
async function performHere(requests, width) {
  const results = []
  const queue = requests.slice()
  const one = async ({ id, request }) => {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(new DOMException('late', 'TimeoutError')), 20000)
    const seen = { id, error: null, type: '', status: 0, url: '', redirected: false, headers: [] }
    try {
      const init = { method: request.method, headers: request.headers, credentials: request.credentials, mode: request.mode, signal: abort.signal }
      if (request.body) init.body = new Blob(['ok'], request.body.type === null ? {} : { type: request.body.type })
      const response = await fetch(request.url, init)
      Object.assign(seen, { type: response.type, status: response.status, url: response.url, redirected: response.redirected, headers: [...response.headers] })
      try { await response.arrayBuffer() } catch {}
    } catch (error) {
      seen.error = error.name
    }
    clearTimeout(timer)
    results.push(seen)
  }
  const worker = async () => { for (let next = queue.shift(); next; next = queue.shift()) await one(next) }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}`

/** The page's document: `performAll` sends the requests of the opaque origin to a sandboxed frame. */
export const stageDocument = `<!doctype html><title>stage</title><script>${runner}
const frameReady = new Promise((resolve) => addEventListener('message', (event) => { if (event.data === 'ready') { resolve(); window.stageReady = true } }))
window.performAll = async (requests) => {
  await frameReady
  const frame = document.querySelector('iframe').contentWindow
  const sandboxed = requests.filter(({ request }) => request.origin === 'null')
  const fromFrame = new Promise((resolve) => addEventListener('message', function listen(event) {
    if (!Array.isArray(event.data)) return
    removeEventListener('message', listen)
    resolve(event.data)
  }))
  frame.postMessage(sandboxed, '*')
  const own = await performHere(requests.filter(({ request }) => request.origin !== 'null'), 40)
  return [...own, ...(await fromFrame)]
}
</script><iframe sandbox="allow-scripts" src="/frame"></iframe>`

export const frameDocument = `<!doctype html><script>${runner}
addEventListener('message', async (event) => { parent.postMessage(await performHere(event.data, 8), '*') })
parent.postMessage('ready', '*')
</script>`
