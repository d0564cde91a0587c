import type { Metadata } from 'next'
import { DoctorView } from '../doctor-page/doctor-view.tsx'
import { PageHeading } from '../ui/page-heading.tsx'

export const metadata: Metadata = {
  title: 'Blocked by CORS policy? Paste the error',
  description:
    'Paste the console’s message, a curl command, a HAR or the headers. The page says which line is at fault, what each browser does, and the fix as code.',
}

/** Diagnoses whatever the reader pastes. */
export default function DoctorPage() {
  return (
    <>
      <PageHeading title="Blocked by CORS policy?">
        Paste the console’s message, a curl command, “Copy as fetch”, a HAR file, the headers, or just a URL.
        You get the cause, the line at fault, and the fix as code.
      </PageHeading>
      <DoctorView />
    </>
  )
}
