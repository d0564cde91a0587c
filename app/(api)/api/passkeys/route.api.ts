import { audit } from '@/lib/auth/audit'
import { allowedPageOf } from '@/lib/auth/page-origin'
import { listPasskeys, register } from '@/lib/auth/passkeys'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.passkeys, {
  async GET({ session: { user } }) {
    const rows = await listPasskeys(user.id)
    const passkeys = rows.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    }))
    return { passkeys }
  },

  async POST(call) {
    const { user } = call.session
    await register(user, call.body, { origin: allowedPageOf(call), config: call.settings.config })
    await audit(call, 'passkey_added', user.id)
  },
})
