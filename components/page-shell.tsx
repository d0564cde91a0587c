'use client'

import { Teaching } from '@lab/teaching'
import clsx from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { brand } from '@/lib/brand'
import { Logo } from './logo'
import { ThemeSwitch } from './theme-switch'

/** Says where the content of every page begins: the target of the skip link and of moved focus. */
export const CONTENT_ID = 'content'

/** Shows what every page stands in: the way past the header, the header, the content, and the two origins below it. */
export function PageShell({ header, children }: { header: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href={`#${CONTENT_ID}`}
        className="sr-only z-40 rounded-control bg-ink px-4 py-2 text-paper focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to content
      </a>
      {header}
      <main id={CONTENT_ID} tabIndex={-1} className="mx-auto w-full max-w-6xl flex-1 px-5 sm:px-8">
        {children}
      </main>
      <Footer />
    </div>
  )
}

/** The header's frame: the logo, then whatever the page's people can do. */
export function HeaderBar({ children, below }: { children: ReactNode; below?: ReactNode }) {
  return (
    <header className="border-line border-b bg-surface">
      <div className="mx-auto flex h-16 w-full max-w-6xl items-center gap-3 px-5 sm:px-8">
        <Link href="/" className="mr-auto min-w-0 rounded" aria-label={`${brand.name}, home`}>
          <Logo />
        </Link>
        {children}
      </div>
      {below}
    </header>
  )
}

/** A page of the header's navigation. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const current = usePathname() === href
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={clsx(
        'inline-flex h-10 items-center rounded-control px-3 font-medium text-sm transition-colors',
        current
          ? 'bg-sunken text-ink forced-colors:underline forced-colors:underline-offset-4'
          : 'text-muted hover:text-ink',
      )}
    >
      {children}
    </Link>
  )
}

/** The heading of a page. `aside` is what can be done to the page as a whole. */
export function PageHeading({
  title,
  children,
  aside,
}: {
  title: string
  children?: ReactNode
  aside?: ReactNode
}) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
      <div className="max-w-2xl">
        <h1 className="font-semibold text-xl">{title}</h1>
        {children && <p className="mt-2 text-muted">{children}</p>}
      </div>
      {aside}
    </div>
  )
}

function Footer() {
  return (
    <footer className="mt-16 border-line border-t">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-4 px-5 py-6 sm:px-8">
        <Teaching panel="footer" />
        <div className="ml-auto">
          <ThemeSwitch />
        </div>
      </div>
    </footer>
  )
}
