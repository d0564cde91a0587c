import type { Metadata } from 'next'
import { notFound } from 'next/navigation'

export const metadata: Metadata = { title: 'Not found' }

/** Unknown addresses get this deployment's own page: `not-found.tsx` inside a route group is not found by itself. */
export default function UnknownPage() {
  notFound()
}
