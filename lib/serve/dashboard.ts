import { type IncomingMessage, ServerResponse } from 'node:http'
import { pageHeaders } from '@/lib/config/page-headers'
import type { HeaderLine } from '@/lib/gate/answer'
import { isForNextItself } from '@/lib/gate/page-protocol'
import { log, requestIdFrom, requestLogShare } from '@/lib/log'
import type { Front } from './front'
import { hasBody, removeHeaders, send } from './message'
import { isText, isTooLong } from './target'

/** Longer than any address of a page: the longest holds another address of this dashboard as `next`. */
const longestTarget = 4_096

/** Puts the checks of the dashboard in front of its pages, and the headers of a document on every answer. */
export function dashboardFront(): Front {
  const development = process.env.NODE_ENV === 'development'
  return {
    Answer: ServerResponse,
    maxHeaderBytes: 16_384,
    admit(request, response) {
      logPage(request, response)
      const headers = pageHeaders()
      for (const [name, value] of headers.response) response.setHeader(name, value)
      // In development, Next.js has addresses of its own that take bodies.
      const refuse = (status: number, body: string, lines: readonly HeaderLine[] = []) =>
        send(request, response, { status, headers: lines, body })
      if (!development && request.method !== 'GET' && request.method !== 'HEAD') {
        return refuse(405, 'A page answers GET and HEAD.\n', [['allow', 'GET, HEAD']])
      }
      if (isTooLong(request.url ?? '', longestTarget)) return refuse(414, 'This address is too long.\n')
      const [path = ''] = (request.url ?? '').split('?', 1)
      // Next.js answers 500 to a path that it cannot decode.
      if (!isText(path)) return refuse(400, 'This address cannot be read.\n')
      if (!development && hasBody(request)) return refuse(413, 'A page takes no body.\n')
      removeHeaders(request, isForNextItself)
      for (const [name, value] of headers.request) request.headers[name] = value
      return request
    },
  }
}

/** Writes one line for a request when it has been answered: the address without its query, where there is a page. */
function logPage({ method, url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const startedAt = performance.now()
  const [path = ''] = url.split(/[?#]/, 1)
  response.once('finish', () => {
    const { statusCode: status } = response
    if (status < 500 && Math.random() >= requestLogShare()) return
    log.info({
      event: 'request',
      requestId: requestIdFrom(String(headers['x-request-id'] ?? '')),
      method: method === 'GET' || method === 'HEAD' ? method : 'other',
      route: status >= 400 ? 'none' : path.startsWith('/_next/') ? '/_next' : path,
      status,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
    })
  })
}
