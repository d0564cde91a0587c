import type { ReactNode } from 'react'
import { Card } from '@/components/card'
import { OriginDrawing } from '@/components/origin-drawing'
import { PageShell } from '@/components/page-shell'
import { SiteHeader } from '@/components/site-header'
import { dashboardConfig } from '@/lib/config/dashboard'
import { WayIn } from './way-in'

export default function HomePage() {
  const { dashboardOrigin, apiOrigin } = dashboardConfig()
  return (
    <PageShell header={<SiteHeader />}>
      <div className="grid items-start gap-x-16 gap-y-8 py-14 sm:py-20 lg:grid-cols-[3fr_2fr]">
        <h1 className="text-balance font-semibold text-display">
          Two origins,
          <br />
          one session.
        </h1>
        <div className="flex flex-col gap-6 lg:pt-2">
          <p className="max-w-md text-base text-muted">
            Two Next.js deployments from one tree: a dashboard here, its API on another origin, and only the
            browser between them. Every call crosses origins with the session cookie, and a policy at the
            API’s edge decides who may call.
          </p>
          <WayIn />
        </div>
      </div>

      <Card className="overflow-hidden">
        <figure>
          <OriginDrawing dashboardOrigin={dashboardOrigin} apiOrigin={apiOrigin} />
          <figcaption className="mt-5 text-center text-muted text-sm">
            What saving your profile sends. A PATCH with JSON is not a simple request, so the browser asks
            first.
          </figcaption>
        </figure>
      </Card>

      <ul className="mt-14 grid gap-x-10 gap-y-8 md:grid-cols-3">
        <Use title="A template">
          Clone it, name your two origins, and start with sign-in, sessions, a database and tests that already
          cross them.
        </Use>
        <Use title="A reference">
          Each rule stands beside its reason: the section of the standard, the browser that behaves
          differently, the decision and its price.
        </Use>
        <Use title="A bench">
          When your own call fails, <span className="font-mono text-[0.9em]">npm run doctor</span> sends what
          a browser would send and says what it would do, and why.
        </Use>
      </ul>
    </PageShell>
  )
}

function Use({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="border-ink border-t pt-4">
      <h2 className="font-semibold">{title}</h2>
      <p className="mt-1.5 text-muted text-sm">{children}</p>
    </li>
  )
}
