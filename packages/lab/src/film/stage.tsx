import { getHeader } from '@next-cross-origin/browser'
import clsx from 'clsx'
import { Cookie, Ticket } from 'lucide-react'
import type { ReactNode } from 'react'
import { OriginMark } from '../ui/origin-chip.tsx'
import { OriginCompare } from '../ui/origin-compare.tsx'
import type { Frame, Gate, JarEntry, Lane, Slip } from './frames.ts'

const lanes: readonly { readonly lane: Lane; readonly title: string }[] = [
  { lane: 'script', title: 'Script' },
  { lane: 'browser', title: 'Browser' },
  { lane: 'network', title: 'Network' },
  { lane: 'api', title: 'API' },
]

/** Shows one frame: where the message is, what it says, and what the browser keeps. */
export function Stage({ frame, changed }: { frame: Frame; changed?: ReadonlySet<string> | undefined }) {
  return (
    <div className="min-h-[36rem] md:min-h-[27rem]">
      <Lanes lane={frame.lane} from={frame.from} />
      <div className="mt-4 grid gap-x-6 gap-y-4 md:grid-cols-[3fr_2fr]">
        <div className="min-w-0">
          <p className="font-semibold">{frame.title}</p>
          <p role="status" className="mt-1 min-h-12 max-w-prose text-muted">
            {frame.says}
          </p>
          <Card key={`${frame.step}-${frame.lane}-${frame.line}`} frame={frame} changed={changed} />
        </div>
        <div className="flex min-w-0 flex-col gap-3 text-sm">
          {frame.gate !== null && <GateView gate={frame.gate} />}
          <Memory slips={frame.slips} jar={frame.jar} />
        </div>
      </div>
    </div>
  )
}

function Lanes({ lane, from }: Pick<Frame, 'lane' | 'from'>) {
  const index = lanes.findIndex((each) => each.lane === lane)
  return (
    <div aria-hidden>
      <div className="grid grid-cols-4 gap-1 sm:gap-2">
        {lanes.map((each) => (
          <div
            key={each.lane}
            className={clsx(
              'rounded-control px-1 py-1.5 text-center font-medium text-xs sm:text-sm',
              each.lane === lane ? 'bg-ink text-paper' : 'bg-sunken text-muted',
            )}
          >
            {each.title}
          </div>
        ))}
      </div>
      <div className="relative mt-2 h-6">
        <div className="absolute inset-x-[12.5%] top-1/2 border-control/50 border-t-2 border-dotted" />
        <div data-lane={index} className="film-token absolute top-1/2 -translate-x-1/2 -translate-y-1/2">
          <span
            className={clsx(
              'block size-4',
              from === 'page' ? 'rounded-[4px] bg-dashboard' : 'rounded-full bg-api',
            )}
          />
        </div>
      </div>
    </div>
  )
}

/** Matches the headers that the film is about; the list below the film has the others. */
const telling = /^(origin|cookie|set-cookie|content-type|location|vary|.*control-.*|sec-fetch-site|x-.*)$/i

function Card({ frame, changed }: { frame: Frame; changed?: ReadonlySet<string> | undefined }) {
  const { from, line, headers, lane, gate } = frame
  const side = from === 'page' ? 'dashboard' : 'api'
  return (
    <div
      data-from={from}
      className={clsx(
        'film-card mt-3 rounded-card border p-4',
        side === 'dashboard' ? 'border-dashboard/40 bg-dashboard-soft' : 'border-api/40 bg-api-soft',
      )}
    >
      <p
        className={clsx(
          'flex items-center gap-2 break-all font-medium font-mono text-sm',
          side === 'dashboard' ? 'text-dashboard' : 'text-api',
        )}
      >
        {lane !== 'script' && <OriginMark side={side} />}
        {line}
      </p>
      <Headers headers={headers} gate={gate} changed={from === 'api' ? changed : undefined} />
    </div>
  )
}

/** Lists the telling headers: the one at fault is marked, one that never came is a ghost, one that the fix changed is lit. */
function Headers({
  headers,
  gate,
  changed,
}: Pick<Frame, 'headers' | 'gate'> & { changed: ReadonlySet<string> | undefined }) {
  const shown = headers.filter(([name]) => telling.test(name))
  const ghost = gate?.fault != null && getHeader(headers, gate.fault) === null ? gate.fault : null
  if (shown.length === 0 && ghost === null) return null
  return (
    <dl className="mt-2 flex flex-col gap-0.5 font-mono text-xs leading-5">
      {shown.map(([name, value], index) => (
        <div
          key={`${index}-${name}`}
          data-guilty={isFault(name, gate) || undefined}
          data-changed={changed?.has(name.toLowerCase()) || undefined}
          className={clsx(
            'break-all',
            isFault(name, gate) && '-mx-1 rounded-sm bg-danger-soft px-1 text-danger outline outline-danger',
            changed?.has(name.toLowerCase()) &&
              '-mx-1 rounded-sm bg-surface px-1 font-semibold outline outline-ink',
          )}
        >
          <dt className="inline">{name}: </dt>
          <dd className="inline">{value}</dd>
        </div>
      ))}
      {ghost !== null && (
        <div
          data-ghost
          className="w-fit rounded border border-danger border-dashed bg-surface px-1.5 text-danger"
        >
          <dt className="inline">{ghost}: </dt>
          <dd className="inline font-sans">never sent</dd>
        </div>
      )}
    </dl>
  )
}

/** Tells whether a line is at fault: the header that decides, or a misspelt name that was meant to be this header. */
function isFault(name: string, gate: Gate | null): boolean {
  if (gate?.fault == null) return false
  const [written, wanted] = [name.toLowerCase(), gate.fault.toLowerCase()]
  return written === wanted || (written.includes('control-allow') && !written.startsWith('access-control-'))
}

function GateView({ gate: { sent, received, stamp } }: { gate: Gate }) {
  return (
    <div>
      <p className="flex items-center justify-between gap-2 font-medium">
        The browser’s gate
        <span
          data-stamp={stamp}
          className={clsx(
            'film-stamp rounded border-2 px-2 py-0.5 font-semibold text-xs uppercase',
            stamp === 'withheld' ? 'border-danger text-danger' : 'border-ink text-ink',
          )}
        >
          {stamp}
        </span>
      </p>
      <div className="mt-2">
        <OriginCompare sent={sent} received={received} />
      </div>
    </div>
  )
}

function Memory({ slips, jar }: { slips: readonly Slip[]; jar: readonly JarEntry[] }) {
  return (
    <dl className="grid gap-3 rounded-card border border-line bg-surface p-3 text-xs">
      <Kept term="Permissions" icon={<Ticket aria-hidden className="size-3.5" />} none="None yet.">
        {slips.map(({ method, path, seconds }) => (
          <p key={`${method} ${path}`} className="break-all">
            <span className="font-mono">
              {method} {path}
            </span>
            , good for {inWords(seconds)}
          </p>
        ))}
      </Kept>
      <Kept term="Cookie jar" icon={<Cookie aria-hidden className="size-3.5" />} none="Empty.">
        {jar.map(({ name, attributes, dropped }) => (
          <p key={name} className="break-all">
            <span className={clsx('font-mono', dropped !== null && 'text-danger line-through')}>{name}</span>{' '}
            <span className="text-muted">{attributes}</span>
            {dropped !== null && <span className="block text-danger">Not kept. {dropped}</span>}
          </p>
        ))}
      </Kept>
    </dl>
  )
}

function Kept({
  term,
  icon,
  none,
  children,
}: {
  term: string
  icon: ReactNode
  none: string
  children: readonly ReactNode[]
}) {
  return (
    <div>
      <dt className="flex items-center gap-1.5 font-medium">
        {icon}
        {term}
      </dt>
      <dd className="mt-1 flex flex-col gap-1">
        {children.length === 0 ? <p className="text-muted">{none}</p> : children}
      </dd>
    </div>
  )
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3_600)} hours`
}
