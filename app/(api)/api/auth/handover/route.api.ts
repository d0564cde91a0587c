import { audit } from '@/lib/auth/audit'
import { type HandoverFault, handoverFault, takeHandover } from '@/lib/auth/handover'
import { linkIdentity } from '@/lib/auth/linked-accounts'
import { startSession } from '@/lib/auth/start-session'
import { pageTokenFor, ticketFor } from '@/lib/auth/visit'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { Problem, problems } from '@/lib/gate/problem'

const details: Record<HandoverFault, string> = {
  unknown: 'This sign-in was finished already, or never began. Sign in again.',
  expired: 'This sign-in waited for too long. Sign in again.',
  other_origin: 'This sign-in was started from another address of the dashboard. Sign in again here.',
  other_browser: 'This sign-in was started in another browser or tab. Sign in again here.',
}

const linkFaults = {
  account_linked_elsewhere:
    'Another user signs in with this account. Sign in as that user and unlink it there first.',
  provider_already_linked: 'You have linked another account of this provider. Unlink that one first.',
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.handover, {
  async POST(call) {
    const { code, verifier } = call.body
    const row = await takeHandover(code)
    const origin = call.request.headers.get('origin')
    const fault = handoverFault(row, { verifier, origin, now: new Date() })
    if (fault) throw new Problem('handover_invalid', details[fault])
    if (row?.via === 'visit') return { outcome: 'signed-in' as const, token: await pageTokenFor(row, call) }
    if (row?.via === 'ticket') throw new Problem('handover_invalid', details.unknown)
    if (row?.userId) {
      const session = await startSession(call, row.userId, row.via)
      return { outcome: 'signed-in' as const, visit: await ticketFor(session, row, call.settings) }
    }
    if (!row?.link) throw new Error('A handover is for a user or for an account.')
    if (!call.session) throw problems.notSignedIn()
    const linkFault = await linkIdentity(call.session.user.id, row.link)
    if (linkFault) throw new Problem(linkFault, linkFaults[linkFault])
    await audit(call, 'account_linked', call.session.user.id)
    return { outcome: 'linked' as const }
  },
})
