import clsx from 'clsx'
import type { Message } from './messages'

interface Layout {
  readonly width: number
  readonly pageX: number
  readonly apiX: number
  readonly thirdX: number
  readonly head: number
  readonly step: number
  readonly noteLength: number
  readonly fontSize: number
}

const wide: Layout = {
  width: 1000,
  pageX: 190,
  apiX: 790,
  thirdX: 850,
  head: 84,
  step: 62,
  noteLength: 60,
  fontSize: 13,
}

const narrow: Layout = {
  width: 340,
  pageX: 12,
  apiX: 306,
  thirdX: 328,
  head: 92,
  step: 66,
  noteLength: 38,
  fontSize: 12,
}

interface DrawingProps {
  readonly pageOrigin: string
  readonly apiOrigin: string
  /** The third origin, when the run has to do with it. */
  readonly thirdOrigin: string | null
  readonly messages: readonly Message[]
  /** The exchange that is pointed at; null for none. */
  readonly pointedAt: number | null
  readonly title: string
}

/**
 * An exchange over time, top to bottom: the page on the left, the API on the right, the browser between them, which stops
 * what the page may not have. The list of exchanges beside it says the same in words.
 */
export function Drawing(props: DrawingProps) {
  return (
    <>
      <Sized {...props} layout={wide} className="hidden md:block" />
      <Sized {...props} layout={narrow} className="md:hidden" />
    </>
  )
}

function Sized({
  pageOrigin,
  apiOrigin,
  thirdOrigin,
  messages,
  pointedAt,
  title,
  layout,
  className,
}: DrawingProps & { layout: Layout; className: string }) {
  const { width, pageX, apiX, thirdX, head, step, fontSize } = layout
  const isWide = layout === wide
  const rows = Math.max(messages.length, 2)
  const height = head + rows * step + 12
  const middle = (pageX + apiX) / 2
  const bottom = height - 8
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={title}
      className={clsx('h-auto w-full', className)}
      fontSize={fontSize}
    >
      {isWide ? (
        <>
          <rect width={pageX} height={height} rx="12" className="fill-dashboard-soft" />
          <rect x={apiX} width={width - apiX} height={height} rx="12" className="fill-api-soft" />
        </>
      ) : (
        <>
          <rect width="164" height="60" rx="10" className="fill-dashboard-soft" />
          <rect x="176" width="164" height="60" rx="10" className="fill-api-soft" />
        </>
      )}
      <line
        x1={pageX}
        x2={pageX}
        y1={isWide ? 16 : 60}
        y2={bottom}
        className="stroke-dashboard"
        strokeWidth="2.5"
      />
      <line x1={apiX} x2={apiX} y1={isWide ? 16 : 60} y2={bottom} className="stroke-api" strokeWidth="2.5" />
      {thirdOrigin !== null && (
        <line
          x1={thirdX}
          x2={thirdX}
          y1={isWide ? 96 : 60}
          y2={bottom}
          className="stroke-api"
          strokeWidth="2"
          strokeDasharray="1 5"
          strokeLinecap="round"
        />
      )}
      <Party
        side="page"
        x={isWide ? 18 : 12}
        y={isWide ? 36 : 26}
        name="Page"
        origin={pageOrigin}
        wide={isWide}
      />
      <Party
        side="api"
        x={isWide ? apiX + 18 : 188}
        y={isWide ? 36 : 26}
        name="API"
        origin={apiOrigin}
        wide={isWide}
      />
      {thirdOrigin !== null && isWide && (
        <text x={apiX + 18} y="80" className="fill-api font-mono" fontSize="11">
          {cut(thirdOrigin.replace(/^https?:\/\//, ''), 26)}
        </text>
      )}

      <line
        x1={middle}
        x2={middle}
        y1={isWide ? 40 : 76}
        y2={bottom}
        className="stroke-line"
        strokeWidth="1.5"
        strokeDasharray="2 6"
        strokeLinecap="round"
      />
      <rect
        x={middle - 52}
        y={isWide ? 14 : 64}
        width="104"
        height="26"
        rx="13"
        className="fill-surface stroke-line"
      />
      <text x={middle} y={isWide ? 31 : 81} textAnchor="middle" className="fill-muted" fontSize="12">
        the browser
      </text>

      {messages.map((message, index) => (
        <Arrow
          key={message.key}
          message={message}
          layout={layout}
          middle={middle}
          y={head + index * step + step / 2 + 8}
          turn={index + 1}
          faded={pointedAt !== null && pointedAt !== message.exchange}
        />
      ))}
    </svg>
  )
}

/** Keeps text readable where a line runs behind it. */
const halo = {
  paintOrder: 'stroke',
  stroke: 'var(--surface)',
  strokeWidth: 6,
  strokeLinejoin: 'round',
} as const

function Arrow({
  message,
  layout,
  middle,
  y,
  turn,
  faded,
}: {
  message: Message
  layout: Layout
  middle: number
  y: number
  turn: number
  faded: boolean
}) {
  const { pageX, apiX, thirdX, noteLength, fontSize } = layout
  const { from, lane, end, line, note } = message
  const isRequest = from === 'page'
  const otherX = lane === 'memory' ? middle - 4 : lane === 'third' ? thirdX : apiX
  const [start, goal] = isRequest ? [pageX + 3, otherX - 5] : [otherX - 3, pageX + 6]
  const blockedX = lane === 'memory' || layout === narrow ? pageX + 54 : middle + 2
  const stop = end === 'blocked' ? blockedX : end === 'lost' ? goal - 14 : goal
  const point = isRequest ? -7 : 7
  const stroke = isRequest ? 'stroke-dashboard' : 'stroke-api'
  const isStopped = end === 'blocked' || end === 'lost'
  // A blocked answer ends at the browser, and a remembered one begins there: what is said of it stands beside it.
  const isRightHalf = end === 'blocked' && layout === wide && lane !== 'memory'
  const textX = isRightHalf
    ? (middle + apiX) / 2
    : lane === 'memory' && layout === wide
      ? (pageX + middle) / 2
      : middle
  return (
    <g className={clsx('lab-message', `lab-turn-${Math.min(turn, 12)}`, faded && 'lab-faded')}>
      <line
        x1={start}
        x2={stop}
        y1={y}
        y2={y}
        className={stroke}
        strokeWidth="1.75"
        strokeDasharray={end === 'opaque' || lane === 'memory' ? '5 4' : undefined}
      />
      {isStopped ? (
        <path
          d={`M${stop - 6} ${y - 6} l12 12 m0 -12 l-12 12`}
          className="stroke-danger"
          strokeWidth="3"
          strokeLinecap="round"
        />
      ) : (
        <path
          d={`M${goal + point} ${y - 5} L${goal} ${y} L${goal + point} ${y + 5}`}
          fill="none"
          className={stroke}
          strokeWidth="1.75"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
      <line
        x1={start}
        x2={stop}
        y1={y}
        y2={y}
        pathLength="100"
        strokeDasharray="6 200"
        strokeWidth="6"
        strokeLinecap="round"
        className={clsx('lab-packet', stroke)}
      />
      <text
        x={textX}
        y={y - 10}
        textAnchor="middle"
        className={clsx('font-medium font-mono', isRequest ? 'fill-dashboard' : 'fill-api')}
        {...halo}
      >
        {line}
      </text>
      <text
        x={textX}
        y={y + 19}
        textAnchor="middle"
        className={end === 'blocked' ? 'fill-danger' : 'fill-muted'}
        fontSize={fontSize - 1}
        {...halo}
      >
        {cut(note, isRightHalf ? noteLength - 16 : noteLength)}
      </text>
    </g>
  )
}

function Party({
  side,
  x,
  y,
  name,
  origin,
  wide: isWide,
}: {
  side: 'page' | 'api'
  x: number
  y: number
  name: string
  origin: string
  wide: boolean
}) {
  return (
    <>
      {side === 'page' ? (
        <rect x={x} y={y - 10} width="10" height="10" rx="2.5" className="fill-dashboard" />
      ) : (
        <circle cx={x + 5} cy={y - 5} r="5" className="fill-api" />
      )}
      <text x={x + 18} y={y} className="fill-ink font-semibold" fontSize="14">
        {name}
      </text>
      <text
        x={x}
        y={y + 22}
        className={clsx('font-mono', side === 'page' ? 'fill-dashboard' : 'fill-api')}
        fontSize={isWide ? 11 : 10.5}
      >
        {cut(origin.replace(/^https?:\/\//, ''), isWide ? 25 : 22)}
      </text>
    </>
  )
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
