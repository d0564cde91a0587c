import clsx from 'clsx'
import type { ReactNode } from 'react'

/* What the drawings of an exchange have in common, as parts of an SVG: the page on the left, the API on the right. */

export type Side = 'dashboard' | 'api'

const fillOf = (side: Side) => (side === 'dashboard' ? 'fill-dashboard' : 'fill-api')
const strokeOf = (side: Side) => (side === 'dashboard' ? 'stroke-dashboard' : 'stroke-api')

/** Keeps text readable where a line runs behind it. */
const halo = {
  paintOrder: 'stroke',
  stroke: 'var(--surface)',
  strokeWidth: 6,
  strokeLinejoin: 'round',
} as const

interface PartyProps {
  side: Side
  x: number
  y: number
  name: string
  nameSize: number
  origin: string
  originSize: number
}

/** The name of a party and its origin, with the party's own mark. */
export function Party({ side, x, y, name, nameSize, origin, originSize }: PartyProps) {
  return (
    <>
      {side === 'dashboard' ? (
        <rect x={x} y={y - 10} width="10" height="10" rx="2.5" className="fill-dashboard" />
      ) : (
        <circle cx={x + 5} cy={y - 5} r="5" className="fill-api" />
      )}
      <text x={x + 18} y={y} className="fill-ink font-semibold" fontSize={nameSize}>
        {name}
      </text>
      <text x={x} y={y + 22} className={clsx('font-mono', fillOf(side))} fontSize={originSize}>
        {origin}
      </text>
    </>
  )
}

/** The browser, which stands between the two. */
export function BrowserLine({ x, top, bottom }: { x: number; top: number; bottom: number }) {
  return (
    <line
      x1={x}
      x2={x}
      y1={top}
      y2={bottom}
      className="stroke-line"
      strokeWidth="1.5"
      strokeDasharray="2 6"
      strokeLinecap="round"
    />
  )
}

/** The head of an arrow that arrives at `x`; it points away from the side it comes from. */
export function ArrowHead({ from, x, y }: { from: Side; x: number; y: number }) {
  const tail = x + (from === 'dashboard' ? -7 : 7)
  return (
    <path
      d={`M${tail} ${y - 5} L${x} ${y} L${tail} ${y + 5}`}
      fill="none"
      className={strokeOf(from)}
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  )
}

interface PacketProps {
  from: Side
  start: number
  end: number
  y: number
  /** Says how much of the way it covers, in hundredths. */
  length: number
  className: string
}

/** Shows what moves along an arrow when the drawing is played. */
export function Packet({ from, start, end, y, length, className }: PacketProps) {
  return (
    <line
      x1={start}
      x2={end}
      y1={y}
      y2={y}
      pathLength="100"
      strokeDasharray={`${length} 200`}
      strokeWidth="6"
      strokeLinecap="round"
      className={clsx(className, strokeOf(from))}
    />
  )
}

/** The line of a request or an answer, above its arrow. */
export function MessageLine({
  from,
  x,
  y,
  children,
}: {
  from: Side
  x: number
  y: number
  children: ReactNode
}) {
  return (
    <text x={x} y={y} textAnchor="middle" className={clsx('font-medium font-mono', fillOf(from))} {...halo}>
      {children}
    </text>
  )
}

interface NoteProps {
  x: number
  y: number
  fontSize: number
  className?: string
  children: ReactNode
}

/** Shows what a message means, below its arrow. */
export function MessageNote({ x, y, fontSize, className = 'fill-muted', children }: NoteProps) {
  return (
    <text x={x} y={y} textAnchor="middle" className={className} fontSize={fontSize} {...halo}>
      {children}
    </text>
  )
}

/** Cuts an origin in its middle to at most `length` characters, because its end names the port. */
export function cutOrigin(origin: string, length: number): string {
  if (origin.length <= length) return origin
  const kept = Math.ceil((length - 1) / 2)
  return `${origin.slice(0, length - 1 - kept)}…${origin.slice(-kept)}`
}

/** Cuts a text to at most `length` characters, the last an ellipsis where some are missing. */
export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
