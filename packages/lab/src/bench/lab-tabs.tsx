'use client'

import { usePlace } from '../ui/bench-context.tsx'
import { Tab } from '../ui/shell.tsx'

const tabs = [
  { href: '/lab', label: 'Scenarios', needsApi: false },
  { href: '/lab/same-origin', label: 'Same origin?', needsApi: false },
  { href: '/lab/your-request', label: 'Your own request', needsApi: true },
]

/** Leads between the lab's own pages. */
export function LabTabs() {
  const { pathname, deployment } = usePlace()
  return (
    <nav aria-label="Lab" className="-mx-3 -mt-5 mb-6 flex gap-1 overflow-x-auto sm:-mt-9">
      {tabs
        .filter(({ needsApi }) => deployment !== null || !needsApi)
        .map(({ href, label }) => (
          <Tab key={href} href={href} label={label} isHere={pathname === href} />
        ))}
    </nav>
  )
}
