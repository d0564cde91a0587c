import { finishAddress, refuseOrigin } from '@/lib/auth/page-origin'
import { finishRoundTrip, startedTrip } from '@/lib/auth/round-trip'
import { tripOf } from '@/lib/auth/trip'
import { dashboardConfig } from '@/lib/config/dashboard'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { Problem } from '@/lib/gate/problem'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.finishSignIn, {
  async GET(call) {
    const trip = tripOf(call)
    const page = startedTrip(trip)
    if (page) {
      refuseOrigin(page.origin, call.settings)
      await finishRoundTrip(trip, page)
      return
    }
    // A person is told by the dashboard's page, a program by the problem document.
    if (!call.request.headers.get('accept')?.includes('text/html')) {
      throw new Problem(
        'sign_in_not_started',
        'A provider sent this browser here, but the browser has no cookie of a sign-in that it started in the last ten minutes. Sign in again.',
      )
    }
    const { dashboardOrigin } = dashboardConfig()
    call.headers.set('location', finishAddress(dashboardOrigin, { error: 'sign_in_not_started' }))
    call.headers.set('vary', 'Accept')
  },
})
