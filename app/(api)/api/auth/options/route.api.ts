import { mailWay } from '@/lib/auth/mail'
import { configuredProviders } from '@/lib/auth/trip'
import { contract } from '@/lib/contract'
import { demoAccounts } from '@/lib/db/seed'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.signInOptions, {
  GET({ settings: { config } }) {
    const providers = [...configuredProviders()].map(([id, { name }]) => ({ id, name }))
    // Never in production, even where the accounts exist: a button that signs everybody in is for development.
    const demo = config.seedDemo && !config.production ? [...demoAccounts] : []
    return { providers, demo, mail: mailWay() }
  },
})
