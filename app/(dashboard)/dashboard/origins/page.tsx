import type { Metadata } from 'next'
import { OriginsView } from './origins-view'

export const metadata: Metadata = { title: 'Allowed origins' }

export default function OriginsPage() {
  return <OriginsView />
}
