import type { IncomingMessage, ServerResponse } from 'node:http'

/** Describes what stands between the socket and Next.js in one deployment. */
export interface Front {
  /** The class of every answer, those of Next.js included. */
  readonly Answer: typeof ServerResponse<IncomingMessage>
  /** Bytes of all headers of a request; more is answered with 431. */
  readonly maxHeaderBytes: number
  /**
   * Answers a request, or returns the one that Next.js shall handle.
   * @param ready `false` while the process is starting or ending
   */
  admit(request: IncomingMessage, response: ServerResponse, ready: boolean): Promise<IncomingMessage | null>
}
