import { themes } from '@next-cross-origin/lab/scenarios'
import { Catalogue } from './bench/catalogue'
import { labOrigins } from './bench/lab-origins'

export default function LabPage() {
  return (
    <>
      <h1 className="font-semibold text-xl">Break it on purpose</h1>
      <p className="mt-2 max-w-2xl text-muted">
        “Blocked by CORS policy” hides one half of the story from the page. Here your own browser makes the
        call, the API shows what it saw, and a model of the Fetch standard says why. Then apply the fix.
      </p>
      <Catalogue themes={themes} origins={labOrigins()} />
    </>
  )
}
