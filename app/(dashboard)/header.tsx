'use client'

import { usePathname } from 'next/navigation'
import { SiteHeader } from '@/components/site-header'
import { AccountHeader } from './dashboard/account-header'

/** Shows the header that belongs to the address: the account's, or the one of the pages that anyone may see. */
export function Header() {
  return usePathname().startsWith('/dashboard') ? <AccountHeader /> : <SiteHeader />
}
