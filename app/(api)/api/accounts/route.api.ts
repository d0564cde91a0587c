import { linkedAccounts } from '@/lib/auth/linked-accounts'
import { configuredProviders } from '@/lib/auth/trip'
import { addressForLinks, needsCurrentPassword, waysIn } from '@/lib/auth/ways-in'
import { contract } from '@/lib/contract'
import { database } from '@/lib/db/client'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.linkedAccounts, {
  async GET({ session }) {
    const { user } = session
    const rows = await linkedAccounts(user.id)
    const accounts = rows.map(({ provider, email, createdAt }) => ({
      provider,
      // A provider that is no longer configured is still linked.
      name: configuredProviders().get(provider)?.name ?? provider,
      email,
      linkedAt: createdAt.toISOString(),
    }))
    return {
      password: user.passwordHash !== null,
      currentPasswordNeeded: needsCurrentPassword(session),
      email: addressForLinks(user),
      count: await waysIn(await database(), user),
      accounts,
    }
  },
})
