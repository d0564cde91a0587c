'use client'

import { usePlace } from '../ui/bench-context.tsx'
import { Tab } from '../ui/shell.tsx'

const tabs = [
  { href: '/lab', label: 'Scenarios' },
  { href: '/lab/same-origin', label: 'Same origin?' },
  { href: '/lab/your-request', label: 'Your own request' },
]

/** Leads between the lab's own pages. */
export function LabTabs() {
  const { pathname } = usePlace()
  return (
    <nav aria-label="Lab" className="-mx-3 -mt-5 mb-6 flex gap-1 overflow-x-auto sm:-mt-9">
      {tabs.map(({ href, label }) => (
        <Tab key={href} href={href} label={label} isHere={pathname === href} />
      ))}
    </nav>
  )
}
