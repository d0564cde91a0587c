import { audit } from '@/lib/auth/audit'
import { contract } from '@/lib/contract'
import type { ListedToken } from '@/lib/contract/tokens'
import type { ApiTokenRow } from '@/lib/db/schema'
import { implement } from '@/lib/gate/handler'
import { Problem } from '@/lib/gate/problem'
import { createToken, listTokens } from '@/lib/session/api-tokens'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.tokens, {
  async GET({ session: { user } }) {
    return { tokens: (await listTokens(user.id)).map(listed) }
  },

  async POST(call) {
    const { user } = call.session
    const made = await createToken({ userId: user.id, ...call.body })
    if (!made) throw new Problem('too_many_tokens', 'Revoke a token that you do not use.')
    await audit(call, 'token_made', user.id)
    call.headers.set('location', `/api/tokens/${made.row.id}`)
    return { ...listed(made.row), token: made.token }
  },
})

function listed({ id, name, scope, createdAt, lastUsedAt }: ApiTokenRow): ListedToken {
  return {
    id,
    name,
    scope,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }
}
