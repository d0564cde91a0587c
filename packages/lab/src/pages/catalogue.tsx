import { Catalogue } from '../bench/catalogue.tsx'
import { PageHeading } from '../ui/page-heading.tsx'

/** Lists every lesson of the lab. */
export default function CataloguePage() {
  return (
    <>
      <PageHeading title="Break it on purpose">
        “Blocked by CORS policy” hides one half of the story from the page. Here your own browser makes the
        call, the API shows what it saw, and a model of the Fetch standard says why. Then apply the fix.
      </PageHeading>
      <Catalogue />
    </>
  )
}
