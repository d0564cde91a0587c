import { extraOrigins } from '../extra-origins.ts'
import type { Target } from '../types.ts'
import type { Deployment } from '../ui/bench-context.tsx'

/** Says where the lab's calls go, and which of these places are one site with the page. */
export interface LabOrigins {
  readonly page: string
  /** `third` is the API's own origin where it has no second name. */
  readonly targets: Readonly<Record<Target, string>>
  readonly hasThird: boolean
  readonly sameSite: Readonly<Record<Target, boolean>>
}

/** Derives the places from the two deployments; the topology says which of them are one site. */
export function labOrigins({ dashboardOrigin, apiOrigin, topology }: Deployment): LabOrigins {
  const { third, down } = extraOrigins(apiOrigin)
  const isApiSameSite = topology !== 'cross-site'
  return {
    page: dashboardOrigin,
    targets: { api: apiOrigin, third: third ?? apiOrigin, down },
    hasThird: third !== null,
    sameSite: {
      api: isApiSameSite,
      // The API's other name is a loopback host, and such a host is a site of its own.
      third: third === null ? isApiSameSite : new URL(third).hostname === new URL(dashboardOrigin).hostname,
      down: isApiSameSite,
    },
  }
}
