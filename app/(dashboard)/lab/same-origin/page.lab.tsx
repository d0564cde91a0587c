import type { Metadata } from 'next'
import { dashboardConfig } from '@/lib/config/dashboard'
import { Comparison } from './comparison'

export const metadata: Metadata = {
  title: 'Same origin?',
  description: 'Two URLs part by part: same origin, same site, and what that means for a page.',
}

interface Props {
  searchParams: Promise<{ first?: string | string[]; second?: string | string[] }>
}

export default async function SameOriginPage({ searchParams }: Props) {
  const { first, second } = await searchParams
  const { dashboardOrigin, apiOrigin } = dashboardConfig()
  const own = { first: `${dashboardOrigin}/dashboard`, second: `${apiOrigin}/api/users/ada` }
  return (
    <>
      <h1 className="font-semibold text-xl">Same origin?</h1>
      <p className="mt-2 max-w-2xl text-muted">
        Scheme, host and port make an origin. A site is coarser: the scheme and the domain that somebody
        registered. The one decides who may read, the other which cookies go along.
      </p>
      <Comparison
        own={own}
        given={typeof first === 'string' && typeof second === 'string' ? { first, second } : own}
      />
    </>
  )
}
