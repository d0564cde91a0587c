'use client'

import { relate } from '@next-cross-origin/browser'
import clsx from 'clsx'
import { Check, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { getDomain } from 'tldts'
import { usePlace } from '../ui/bench-context.tsx'
import { TextField } from '../ui/field.tsx'
import {
  compareParts,
  meaningOf,
  type PartComparison,
  type PartName,
  type ReadUrl,
  readUrl,
} from '../url-parts.ts'

interface Pair {
  readonly first: string
  readonly second: string
}

/** The list of public suffixes, the private section included: `alice.github.io` and `bob.github.io` are two sites. */
const siteOf = (host: string) => getDomain(host, { allowPrivateDomains: true })

const page = 'https://frontend.com/dashboard'
const examples: readonly (Pair & { name: string })[] = [
  { name: 'Another path', first: page, second: 'https://frontend.com/ada?tab=bio' },
  { name: 'Another host', first: page, second: 'https://backend.com/ada' },
  { name: 'Another scheme', first: page, second: 'http://frontend.com/ada' },
  { name: 'Another subdomain', first: page, second: 'https://api.frontend.com/ada' },
  { name: 'Another port', first: page, second: 'https://frontend.com:8443/ada' },
  { name: 'Host and subdomain', first: page, second: 'https://api.backend.com/ada' },
  { name: 'The same port, written', first: page, second: 'https://frontend.com:443/ada' },
  { name: 'A shared suffix', first: 'https://alice.github.io/', second: 'https://bob.github.io/' },
  { name: 'Two names of one machine', first: 'http://localhost:3000/', second: 'http://127.0.0.1:3000/' },
]

/** Two URLs side by side, and what their relation means. */
export function Comparison({ given }: { given: Pair | null }) {
  const { deployment } = usePlace()
  const own =
    deployment === null
      ? null
      : { first: `${deployment.dashboardOrigin}/dashboard`, second: `${deployment.apiOrigin}/api/users/ada` }
  const [pair, setPair] = useState<Pair>(given ?? own ?? examples[1] ?? { first: '', second: '' })
  const first = readUrl(pair.first, siteOf)
  const second = readUrl(pair.second, siteOf)

  function show(next: Pair) {
    setPair(next)
    const { first, second } = next
    window.history.replaceState(null, '', `?${new URLSearchParams({ first, second })}`)
  }

  return (
    <div className="mt-6">
      <Examples own={own} pair={pair} onChoose={show} />
      <div className="mt-6 grid gap-4 md:grid-cols-2">
        <UrlBox
          side="dashboard"
          label="The page is at"
          text={pair.first}
          read={first}
          onChange={(text) => show({ ...pair, first: text })}
        />
        <UrlBox
          side="api"
          label="It calls"
          text={pair.second}
          read={second}
          onChange={(text) => show({ ...pair, second: text })}
        />
      </div>
      {first.url !== null && second.url !== null ? (
        <Result
          rows={compareParts(first.parts, second.parts)}
          relation={relate(first.url.href, second.url.href, siteOf)}
          first={first.url}
          second={second.url}
        />
      ) : (
        <p className="mt-8 text-muted" role="status">
          Two URLs are needed for a comparison.
        </p>
      )}
    </div>
  )
}

function Examples({ own, pair, onChoose }: { own: Pair | null; pair: Pair; onChoose: (pair: Pair) => void }) {
  return (
    <ul aria-label="Examples" className="flex flex-wrap gap-2">
      {[...(own === null ? [] : [{ name: 'These two deployments', ...own }]), ...examples].map(
        ({ name, ...example }) => {
          const isShown = example.first === pair.first && example.second === pair.second
          return (
            <li key={name}>
              <button
                type="button"
                aria-pressed={isShown}
                onClick={() => onChoose(example)}
                className={clsx(
                  'h-8 rounded-full border px-3 text-sm transition-colors',
                  isShown
                    ? 'border-ink bg-ink text-paper'
                    : 'border-control/60 bg-surface hover:border-control hover:bg-sunken',
                )}
              >
                {name}
              </button>
            </li>
          )
        },
      )}
    </ul>
  )
}

function UrlBox({
  side,
  label,
  text,
  read,
  onChange,
}: {
  side: 'dashboard' | 'api'
  label: string
  text: string
  read: ReadUrl
  onChange: (text: string) => void
}) {
  return (
    <div
      className={clsx('rounded-card p-4 sm:p-5', side === 'dashboard' ? 'bg-dashboard-soft' : 'bg-api-soft')}
    >
      <TextField
        label={label}
        name={side}
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className="font-mono"
        value={text}
        onChange={(event) => onChange(event.target.value)}
        error={read.problem}
      />
      {read.parts !== null && (
        <p className="mt-4 break-all font-mono text-base leading-8">
          <Part name="scheme">{read.parts.scheme}</Part>
          <Mark>://</Mark>
          {read.parts.subdomain !== '' && (
            <>
              <Part name="subdomain">{read.parts.subdomain}</Part>
              <Mark>.</Mark>
            </>
          )}
          <Part name="host">{read.parts.host}</Part>
          <Mark>:</Mark>
          <Part name="port" isImplied={!read.parts.isPortWritten}>
            {read.parts.port}
          </Part>
          <Part name="path">{read.parts.path}</Part>
        </p>
      )}
    </div>
  )
}

const names: Record<PartName, string> = {
  scheme: 'scheme',
  subdomain: 'subdomain',
  host: 'host',
  port: 'port',
  path: 'path',
}

/** A part in its own tint. One that is implied is drawn as such. */
function Part({
  name,
  isImplied = false,
  children,
}: {
  name: PartName
  isImplied?: boolean
  children: string
}) {
  return (
    <span
      title={isImplied ? `${names[name]}, the scheme’s own` : names[name]}
      className={clsx('rounded px-1 py-0.5', `lab-part-${name}`, isImplied && 'lab-implied')}
    >
      {children}
    </span>
  )
}

function Mark({ children }: { children: string }) {
  return <span className="text-muted">{children}</span>
}

function Result({
  rows,
  relation,
  first,
  second,
}: {
  rows: readonly PartComparison[]
  relation: { sameOrigin: boolean; sameSite: boolean }
  first: URL
  second: URL
}) {
  const { sameOrigin, sameSite } = relation
  const different = rows.filter(({ differs, countsFor }) => differs && countsFor.origin)
  const meaning = meaningOf(first, second, relation)
  return (
    <>
      <div role="status" className="mt-8 grid gap-4 sm:grid-cols-2">
        <Answer yes={sameOrigin} title={sameOrigin ? 'Same origin' : 'Cross-origin'}>
          {sameOrigin
            ? `Both are ${first.origin}.`
            : `The ${listed(different.map(({ part }) => names[part]))} ${different.length > 1 ? 'differ' : 'differs'}.`}
        </Answer>
        <Answer yes={sameSite} title={sameSite ? 'Same site' : 'Cross-site'}>
          {siteSentence(rows, sameSite)}
        </Answer>
      </div>
      <div className="mt-10 grid gap-x-12 gap-y-10 lg:grid-cols-2">
        <PartTable rows={rows} />
        <section aria-labelledby="meaning">
          <h2 id="meaning" className="font-semibold text-lg">
            What that means for the page
          </h2>
          <dl className="mt-3 flex flex-col gap-4">
            <Meant term="Reading">{meaning.reading}</Meant>
            <Meant term="Sending">{meaning.sending}</Meant>
            <Meant term="Cookies">{meaning.cookies}</Meant>
          </dl>
        </section>
      </div>
    </>
  )
}

function PartTable({ rows }: { rows: readonly PartComparison[] }) {
  return (
    <table className="w-full self-start text-left text-xs sm:text-sm">
      <caption className="pb-3 text-left font-semibold text-lg">Part by part</caption>
      <thead className="text-muted text-xs">
        <tr>
          <th className="py-1.5 pr-3 font-medium">Part</th>
          <th className="py-1.5 pr-3 font-medium">Page</th>
          <th className="py-1.5 pr-3 font-medium">Call</th>
          <th className="py-1.5 font-medium">
            <span className="sr-only">The same?</span>
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-line border-y">
        {rows.map(({ part, first, second, differs, countsFor }) => (
          <tr key={part} data-part={part} data-differs={differs}>
            <th className="py-2 pr-3 align-top font-normal">
              <span className={clsx('rounded px-1.5 py-0.5', `lab-part-${part}`)}>{names[part]}</span>
            </th>
            <td className="break-all py-2 pr-3 font-mono">{first || '–'}</td>
            <td className={clsx('break-all py-2 pr-3 font-mono', differs && 'font-semibold')}>
              {second || '–'}
            </td>
            <td className="w-18 py-2 text-muted text-xs">
              {!differs ? 'same' : countsFor.origin ? 'differs' : 'differs; does not count'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function siteSentence(rows: readonly PartComparison[], sameSite: boolean): string {
  if (sameSite) {
    const host = rows.find(({ part }) => part === 'host')
    return `Scheme and registrable domain are the same: ${host?.first ?? ''}.`
  }
  const counting = rows.filter(({ differs, countsFor }) => differs && countsFor.site)
  if (counting.length === 0) return 'A host without a registrable domain is a site of its own.'
  return `The ${listed(counting.map(({ part }) => (part === 'host' ? 'registrable domain' : names[part])))} ${counting.length > 1 ? 'differ' : 'differs'}.`
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

function Answer({ yes, title, children }: { yes: boolean; title: string; children: ReactNode }) {
  const Icon = yes ? Check : X
  return (
    <div className="flex gap-4 rounded-card border border-line bg-surface p-5">
      <span
        className={clsx(
          'grid size-8 shrink-0 place-items-center rounded-full',
          yes ? 'bg-ink text-paper' : 'bg-sunken text-ink',
        )}
      >
        <Icon aria-hidden strokeWidth={2.5} className="size-4" />
      </span>
      <div className="min-w-0">
        <p className="font-semibold text-lg">{title}</p>
        <p className="break-words text-muted text-sm">{children}</p>
      </div>
    </div>
  )
}

function Meant({ term, children }: { term: string; children: string }) {
  return (
    <div className="border-line border-t pt-3">
      <dt className="font-medium text-sm">{term}</dt>
      <dd className="mt-0.5 text-muted">{children}</dd>
    </div>
  )
}
