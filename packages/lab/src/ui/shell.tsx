'use client'

import clsx from 'clsx'
import type { ReactNode } from 'react'
import { Link, usePlace } from './bench-context.tsx'
import { OriginChip } from './origin-chip.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/**
 * Frames every page of the bench: the way past the header, the navigation, the content, the two origins. Inside a
 * dashboard, which frames all its pages itself, it adds the navigation alone.
 */
export function BenchShell({ children }: { children: ReactNode }) {
  const { deployment } = usePlace()
  if (deployment !== null) {
    return (
      <div className="pt-3">
        <Navigation />
        <div className="pt-6 sm:pt-8">{children}</div>
      </div>
    )
  }
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only z-40 rounded-control bg-ink px-4 py-2 text-paper focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to content
      </a>
      <Header />
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-6xl flex-1 px-4 pt-8 sm:px-8 sm:pt-12">
        {children}
      </main>
      <Footer />
    </div>
  )
}

const sections = [
  { href: '/doctor', label: 'Doctor', needsApi: false },
  { href: '/errors', label: 'Errors', needsApi: false },
  { href: '/learn', label: 'Learn', needsApi: false },
  { href: '/lab', label: 'Lab', needsApi: false },
  { href: '/topology', label: 'Topology', needsApi: true },
]

const isWithin = (pathname: string, href: string) => pathname === href || pathname.startsWith(`${href}/`)

/** Tells whether the bench's own navigation stands on a page. */
export const isOfBench = (pathname: string) => sections.some(({ href }) => isWithin(pathname, href))

function Header() {
  return (
    <header className="border-line border-b bg-surface">
      <div className="mx-auto flex min-h-16 w-full max-w-6xl flex-wrap items-center gap-x-6 gap-y-0 px-4 pt-3 sm:px-8 md:flex-nowrap md:pt-0">
        <Link href="/" className="mr-auto rounded" aria-label="next-cross-origin, home">
          <Logo />
        </Link>
        <Navigation />
      </div>
    </header>
  )
}

function Navigation() {
  const { deployment, pathname } = usePlace()
  return (
    <nav aria-label="Bench" className="-mx-3 flex gap-0.5 overflow-x-auto">
      {sections
        .filter(({ needsApi }) => deployment !== null || !needsApi)
        .map(({ href, label }) => (
          <Tab key={href} href={href} label={label} isHere={isWithin(pathname, href)} />
        ))}
    </nav>
  )
}

/** Links to a page of the navigation. The underline also shows where colours are forced. */
export function Tab({ href, label, isHere }: { href: string; label: string; isHere: boolean }) {
  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : undefined}
      className={clsx(
        'inline-flex h-10 shrink-0 items-center rounded-control px-3 font-medium text-sm transition-colors',
        isHere
          ? 'bg-sunken text-ink forced-colors:underline forced-colors:underline-offset-4'
          : 'text-muted hover:text-ink',
      )}
    >
      {label}
    </Link>
  )
}

function Logo() {
  return (
    <span className="inline-flex items-center gap-2.5">
      <svg viewBox="0 0 28 20" aria-hidden="true" className="h-5 w-7 shrink-0">
        <path
          d="M5 10C8 0 20 0 23 10"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
        />
        <rect x="0" y="9" width="10" height="10" rx="2.5" className="fill-dashboard" />
        <circle cx="23" cy="14" r="5" className="fill-api" />
      </svg>
      <span className="font-semibold tracking-[-0.02em]">next-cross-origin</span>
    </span>
  )
}

function Footer() {
  return (
    <footer className="mt-16 border-line border-t">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-4 px-4 py-6 sm:px-8">
        <p className="text-muted text-xs">Nothing that you paste here leaves this page.</p>
        <ThemeSwitch />
      </div>
    </footer>
  )
}

const relations = {
  ports: 'one host, two ports',
  subdomains: 'one site, two subdomains',
  'cross-site': 'two sites',
}

/** Names the two origins and how they relate; links to the page that explains the relation. */
export function OriginsLine() {
  const { deployment } = usePlace()
  if (deployment === null) return null
  const { dashboardOrigin, apiOrigin, topology } = deployment
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-2 text-muted text-xs">
      <OriginChip side="dashboard" origin={dashboardOrigin} />
      calls
      <OriginChip side="api" origin={apiOrigin} />
      <Link href="/topology" className="underline underline-offset-4 hover:text-ink">
        {relations[topology]}
      </Link>
    </p>
  )
}
