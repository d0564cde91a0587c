'use client'

import { useDeployment } from '../ui/bench-context.tsx'
import { OriginDrawing } from './origin-drawing.tsx'
import './panels.css'

/** Shows below the product's own words what a call across the two origins looks like. */
export function HomePanel() {
  const { dashboardOrigin, apiOrigin } = useDeployment()
  return (
    <figure className="overflow-hidden rounded-card border border-line bg-surface p-5 sm:p-6">
      <OriginDrawing dashboardOrigin={dashboardOrigin} apiOrigin={apiOrigin} />
      <figcaption className="mt-5 text-center text-muted text-sm">
        Saving your profile sends this. A PATCH with JSON is not a simple request, so the browser asks first.
      </figcaption>
    </figure>
  )
}
