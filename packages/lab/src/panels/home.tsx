'use client'

import { ArrowRight } from 'lucide-react'
import type { ClipboardEvent, ReactNode } from 'react'
import { nothingGiven, toFragment } from '../doctor-page/shared-case.ts'
import { RecordedFilm } from '../film/recorded-film.tsx'
import { Link, usePlace } from '../ui/bench-context.tsx'

/** Fills the home page below the product's own words: three doors, the picture, and the reason for all of it. */
export function HomePanel() {
  const { deployment } = usePlace()
  return (
    <>
      <ul className="grid gap-4 lg:grid-cols-[3fr_2fr_2fr]">
        <BlockedDoor />
        <Door
          title="Start a project"
          href={deployment === null ? '/learn/06-cookies-by-topology' : '/topology'}
          link="Which cookie your two origins need"
        >
          <p className="text-muted text-sm">
            Sign-in, sessions, a database and tests that already cross two origins. Node.js is all you need.
          </p>
          <pre className="mt-4 overflow-x-auto rounded-control bg-sunken p-3 font-mono text-xs leading-5">
            {'npm ci\nnpm run dev'}
          </pre>
        </Door>
        <Door title="Learn it" href="/learn" link="Start with what an origin is">
          <p className="text-muted text-sm">
            Ten chapters whose code runs in the page, and lessons in which your own browser breaks a call on
            purpose and applies the fix.
          </p>
          <p className="mt-4 flex flex-wrap gap-x-4 gap-y-1 text-sm">
            <Link href="/lab" className="underline underline-offset-4">
              All the lessons
            </Link>
            <Link href="/lab/same-origin" className="underline underline-offset-4">
              Same origin or same site?
            </Link>
          </p>
        </Door>
      </ul>
      <RecordedFilm />
      <Reasons />
    </>
  )
}

/** Takes a pasted error right here, and opens the doctor with it. */
function BlockedDoor() {
  const { addressOf } = usePlace()
  function open(event: ClipboardEvent<HTMLTextAreaElement>) {
    const fragment = toFragment({ ...nothingGiven, text: event.clipboardData.getData('text') })
    if (!fragment) return
    event.preventDefault()
    window.location.assign(addressOf(`/doctor#${fragment}`))
  }
  return (
    <Door title="Blocked by CORS policy?" href="/doctor" link="Open the doctor">
      <label htmlFor="door-paste" className="text-muted text-sm">
        Paste the console’s message. You get the cause, the line at fault, and the fix as code.
      </label>
      <textarea
        id="door-paste"
        rows={3}
        spellCheck={false}
        onPaste={open}
        placeholder="Access to fetch at 'https://…' from origin 'https://…' has been blocked by CORS policy: …"
        className="mt-3 block w-full resize-none rounded-control border border-control/70 bg-paper p-3 font-mono text-base leading-5 placeholder:text-muted hover:border-ink/60 sm:text-xs"
      />
      <p className="mt-3 text-sm">
        <Link href="/errors" className="underline underline-offset-4">
          Every message of Chrome, Firefox and Safari
        </Link>
      </p>
    </Door>
  )
}

function Door({
  title,
  href,
  link,
  children,
}: {
  title: string
  href: string
  link: string
  children: ReactNode
}) {
  return (
    <li className="flex min-w-0 flex-col rounded-card border border-line bg-surface p-5 sm:p-6">
      <h2 className="font-semibold text-lg">{title}</h2>
      <div className="mt-2 flex-1">{children}</div>
      <Link
        href={href}
        className="group mt-5 inline-flex items-center gap-2 self-start rounded font-medium text-sm"
      >
        {link}
        <ArrowRight
          aria-hidden
          className="size-4 transition-transform motion-safe:group-hover:translate-x-1"
        />
      </Link>
    </li>
  )
}

const reasons: readonly (readonly [what: string, threeLines: string, here: string])[] = [
  [
    'The preflight',
    'OPTIONS meets a router or a login that does not know it, and the call is never sent.',
    'Answered at the edge, before sessions and limits, with 204 or a bare 403.',
  ],
  [
    'Errors',
    'A 404 or 500 goes out without the headers, and your page reports a CORS error.',
    'Every answer is readable by an allowed origin, with a stable code.',
  ],
  [
    'Caches',
    'Without Vary: Origin a cache hands the answer for one origin to another.',
    'Vary names what decided, on every answer, also the first after a start.',
  ],
  [
    'Other sites',
    'CORS stops reading, not executing: a form of any site still posts with the cookie.',
    'A refused origin reaches no handler, and a body that a form can send is refused.',
  ],
  [
    'The allowlist',
    'A regular expression that was meant for previews also admits evil-example.com.',
    'Patterns are checked when the API starts, with the Public Suffix List.',
  ],
  [
    'The cookie',
    'It works on localhost, and gets lost between two deployed hosts.',
    'Its attributes follow from how the two origins relate.',
  ],
]

/** Says what three lines of middleware leave out, row by row. */
function Reasons() {
  return (
    <section aria-labelledby="reasons" className="mt-14">
      <h2 id="reasons" className="text-balance font-semibold text-xl">
        Why not three lines of middleware?
      </h2>
      <table className="mt-6 w-full text-left text-sm">
        <thead className="sr-only md:not-sr-only">
          <tr className="text-muted text-xs md:table-row">
            <th scope="col" className="w-40 py-2 pr-6 font-medium">
              <span className="sr-only">Subject</span>
            </th>
            <th scope="col" className="py-2 pr-6 font-medium">
              Three lines
            </th>
            <th scope="col" className="py-2 font-medium">
              This repository
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-line border-y">
          {reasons.map(([what, threeLines, here]) => (
            <tr key={what} className="block py-4 md:table-row">
              <th scope="row" className="block font-semibold md:table-cell md:py-4 md:pr-6 md:align-top">
                {what}
              </th>
              <td className="mt-1 block text-muted md:table-cell md:py-4 md:pr-6 md:align-top">
                {threeLines}
              </td>
              <td className="mt-1 block md:table-cell md:py-4 md:align-top">{here}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
