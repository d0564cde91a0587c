import { preflightRequestHeaders, type WireRequest } from '@next-cross-origin/browser'
import { browserHeaders } from '../browser-headers.ts'
import { send } from '../send.ts'
import { attacksOn } from './attacks.ts'
import type { Asked, Probe } from './findings.ts'

/** Says how an audit asks: as Chromium's `fetch()` does, without a body. */
const plain = { engine: 'chromium', bodyLength: null, destination: 'empty', before: [] } as const

/**
 * Asks the server as the page's own origin would, and as attackers' origins would: GET at the path, GET at a path that is not
 * there, and a preflight. Nothing else is sent, so nothing is changed.
 * @param timeoutMs the patience for each request
 */
export async function askAsAttackers(url: string, origin: string, timeoutMs: number): Promise<Asked[]> {
  const asked: Asked[] = []
  const attacks = origin === 'null' ? attacksOn(new URL(url).origin) : attacksOn(origin)
  for (const attack of [null, ...attacks])
    for (const probe of ['path', 'error path', 'preflight'] as const) {
      const wire = wireOf(url, attack?.origin ?? origin, probe)
      const headers = browserHeaders(wire, { url, origin: attack?.origin ?? origin }, plain)
      const outgoing = { method: wire.method, url: wire.url, headers }
      const { exchange } = await send(wire.purpose, outgoing, timeoutMs, 'consensus')
      asked.push({ attack, probe, exchange })
    }
  return asked
}

function wireOf(url: string, origin: string, probe: Probe): WireRequest {
  const target = new URL(url)
  if (probe === 'error path')
    target.pathname = `${target.pathname.replace(/\/$/, '')}/cors-doctor-asks-for-what-is-not-there`
  const isPreflight = probe === 'preflight'
  return {
    purpose: isPreflight ? 'preflight' : 'request',
    method: isPreflight ? 'OPTIONS' : 'GET',
    url: target.href,
    headers: [['Origin', origin], ...(isPreflight ? preflightRequestHeaders('PUT', []) : [])],
    credentials: false,
  }
}
