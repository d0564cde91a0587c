import { decide } from '@next-cross-origin/cors'
import type { Call } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'
import type { GateSettings } from '@/lib/gate/settings'

/**
 * Returns the origin of the page that calls, for links that lead back to it.
 * @throws Problem 403 for a caller that is no page of an allowed origin
 */
export function allowedPageOf({ request, settings }: Pick<Call, 'request' | 'settings'>): string {
  const origin = request.headers.get('origin')
  if (origin === null) throw problems.originRequired()
  refuseOrigin(origin, settings)
  return origin
}

/**
 * Refuses an origin that may not call: nobody is sent to a page that could not fetch the session.
 * @throws Problem 403
 */
export function refuseOrigin(origin: string, { policy }: GateSettings): void {
  const decision = decide(policy, { method: 'GET', headers: new Headers({ origin }) })
  if (!decision.allow) throw problems.originNotAllowed(decision.reason)
}

/** Says where a page learns how its sign-in ended. In the fragment, which no server, log or referrer gets to see. */
export function finishAddress(origin: string, outcome: Readonly<Record<string, string>>): string {
  return `${origin}/sign-in/finish#${new URLSearchParams(outcome)}`
}
