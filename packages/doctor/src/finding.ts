import type { Reason } from '@next-cross-origin/browser'

/** A cause that the doctor tells apart where the standard has one failure for many. Closed. */
export type Cause =
  | Reason
  | 'server-unreachable'
  | 'name-not-found'
  | 'tls-failed'
  | 'plain-http-behind-https-url'
  | 'https-behind-plain-http-url'
  | 'timeout'
  | 'connection-closed'
  | 'not-http'
  | 'http2-without-tls'
  | 'misspelt-header'
  | 'response-header-sent-as-request-header'
  | 'proxy-status'
  | 'allow-origin-invisible-character'
  | 'allow-origin-with-path'
  | 'allow-origin-trailing-slash'
  | 'allow-origin-letter-case'
  | 'allow-origin-other-scheme'
  | 'allow-origin-other-port'
  | 'allow-origin-not-an-origin'
  | 'preflight-needs-authentication'
  | 'preflight-refused'
  | 'preflight-not-handled'
  | 'error-without-cors'
  | 'login-wall'
  | 'bot-wall'
  | 'gateway-error'
  | 'body-too-large'
  | 'headers-too-large'
  | 'rate-limited'
  | 'no-such-deployment'
  | 'html-instead-of-api'
  | 'content-security-policy'
  | 'local-network-access'
  | 'blocked-by-extension'
  | 'cookie-dropped'

/**
 * Says where the change belongs: the application's code, the page that calls, or what stands in front of the application (a proxy,
 * a platform, a content delivery network).
 */
export type Side = 'server' | 'client' | 'gateway'

/** Describes what has to change. */
export interface Fix {
  readonly side: Side
  readonly text: string
  /** The header lines that the server has to send; empty when no header mends it. */
  readonly lines: readonly string[]
}

/** A cause, why it stops a browser, and what to change. */
export interface Finding {
  readonly cause: Cause
  readonly explanation: string
  readonly fix: Fix | null
}

export interface Warning {
  readonly code:
    | 'vary-missing'
    | 'authorization-behind-wildcard'
    | 'other-host'
    | 'null-origin-allowed'
    | 'browsers-differ'
    | 'origin-reflected'
    | 'cookie-dropped'
    | 'local-network-access'
  readonly text: string
}

/** Returns a finding that the server has to mend with header lines. */
export function serverFinding(
  cause: Cause,
  explanation: string,
  text: string,
  lines: readonly string[] = [],
): Finding {
  return { cause, explanation, fix: { side: 'server', text, lines } }
}

/** Returns a finding that the page has to mend. */
export function clientFinding(cause: Cause, explanation: string, text: string): Finding {
  return { cause, explanation, fix: { side: 'client', text, lines: [] } }
}

/** Returns a finding that what stands in front of the application has to mend. */
export function gatewayFinding(cause: Cause, explanation: string, text: string): Finding {
  return { cause, explanation, fix: { side: 'gateway', text, lines: [] } }
}
