import type { IncomingMessage, ServerResponse } from 'node:http'

/** There at once, which is several times cheaper, or later. */
export type Eventual<Value> = Value | Promise<Value>

/** Goes on with a value when it is there, which may be now. */
export function andThen<Value, Next>(
  value: Eventual<Value>,
  next: (value: Value) => Eventual<Next>,
): Eventual<Next> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/** Describes what stands between the socket and Next.js in one deployment. */
export interface Front {
  /** The class of every answer, those of Next.js included. */
  readonly Answer: typeof ServerResponse<IncomingMessage>
  /** Bytes of all headers of a request; more is answered with 431. */
  readonly maxHeaderBytes: number
  /**
   * Answers a request, or returns the one that Next.js shall handle.
   * @param ready `false` while the process is starting or ending
   * @returns null when the answer is under way
   */
  admit(request: IncomingMessage, response: ServerResponse, ready: boolean): Eventual<IncomingMessage | null>
}
