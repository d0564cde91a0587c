import { audit } from '@/lib/auth/audit'
import { confirmAddress } from '@/lib/auth/mail-links'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { Problem } from '@/lib/gate/problem'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.emailConfirmation, {
  async POST(call) {
    const { user } = call.session
    const outcome = await confirmAddress(user.id, call.body.code)
    if (outcome === 'invalid') {
      throw new Problem(
        'confirmation_invalid',
        `This link is older than 15 minutes, was used already, or is not for ${user.username}, who is signed in here.`,
      )
    }
    if (outcome === 'address_in_use') {
      throw new Problem('address_in_use', 'Another user has this address. Use another one.')
    }
    if (outcome === 'changed') await audit(call, 'address_changed', user.id)
    return { outcome }
  },
})
