import * as z from 'zod/mini'
import { contract } from '@/lib/contract'
import { parseJson } from '@/lib/gate/body'
import { implement } from '@/lib/gate/handler'
import { log } from '@/lib/log'

/** The parts of a report that tell one kind of violation from another (Reporting API § 3.4, CSP Level 3 § 5.3). */
const violation = z.object({
  type: z.literal('csp-violation'),
  body: z.object({
    effectiveDirective: z.string(),
    blockedURL: z.optional(z.nullable(z.string())),
    disposition: z.optional(z.string()),
  }),
})

/** A browser gathers a few; more in one body is somebody else. */
const mostReports = 20
/** Kinds that one process logs: a page that is under attack makes a few, a script that lies makes any number. */
const mostKinds = 200
const logged = new Set<string>()

/** One line for each kind, because every view of a page repeats its violations. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.reports, {
  POST({ bytes, requestId }) {
    const sent = parseJson(bytes)
    for (const report of Array.isArray(sent) ? sent.slice(0, mostReports) : []) {
      const { data } = violation.safeParse(report)
      if (!data) continue
      const { effectiveDirective, blockedURL, disposition } = data.body
      const directive = effectiveDirective.slice(0, 64)
      const blocked = blockedOrigin(blockedURL ?? '')
      const kind = `${directive} ${blocked} ${disposition}`
      if (logged.has(kind) || logged.size >= mostKinds) continue
      logged.add(kind)
      log.warn({
        event: 'csp_violation',
        requestId,
        directive,
        blocked,
        disposition: disposition?.slice(0, 16),
      })
    }
  },
})

/** The origin alone: a path or a query may hold what belongs to a person. */
function blockedOrigin(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url.slice(0, 32)
}
