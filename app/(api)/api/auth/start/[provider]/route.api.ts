import { clientAddress } from '@/lib/auth/client-address'
import { refuseOrigin } from '@/lib/auth/page-origin'
import { countRoundTrip } from '@/lib/auth/rate-limits'
import { startRoundTrip } from '@/lib/auth/round-trip'
import { tripOf } from '@/lib/auth/trip'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.startSignIn, {
  async GET(call) {
    const trip = tripOf(call)
    refuseOrigin(call.query.origin, call.settings)
    await countRoundTrip(clientAddress(call))
    await startRoundTrip(trip, call.query)
  },
})
