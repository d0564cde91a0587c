import { isLoopbackHost } from '@next-cross-origin/browser'

/** The origins besides the two deployments' that a lesson of the lab needs. */
export interface ExtraOrigins {
  /** Another name of the API, so a third origin and another site; null where the API has only one name. */
  third: string | null
  /** Says where nobody listens. */
  down: string
}

/**
 * Derives them from the API's origin: a server on this machine answers to the names `localhost` and `127.0.0.1` alike,
 * one on the network has a single name. Nobody listens on port 61999 of this machine, which no system hands out by
 * itself, and a name under `.invalid` never resolves (RFC 6761 §6.4).
 */
export function extraOrigins(apiOrigin: string): ExtraOrigins {
  const { protocol, hostname, port } = new URL(apiOrigin)
  if (!isLoopbackHost(hostname)) return { third: null, down: `${protocol}//down.invalid` }
  const otherName = hostname === '127.0.0.1' ? 'localhost' : '127.0.0.1'
  return {
    // A certificate for the one name is not good for the other.
    third: protocol === 'http:' ? `http://${otherName}${port === '' ? '' : `:${port}`}` : null,
    down: `${protocol}//${hostname}:61999`,
  }
}
