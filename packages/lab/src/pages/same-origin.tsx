import type { Metadata } from 'next'
import { Comparison } from '../same-origin/comparison.tsx'
import { PageHeading } from '../ui/page-heading.tsx'

export const metadata: Metadata = {
  title: 'Same origin?',
  description: 'Two URLs part by part: same origin, same site, and what that means for a page.',
}

interface Props {
  searchParams: Promise<{ first?: string | string[]; second?: string | string[] }>
}

/** Compares two URLs; the address bar may name them. */
export default async function SameOriginPage({ searchParams }: Props) {
  const { first, second } = await searchParams
  return (
    <>
      <PageHeading title="Same origin?">
        Scheme, host and port make an origin. A site is coarser: the scheme and the domain that somebody
        registered. The origin decides who may read, the site decides which cookies go along.
      </PageHeading>
      <Comparison
        given={typeof first === 'string' && typeof second === 'string' ? { first, second } : null}
      />
    </>
  )
}
