import { extraOrigins } from '@next-cross-origin/lab/extra-origins'
import type { Target } from '@next-cross-origin/lab/types'
import { dashboardConfig } from '@/lib/config/dashboard'
import { siteOf } from '@/lib/config/site'

/** Where the lab's calls go, and which of these places are one site with the page. */
export interface LabOrigins {
  readonly page: string
  /** `third` is the API's own origin where it has no second name. */
  readonly targets: Readonly<Record<Target, string>>
  readonly hasThird: boolean
  readonly sameSite: Readonly<Record<Target, boolean>>
}

/** Runs on the server, which has the list of public suffixes. */
export function labOrigins(): LabOrigins {
  const { dashboardOrigin, apiOrigin } = dashboardConfig()
  const { third, down } = extraOrigins(apiOrigin)
  const isSameSite = (origin: string) => siteOf(dashboardOrigin) === siteOf(origin)
  const targets = { api: apiOrigin, third: third ?? apiOrigin, down }
  return {
    page: dashboardOrigin,
    targets,
    hasThird: third !== null,
    sameSite: {
      api: isSameSite(targets.api),
      third: isSameSite(targets.third),
      down: isSameSite(targets.down),
    },
  }
}
