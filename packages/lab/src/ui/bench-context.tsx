'use client'

import { type ComponentType, createContext, type ReactNode, use, useSyncExternalStore } from 'react'

/** The two running deployments that a page of the bench belongs to. */
export interface Deployment {
  readonly dashboardOrigin: string
  readonly apiOrigin: string
  /** Says how the two origins relate: same host, same site, or two sites. */
  readonly topology: 'ports' | 'subdomains' | 'cross-site'
}

export interface LinkProps {
  /** The path of a page of the bench, such as `/errors/no-header`. */
  readonly href: string
  readonly className?: string | undefined
  readonly 'aria-current'?: 'page' | undefined
  readonly 'aria-label'?: string | undefined
  readonly children: ReactNode
}

/** Describes what the place where the bench is mounted gives to its pages. */
export interface BenchPlace {
  /** Null in the static export, where no API runs. */
  readonly deployment: Deployment | null
  readonly Link: ComponentType<LinkProps>
  /** Turns the path of a page of the bench, such as `/doctor#…`, into the address where it is found. */
  readonly addressOf: (path: string) => string
  /** The path of the page that is shown, for the navigation. */
  readonly pathname: string
  /** Says a result to everyone, screen readers included. */
  readonly announce: (message: string) => void
}

const PlaceContext = createContext<BenchPlace | null>(null)

/** Gives a place to every part of the bench below. */
export function BenchProvider({ place, children }: { place: BenchPlace; children: ReactNode }) {
  return <PlaceContext value={place}>{children}</PlaceContext>
}

/**
 * Returns the place where the bench is mounted.
 * @throws Error outside a `BenchProvider`
 */
export function usePlace(): BenchPlace {
  const place = use(PlaceContext)
  if (place === null) throw new Error('The bench needs a BenchProvider above its pages.')
  return place
}

/**
 * Returns the two running deployments.
 * @throws Error in the static export, whose pages do without
 */
export function useDeployment(): Deployment {
  const { deployment } = usePlace()
  if (deployment === null) throw new Error('This part of the bench needs a running API.')
  return deployment
}

/** Links to a page of the bench, by the router of the place where the bench is mounted. */
export function Link(props: LinkProps) {
  const { Link: PlaceLink } = usePlace()
  return <PlaceLink {...props} />
}

const subscribeToNothing = () => () => {}

/** Returns the origin at which the browser opened this page; null while a server renders it. */
export function usePageOrigin(): string | null {
  return useSyncExternalStore(
    subscribeToNothing,
    () => window.location.origin,
    () => null,
  )
}
