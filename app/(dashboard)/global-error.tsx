'use client'

import './globals.css'

/** The last resort, when the layout itself throws: it replaces the whole document and depends on nothing. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-xl px-6 py-24">
          <h1 className="font-semibold text-xl">The dashboard could not be shown</h1>
          <p className="mt-3 text-muted">
            Something in it broke before the page began. The server’s log says what.
          </p>
          <button type="button" onClick={reset} className="mt-6 underline underline-offset-4">
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
