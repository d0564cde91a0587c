import { runNextAuth } from '@/lib/auth/next-auth'
import { withOptionalSession } from '@/lib/gate/handler'

/** Who is signed in, or null; renews the cookie. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withOptionalSession({
  GET: (call) => runNextAuth(call),
})
