import clsx from 'clsx'
import {
  ArrowHead,
  BrowserLine,
  cut,
  cutOrigin,
  MessageLine,
  MessageNote,
  Packet,
  Party,
} from '../panels/exchange-parts.tsx'
import type { Message } from './messages.ts'

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
      <Sized {...props} layout={wide} className="hidden lg:block" />
      <Sized {...props} layout={narrow} className="mx-auto max-w-xl lg:hidden" />
    </>
  )
}

/** The wide form alone, for a picture that stands in a file. */
export function WideDrawing(props: DrawingProps) {
  return <Sized {...props} layout={wide} className="" />
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
  const { width, pageX, apiX, head, step, fontSize } = layout
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
      <Ground layout={layout} height={height} hasThird={thirdOrigin !== null} />
      <Parties layout={layout} origins={{ page: pageOrigin, api: apiOrigin, third: thirdOrigin }} />
      <TheBrowser x={middle} bottom={bottom} isWide={isWide} />
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

function Ground({ layout, height, hasThird }: { layout: Layout; height: number; hasThird: boolean }) {
  const { width, pageX, apiX, thirdX } = layout
  const isWide = layout === wide
  const bottom = height - 8
  return (
    <>
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
      {hasThird && (
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
    </>
  )
}

function Parties({
  layout,
  origins: { page, api, third },
}: {
  layout: Layout
  origins: { page: string; api: string; third: string | null }
}) {
  const isWide = layout === wide
  const { apiX } = layout
  const originSize = isWide ? 12.5 : 11
  const shown = (origin: string) => cutOrigin(origin.replace(/^https?:\/\//, ''), 22)
  return (
    <>
      <Party
        side="dashboard"
        x={isWide ? 18 : 12}
        y={isWide ? 36 : 26}
        name="Page"
        nameSize={14}
        origin={shown(page)}
        originSize={originSize}
      />
      <Party
        side="api"
        x={isWide ? apiX + 18 : 188}
        y={isWide ? 36 : 26}
        name="API"
        nameSize={14}
        origin={shown(api)}
        originSize={originSize}
      />
      {third !== null && isWide && (
        <text x={apiX + 18} y="80" className="fill-api font-mono" fontSize={originSize}>
          {shown(third)}
        </text>
      )}
    </>
  )
}

function TheBrowser({ x, bottom, isWide }: { x: number; bottom: number; isWide: boolean }) {
  return (
    <>
      <BrowserLine x={x} top={isWide ? 40 : 76} bottom={bottom} />
      <rect
        x={x - 52}
        y={isWide ? 14 : 64}
        width="104"
        height="26"
        rx="13"
        className="fill-surface stroke-line"
      />
      <text x={x} y={isWide ? 31 : 81} textAnchor="middle" className="fill-muted" fontSize="12">
        the browser
      </text>
    </>
  )
}

/** Says where an arrow begins and ends, and where its text stands. */
function placeOf({ from, lane, end }: Message, layout: Layout, middle: number) {
  const { pageX, apiX, thirdX } = layout
  const isRequest = from === 'page'
  const otherX = lane === 'memory' ? middle - 4 : lane === 'third' ? thirdX : apiX
  const [start, goal] = isRequest ? [pageX + 3, otherX - 5] : [otherX - 3, pageX + 6]
  const blockedX = lane === 'memory' || layout === narrow ? pageX + 54 : middle + 2
  const stop = end === 'blocked' ? blockedX : end === 'lost' ? goal - 14 : goal
  // A blocked answer ends at the browser, and a remembered one begins there: what is said of it stands beside it.
  const isRightHalf = end === 'blocked' && layout === wide && lane !== 'memory'
  const textX = isRightHalf
    ? (middle + apiX) / 2
    : lane === 'memory' && layout === wide
      ? (pageX + middle) / 2
      : middle
  return { isRequest, isRightHalf, start, stop, goal, textX }
}

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
  const { noteLength, fontSize } = layout
  const { lane, end, line, note } = message
  const { isRequest, isRightHalf, start, stop, goal, textX } = placeOf(message, layout, middle)
  const side = isRequest ? 'dashboard' : 'api'
  const isStopped = end === 'blocked' || end === 'lost'
  return (
    <g className={clsx('lab-message', `lab-turn-${Math.min(turn, 12)}`, faded && 'lab-faded')}>
      <line
        x1={start}
        x2={stop}
        y1={y}
        y2={y}
        className={isRequest ? 'stroke-dashboard' : 'stroke-api'}
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
        <ArrowHead from={side} x={goal} y={y} />
      )}
      <Packet from={side} start={start} end={stop} y={y} length={6} className="lab-packet" />
      <MessageLine from={side} x={textX} y={y - 10}>
        {line}
      </MessageLine>
      <MessageNote
        x={textX}
        y={y + 19}
        fontSize={fontSize - 1}
        className={end === 'blocked' ? 'fill-danger' : 'fill-muted'}
      >
        {cut(note, isRightHalf ? noteLength - 16 : noteLength)}
      </MessageNote>
    </g>
  )
}
