import type { Outcome } from '../finding.ts'

/** Describes what the frame runs: it performs one call with its opaque origin, and tells the page what it saw. */
const script = `addEventListener('message', async ({ data }) => {
  const outcome = await fetch(data.url, data.init).then(
    async (answer) => ({ kind: 'fulfilled', type: answer.type, status: answer.status, redirected: answer.redirected, headers: [...answer.headers] }),
    (error) => ({ kind: 'rejected', message: String(error) }),
  )
  parent.postMessage({ lab: data.url, outcome }, '*')
})
parent.postMessage({ lab: 'ready' }, '*')`

/**
 * Performs `fetch()` in a sandboxed frame without `allow-same-origin`. The frame inherits the page's policy, so its script
 * needs the page's nonce, which scripts of the page may read.
 */
export function fetchInSandbox(url: string, init: RequestInit): Promise<Outcome> {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.hidden = true
  frame.title = 'A sandboxed frame'
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
  frame.srcdoc = `<!doctype html><title>sandbox</title><script nonce="${nonce}">${script}</script>`
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => end(() => reject(new Error('The frame did not answer.'))), 8000)
    const end = (finish: () => void) => {
      clearTimeout(timeout)
      removeEventListener('message', listen)
      frame.remove()
      finish()
    }
    const listen = ({ source, data }: MessageEvent<{ lab?: string; outcome?: Outcome }>) => {
      if (source !== frame.contentWindow) return
      const { lab, outcome } = data
      if (lab === 'ready') frame.contentWindow?.postMessage({ url, init }, '*')
      else if (lab === url && outcome) end(() => resolve(outcome))
    }
    addEventListener('message', listen)
    document.body.append(frame)
  })
}
