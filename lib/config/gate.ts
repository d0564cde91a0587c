import { requestLogShare } from '@/lib/log'
import { dashboardConfig, previewOrigins } from './dashboard'
import { defaults, list } from './defaults'

/** The part of the API's configuration that the gate needs, at the edge too. */
export interface GateConfig {
  apiOrigin: string
  allowedOrigins: readonly string[]
  /** The first signs, all verify. */
  secrets: readonly string[]
  production: boolean
  sessionAbsoluteSeconds: number
  /** Lets a page whose browser keeps no cookie hold a token: docs/decisions/0021-without-cookies.md. */
  pageTokens: boolean
  /** The share of requests that get a line in the log, from 0 to 1. */
  requestLogShare: number
}

const secondsPerDay = 86_400

/**
 * Reads the gate's configuration from the environment. Each name is written out because only a written-out
 * `process.env.NAME` reaches a built edge function.
 * @throws Error without a secret, because nothing could be verified
 */
export function gateConfig(): GateConfig {
  const { apiOrigin, dashboardOrigin } = dashboardConfig()
  if (!process.env.AUTH_SECRET) {
    throw new Error(
      'AUTH_SECRET is not set. `npm run dev` makes one; in production set one: openssl rand -base64 32',
    )
  }
  return {
    apiOrigin,
    allowedOrigins: list(previewOrigins().ALLOWED_ORIGINS || process.env.ALLOWED_ORIGINS || dashboardOrigin),
    secrets: list(process.env.AUTH_SECRET),
    production: process.env.NODE_ENV === 'production',
    pageTokens: process.env.PAGE_TOKENS !== '0',
    requestLogShare: requestLogShare(),
    sessionAbsoluteSeconds:
      Number(process.env.SESSION_ABSOLUTE_DAYS || defaults.SESSION_ABSOLUTE_DAYS) * secondsPerDay,
  }
}
