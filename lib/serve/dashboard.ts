import { ServerResponse } from 'node:http'
import { pageHeaders } from '@/lib/config/page-headers'
import type { Front } from './front'
import { hasBody, removeHeaders, send } from './message'
import { isTooLong } from './target'

/** Longer than any address of a page: the longest holds another address of this dashboard as `next`. */
const longestTarget = 4_096

/** Puts the checks of the dashboard in front of its pages, and the headers of a document on every answer. */
export function dashboardFront(): Front {
  const development = process.env.NODE_ENV === 'development'
  return {
    Answer: ServerResponse,
    maxHeaderBytes: 16_384,
    async admit(request, response) {
      const headers = pageHeaders()
      for (const [name, value] of headers.response) response.setHeader(name, value)
      // In development, Next.js has addresses of its own that take bodies.
      if (!development && request.method !== 'GET' && request.method !== 'HEAD') {
        await send(request, response, 405, [['allow', 'GET, HEAD']], 'A page answers GET and HEAD.\n')
        return null
      }
      if (isTooLong(request.url ?? '', longestTarget)) {
        await send(request, response, 414, [], 'This address is too long.\n')
        return null
      }
      if (!development && hasBody(request)) {
        await send(request, response, 413, [], 'A page takes no body.\n')
        return null
      }
      removeHeaders(request, (name) => name.startsWith('x-middleware-'))
      for (const [name, value] of headers.request) request.headers[name] = value
      return request
    },
  }
}
