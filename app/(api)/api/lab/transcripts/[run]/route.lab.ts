import { isRunId } from '@next-cross-origin/lab/address'
import { transcripts } from '@next-cross-origin/lab/transcript'
import { withoutSession } from '@/lib/gate/handler'

/** What the API saw of a run: through the gate, so for allowed origins only. Who asks has to know the run's id. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = withoutSession({
  GET({ params }) {
    const { run = '' } = params
    return Response.json({ exchanges: isRunId(run) ? transcripts().of(run) : [] })
  },
})
