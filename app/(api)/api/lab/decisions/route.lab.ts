import { decisions } from '@next-cross-origin/lab/api'
import { withoutSession } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withoutSession(decisions)
