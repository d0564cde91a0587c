import { runNextAuth } from '@/lib/auth/next-auth'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.csrf, {
  GET: (call) => runNextAuth(call, contract.csrf.schemas.GET.answer),
})
