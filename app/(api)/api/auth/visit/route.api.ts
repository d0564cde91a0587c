import { refuseOrigin } from '@/lib/auth/page-origin'
import { visit } from '@/lib/auth/visit'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.visit, {
  async GET(call) {
    if (!call.settings.config.pageTokens) throw problems.notFound()
    refuseOrigin(call.query.origin, call.settings)
    await visit(call, call.query)
  },
})
