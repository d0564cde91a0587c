import type { Metadata } from 'next'
import { ErrorList } from '../errors/error-list.tsx'
import { PageHeading } from '../ui/page-heading.tsx'

export const metadata: Metadata = {
  title: 'Every CORS error message, and its fix',
  description:
    'What Chrome, Firefox and Safari print when they block a cross-origin call, what each message means, and the fix for your server.',
}

/** Lists the messages that browsers print. */
export default function ErrorsPage() {
  return (
    <>
      <PageHeading title="Every CORS error message, and its fix">
        Chrome, Firefox and Safari say the same thing in different words. Find yours: what it means, what
        happened, and the fix for your server.
      </PageHeading>
      <ErrorList />
    </>
  )
}
