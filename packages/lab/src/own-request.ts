import { type Answer, browse, type HeaderList, type Verdict } from '@next-cross-origin/browser'
import { type Decision, decide, type Explanation, explain, type Policy } from '@next-cross-origin/cors'
import { z } from 'zod'

const headerLine = z.tuple([z.string().min(1).max(64), z.string().max(512)])

/** A request that somebody describes: what a page would give to `fetch()`, and where the page would be. */
export const describedRequest = z.strictObject({
  origin: z.string().min(1).max(300),
  path: z
    .string()
    .regex(/^\/api\/[\w./{}-]{0,200}$/, { error: 'The path is one of the API’s: /api/ and what follows.' }),
  method: z.string().min(1).max(32),
  headers: z.array(headerLine).max(16),
  credentials: z.enum(['omit', 'include']),
})

export type DescribedRequest = z.infer<typeof describedRequest>

/** One request on the wire, what the policy says about it, and the part of the answer that the policy writes. */
export interface DecidedExchange {
  readonly purpose: 'preflight' | 'request'
  readonly method: string
  readonly headers: HeaderList
  readonly decision: Pick<Decision, 'kind' | 'allow' | 'reason' | 'rule'>
  /** Without what would change the decision: that names other entries of the allowlist. */
  readonly explanation: Pick<Explanation, 'summary' | 'checked' | 'failed'>
  readonly answer: { readonly status: number; readonly headers: HeaderList }
}

export interface Forecast {
  readonly exchanges: readonly DecidedExchange[]
  readonly verdict: Verdict
}

/** Says where the policy's entries are configured. */
const labels = { origins: 'ALLOWED_ORIGINS' }

/**
 * Returns what would happen to a described request at this API: the model of the browser sends, the real policy decides. No
 * handler runs, so an allowed request is taken to be answered with 200.
 */
export function forecast(described: DescribedRequest, policy: Policy, apiOrigin: string): Forecast {
  const { origin, path, method, headers, credentials } = described
  const exchanges: DecidedExchange[] = []
  const browser = browse({ url: `${apiOrigin}${path}`, origin, method, headers, credentials })
  let step = browser.next()
  while (!step.done) {
    const { purpose, method: sentMethod, headers: sent } = step.value
    const request = { method: sentMethod, headers: readerOf(sent, apiOrigin) }
    const decision = decide(policy, request)
    const { summary, checked, failed } = explain(decision, policy, request, labels)
    const status = decision.allow ? (purpose === 'preflight' ? 204 : 200) : 403
    exchanges.push({
      purpose,
      method: sentMethod,
      headers: sent,
      decision: {
        kind: decision.kind,
        allow: decision.allow,
        reason: decision.reason,
        rule: decision.rule,
      },
      explanation: { summary, checked, failed },
      answer: { status, headers: decision.headers },
    })
    const answer: Answer = { type: 'response', status, headers: decision.headers }
    step = browser.next(answer)
  }
  return { exchanges, verdict: step.value }
}

/** The header lines as the policy reads them. To the gate the API's own origin is not foreign, so it is left out. */
function readerOf(headers: HeaderList, apiOrigin: string) {
  const lines = headers.filter(([name, value]) => name.toLowerCase() !== 'origin' || value !== apiOrigin)
  return {
    get(name: string): string | null {
      const values = lines.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value)
      return values.length === 0 ? null : values.join(', ')
    },
  }
}
