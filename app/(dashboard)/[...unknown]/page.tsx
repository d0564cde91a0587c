import { notFound } from 'next/navigation'

/** Unknown addresses get this deployment's own page: `not-found.tsx` inside a route group is not found by itself. */
export default function UnknownPage() {
  notFound()
}
