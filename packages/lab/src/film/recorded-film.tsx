'use client'

import { FilmView } from './film-view.tsx'
import { recordedSteps } from './recorded.ts'

/** Shows the whole journey, as a proxy between Chromium and this API recorded it. */
export function RecordedFilm() {
  return (
    <section aria-labelledby="film" className="mt-10 rounded-card border border-line bg-surface p-5 sm:p-6">
      <h2 id="film" className="font-semibold text-lg">
        Watch it: one session across two origins
      </h2>
      <p className="mt-1 mb-5 max-w-prose text-muted text-sm">
        Sign in, read, save twice, and see another origin refused. Every header was recorded between Chromium
        and this repository’s API. The values of cookies are left out.
      </p>
      <FilmView steps={recordedSteps} />
    </section>
  )
}
