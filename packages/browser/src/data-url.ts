import type { ReadableResponse } from './types.ts'

/** Returns what a page gets for a `data:` URL (Fetch §6 and §4.2): it needs no network and no CORS. Null for any other URL. */
export function dataUrlResponse(url: URL | undefined): ReadableResponse | null {
  if (url?.protocol !== 'data:') return null
  const [head, ...rest] = url.href.slice('data:'.length).split(',')
  if (head === undefined || rest.length === 0) return null
  const written = decodeURIComponent(head)
    .replace(/; *base64 *$/i, '')
    .trim()
  const type = written.startsWith(';') ? `text/plain${written}` : written
  const isType = /^[^\s/;]+\/[^\s/;]+/.test(type)
  return {
    type: 'basic',
    status: 200,
    url: url.href.replace(/#.*$/, ''),
    redirected: false,
    headers: [['content-type', isType ? type : 'text/plain;charset=US-ASCII']],
  }
}
