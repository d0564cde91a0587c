import { z } from 'zod'
import { runNextAuth } from '@/lib/auth/next-auth'
import { withOptionalSession } from '@/lib/gate/handler'

const form = z.object({ csrfToken: z.string(), callbackUrl: z.string().max(2_048).optional() })

/** Ends the session, if there is one, and deletes its cookie. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withOptionalSession({
  POST: async (call) => runNextAuth(call, await call.json(form)),
})
