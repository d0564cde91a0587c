'use client'

import clsx from 'clsx'
import { Check, X } from 'lucide-react'
import { cookieFate } from '../cookie-fate.ts'
import { Link, useDeployment } from '../ui/bench-context.tsx'
import { engineNames, useEngines } from '../ui/engines.ts'
import { OriginChip } from '../ui/origin-chip.tsx'
import { type CookieForm, cookieForms, developmentTopologies, formFor } from './forms.ts'

const relations = {
  ports:
    'They share one host and differ in the port. To the same-origin policy they are two origins; to cookies they are one place.',
  subdomains:
    'They are two hosts of one site. To the same-origin policy they are two origins; to SameSite they belong together.',
  'cross-site':
    'They are two sites. To the page every cookie of the API is a third-party cookie, which browsers block or keep apart.',
} as const

/** Explains how the two origins of this deployment relate, and which cookie follows. */
export function TopologyView() {
  const deployment = useDeployment()
  const { dashboardOrigin, apiOrigin, topology } = deployment
  const own = formFor(deployment)
  return (
    <>
      <section
        aria-label="This deployment"
        className="mt-8 rounded-card border border-line bg-surface p-5 sm:p-6"
      >
        <p className="flex flex-wrap items-center gap-3">
          <OriginChip side="dashboard" origin={dashboardOrigin} />
          <span className="text-muted text-sm">calls</span>
          <OriginChip side="api" origin={apiOrigin} />
        </p>
        <p className="mt-4 max-w-prose">{relations[topology]}</p>
        <p className="mt-3">
          <Link
            href={`/lab/same-origin?${new URLSearchParams({ first: `${dashboardOrigin}/`, second: `${apiOrigin}/` })}`}
            className="font-medium underline underline-offset-4"
          >
            Compare the two part by part
          </Link>
        </p>
      </section>
      <section aria-labelledby="cookie" className="mt-12">
        <h2 id="cookie" className="font-semibold text-lg">
          The session cookie that follows
        </h2>
        <p className="mt-1 max-w-prose text-muted">
          The API chooses the form when it starts. If it allows more origins than this dashboard, the loosest
          relation decides. The model of each browser says what becomes of each form between these two
          origins.
        </p>
        <div className="mt-5 grid gap-4 lg:grid-cols-3">
          {cookieForms.map((form) => (
            <Form key={form.id} form={form} isOwn={form.id === own} />
          ))}
        </div>
      </section>
      <OtherTopologies topology={topology} />
    </>
  )
}

function OtherTopologies({ topology }: { topology: string }) {
  return (
    <section aria-labelledby="others" className="mt-12">
      <h2 id="others" className="font-semibold text-lg">
        The other topologies, on your machine
      </h2>
      <p className="mt-1 max-w-prose text-muted">
        Names under .localhost reach your machine without a hosts file. Stop the running deployments first.
      </p>
      <ul className="mt-5 divide-y divide-line border-line border-y">
        {developmentTopologies.map(({ title, command, page, api, teaches, topology: name }) => (
          <li key={name} className="grid gap-x-8 gap-y-2 py-4 md:grid-cols-[1fr_2fr]">
            <div>
              <h3 className="font-medium">
                {title}
                {name === topology && <span className="ml-2 font-normal text-muted">this one</span>}
              </h3>
              <p className="mt-1 break-words font-mono text-muted text-xs">
                {page} → {api}
              </p>
            </div>
            <div>
              <code className="break-words font-mono text-sm">{command}</code>
              <p className="mt-1 text-muted text-sm">{teaches}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Form({ form, isOwn }: { form: CookieForm; isOwn: boolean }) {
  const engines = useEngines()
  const { dashboardOrigin, apiOrigin, topology } = useDeployment()
  const { attributes, place, prefix, why } = form
  return (
    <article
      data-form={form.id}
      data-own={isOwn}
      className={clsx(
        'flex flex-col rounded-card border bg-surface p-5',
        isOwn ? 'border-ink border-2' : 'border-line',
      )}
    >
      <h3 className="font-medium">
        {place}
        {isOwn && <span className="ml-2 rounded-full bg-ink px-2 py-px text-paper text-xs">here</span>}
      </h3>
      <p className="mt-3 break-words font-mono text-api text-xs leading-5">
        {prefix}…session=…; {attributes}
      </p>
      <p className="mt-3 text-muted text-sm">{why}</p>
      <dl className="mt-4 flex flex-col gap-2 border-line border-t pt-4 text-sm">
        {engines.map((engine) => {
          const { fate, reason } = cookieFate(`${prefix}session=x; ${attributes}`, {
            url: `${apiOrigin}/api/session`,
            page: dashboardOrigin,
            sameSite: topology !== 'cross-site',
            engine,
          })
          return (
            <div key={engine}>
              <dt className="flex items-center gap-2 font-medium">
                {fate === 'kept-back' ? (
                  <X aria-hidden className="size-3.5 text-danger" />
                ) : fate === 'depends' ? (
                  <span aria-hidden className="w-3.5 text-center">
                    ?
                  </span>
                ) : (
                  <Check aria-hidden className="size-3.5" />
                )}
                {engineNames[engine]}
                <span className="sr-only">
                  {fate === 'sent' ? 'sends it' : fate === 'depends' ? 'may send it' : 'does not send it'}
                </span>
              </dt>
              <dd className="text-muted text-xs">{reason}</dd>
            </div>
          )
        })}
      </dl>
    </article>
  )
}
