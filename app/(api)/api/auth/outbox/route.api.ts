import { mailWay, outbox } from '@/lib/auth/mail'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.outbox, {
  GET() {
    if (mailWay() !== 'outbox') throw problems.notFound()
    return { mails: [...outbox()] }
  },
})
