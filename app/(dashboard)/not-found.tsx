import type { Metadata } from 'next'
import { ButtonLink } from '@/components/button'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <div className="max-w-xl py-20">
      <p className="font-mono text-muted text-sm">404</p>
      <h1 className="mt-2 font-semibold text-xl">There is no such page here</h1>
      <p className="mt-3 text-muted">Check the address, or start again from the first page.</p>
      <ButtonLink className="mt-8" href="/">
        To the start
      </ButtonLink>
    </div>
  )
}
