import { type IncomingMessage, ServerResponse } from 'node:http'
import { mergeVary } from '@/lib/gate/answer'

/**
 * An answer that varies on `Origin` and names nothing twice. Next.js appends to `Vary` what is there already, and
 * names headers that no answer of the API depends on, since no request brings them to it.
 */
export class ApiResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  /** `false` for the lab: one of its lessons is an answer that does not say what it varies on. */
  variesOnOrigin = true

  // biome-ignore lint/suspicious/noExplicitAny: `writeHead` is overloaded, and this hands on what it gets.
  override writeHead(...args: any[]): this {
    if (this.variesOnOrigin) {
      const names = [this.getHeader('vary') ?? []].flat().join(',').split(',')
      const own = names.filter((name) => !isForPages(name.trim().toLowerCase()))
      this.setHeader('vary', mergeVary('Origin', own.join(',')))
    }
    return super.writeHead(...(args as [number]))
  }
}

/**
 * Matches the headers by which pages talk to Next.js and Next.js talks to itself. They turn a call into a redirect,
 * an action or an empty answer. The API has no pages.
 */
export function isForPages(name: string): boolean {
  return (
    name === 'rsc' ||
    name.startsWith('next-') ||
    name.startsWith('x-nextjs-') ||
    name.startsWith('x-middleware-')
  )
}
