import { z } from 'zod'
import { runNextAuth } from '@/lib/auth/next-auth'
import { withoutSession } from '@/lib/gate/handler'

const form = z.object({
  csrfToken: z.string(),
  callbackUrl: z.string().max(2_048).optional(),
  username: z.string(),
  password: z.string(),
})

/** Signs in. An unknown user, a wrong password and a disabled user get the same answer. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withoutSession({
  POST: async (call) => runNextAuth(call, await call.json(form)),
})
