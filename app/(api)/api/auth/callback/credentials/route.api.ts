import { z } from 'zod'
import { clientAddress } from '@/lib/auth/client-address'
import { runNextAuth } from '@/lib/auth/next-auth'
import { countPasswordCheck } from '@/lib/auth/rate-limits'
import { withoutSession } from '@/lib/gate/handler'

const form = z.object({
  csrfToken: z.string(),
  callbackUrl: z.string().max(2_048).optional(),
  username: z.string(),
  password: z.string(),
})

/** Signs in. An unknown user, a wrong password and a disabled user get the same answer. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withoutSession({
  async POST(call) {
    const sent = await call.json(form)
    const passwordWasRight = await countPasswordCheck(sent.username, clientAddress(call))
    const response = await runNextAuth(call, sent)
    await passwordWasRight()
    return response
  },
})
