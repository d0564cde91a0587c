import { type IncomingMessage, ServerResponse } from 'node:http'
import { mergeVary } from '@/lib/gate/answer'
import { isForPages } from '@/lib/gate/page-protocol'

/**
 * An answer that varies on `Origin` and names nothing twice. Next.js appends to `Vary` what is there already, and
 * names headers that no answer of the API depends on, since no request brings them to it.
 */
export class ApiResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  /** `false` for the lab: one of its lessons is an answer that does not say what it varies on. */
  variesOnOrigin = true

  // biome-ignore lint/suspicious/noExplicitAny: `writeHead` is overloaded, and this hands on what it gets.
  override writeHead(...args: any[]): this {
    // The gate's own answer, all headers in one list, says what it varies on. Node.js writes lists that do not.
    if (Array.isArray(args[1]) && args[1].includes('vary')) return super.writeHead(...(args as [number]))
    if (this.variesOnOrigin) {
      this.setHeader('vary', ofTheApi([this.getHeader('vary') ?? []].flat().join(',')))
    }
    return super.writeHead(...(args as [number]))
  }
}

/** Returns what an answer of the API varies on, of what Next.js says that it does. */
function ofTheApi(vary: string): string {
  const own = vary.split(',').filter((name) => !isForPages(name.trim().toLowerCase()))
  return mergeVary('Origin', own.join(','))
}
