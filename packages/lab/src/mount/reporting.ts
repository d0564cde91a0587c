import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HeaderList } from '@next-cross-origin/browser'
import { ofTheMessage, withoutSecrets } from '../film/message.ts'
import { reports } from '../reports.ts'

/**
 * The slot `@lab/reporting`: from now on the API keeps what it saw and sent of each exchange, for the film. It is started
 * in development alone, because the pages of a deployed API share it with strangers: docs/decisions/0023-the-film.md
 */
export function reportExchanges(): void {
  subscribe('http.server.request.start', (message) => {
    keepHeaders((message as { response: ServerResponse }).response)
  })
  subscribe('http.server.response.finish', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    const path = request.url ?? ''
    if (!path.startsWith('/api/') || path.startsWith('/api/lab/')) return
    const responseHeaders = linesOf(response)
    reports().add({
      method: request.method ?? '',
      path,
      requestHeaders: withoutSecrets(ofTheMessage(pairs(request.rawHeaders))),
      status: response.statusCode,
      responseHeaders: withoutSecrets(ofTheMessage(responseHeaders)),
      requestId: responseHeaders.find(([name]) => name.toLowerCase() === 'x-request-id')?.[1] ?? null,
    })
  })
}

/** Lets an answer keep the headers that `writeHead()` sends: Node.js keeps those only where one was set before. */
function keepHeaders(response: ServerResponse): void {
  response.setHeader('x-kept', '')
  response.removeHeader('x-kept')
}

function pairs(raw: readonly string[]): HeaderList {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []))
}

/** Returns the header lines as they went out, names in lower case, without those that Node.js adds for the connection. */
function linesOf(response: ServerResponse): HeaderList {
  return response.getHeaderNames().flatMap((name) => {
    const value = response.getHeader(name) ?? []
    return [value].flat().map((each) => [name, String(each)] as const)
  })
}
