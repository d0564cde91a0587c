import { originProblem, originProblemText } from '@/lib/contract/origin-problem'
import type { AllowedOrigin } from '@/lib/contract/origins'
import type { ListedOrigin } from '@/lib/db/origins'
import type { OriginRow, UserRow } from '@/lib/db/schema'
import { Problem, problems } from '@/lib/gate/problem'
import { originRules } from '@/lib/gate/run-time-policy'
import type { GateSettings } from '@/lib/gate/settings'

/** Tells whether a user may change an entry: whoever added it may, and so may an admin. */
export function isEditable({ addedById }: OriginRow, { id, role }: UserRow): boolean {
  return addedById === id || role === 'admin'
}

/** Shows an entry as the contract describes it to the user who asks. */
export function entryOf(row: ListedOrigin, user: UserRow): AllowedOrigin {
  const { id, origin, note, addedBy, enabled, expiresAt, createdAt, updatedAt } = row
  return {
    id,
    origin,
    note,
    addedBy,
    enabled,
    editable: isEditable(row, user),
    expiresAt: expiresAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

/**
 * Refuses what the policy would refuse, plain http in production and patterns on public suffixes included.
 * @throws Problem 400 at the field `origin`
 */
export function refuseUnlessAllowed(origin: string, { config }: GateSettings): void {
  const problem = originProblem(origin, originRules(config))
  if (problem) throw problems.invalidRequest([{ path: 'origin', message: originProblemText(problem) }])
}

/** Makes the problem of an origin that has an entry already. */
export function exists(): Problem {
  return new Problem('origin_exists', 'This origin has an entry already. Change that one instead.', {
    errors: [{ path: 'origin', message: 'This origin is listed already.' }],
  })
}
