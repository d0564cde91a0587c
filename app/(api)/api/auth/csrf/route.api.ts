import { runNextAuth } from '@/lib/auth/next-auth'
import { withoutSession } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withoutSession({
  GET: (call) => runNextAuth(call),
})
