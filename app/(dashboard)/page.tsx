import { Teaching } from '@lab/teaching'
import { WayIn } from './way-in'

export default function HomePage() {
  return (
    <>
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

      <Teaching panel="home" />
    </>
  )
}
