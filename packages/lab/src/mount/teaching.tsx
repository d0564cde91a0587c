'use client'

import NextLink from 'next/link'
import { usePathname } from 'next/navigation'
import { type ReactNode, useMemo } from 'react'
import { FormCalls } from '../panels/form-calls.tsx'
import { HomePanel } from '../panels/home.tsx'
import { wire } from '../panels/wire.ts'
import { WireLine } from '../panels/wire-line.tsx'
import { BenchProvider, type Deployment, Link, type LinkProps, usePlace } from '../ui/bench-context.tsx'
import { isOfBench, OriginsLine } from '../ui/shell.tsx'

/* The slot `@lab/teaching`: everything the bench shows inside the product's own pages. */

/** Takes note of a finished call, for the panel of calls. */
export const recordExchange = wire.record

type Announce = (message: string) => void

/** Gives the bench its place in the dashboard: the two origins, Next.js's links, the announcer. */
export function TeachingProvider({
  deployment: { dashboardOrigin, apiOrigin, topology },
  announce,
  children,
}: {
  deployment: Deployment
  announce: Announce
  children: ReactNode
}) {
  const pathname = usePathname()
  const place = useMemo(
    () => ({
      deployment: { dashboardOrigin, apiOrigin, topology },
      Link: RouterLink,
      addressOf: asItIs,
      pathname,
      announce,
    }),
    [dashboardOrigin, apiOrigin, topology, pathname, announce],
  )
  return <BenchProvider place={place}>{children}</BenchProvider>
}

const asItIs = (path: string) => path

/** Without prefetching, so that a page on which somebody pastes something sends nothing by itself. */
function RouterLink(props: LinkProps) {
  return <NextLink {...props} prefetch={false} />
}

interface TeachingProps {
  /** The place in the product's page that the panel fills. */
  panel: 'navigation' | 'home' | 'calls' | 'form' | 'footer'
  /** For `form`: the calls that the form makes. */
  calls?: readonly { readonly line: string; readonly note: string }[]
}

/** Fills one place of a product page. */
export function Teaching({ panel, calls = [] }: TeachingProps): ReactNode {
  if (panel === 'navigation') return <BenchLinks />
  if (panel === 'home') return <HomePanel />
  if (panel === 'calls') return <WireLine />
  if (panel === 'form') return <FormCalls calls={calls} />
  return <OriginsLine />
}

const linkShape =
  'inline-flex h-10 items-center rounded-control px-3 font-medium text-muted text-sm transition-colors hover:text-ink'

function BenchLinks() {
  // The pages of the bench have a navigation of their own.
  if (isOfBench(usePlace().pathname)) return null
  return (
    <>
      <Link href="/doctor" className={linkShape}>
        Doctor
      </Link>
      <Link href="/learn" className={linkShape}>
        Learn
      </Link>
      <Link href="/lab" className={linkShape}>
        Lab
      </Link>
    </>
  )
}
