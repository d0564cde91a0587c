import clsx from 'clsx'
import {
  ArrowHead,
  BrowserLine,
  cutOrigin,
  MessageLine,
  MessageNote,
  Packet,
  Party,
  type Side,
} from './exchange-parts.tsx'

interface Message {
  from: Side
  line: string
  note: string
  /** Says how far it goes on the API's side: to the policy at the edge, or through to the handler. */
  reach: 'policy' | 'handler'
}

interface Layout {
  width: number
  height: number
  /** Says where the dashboard's messages start, where the policy stands, and where the handler does. */
  dashboardX: number
  policyX: number
  handlerX: number
  /** The first message's height, and the distance to the next. */
  top: number
  step: number
  fontSize: number
  originSize: number
  /** Says how many characters of an origin fit. */
  originLength: number
}

const wide: Layout = {
  width: 1040,
  height: 416,
  dashboardX: 224,
  policyX: 784,
  handlerX: 940,
  top: 104,
  step: 78,
  fontSize: 14,
  originSize: 12,
  originLength: 26,
}

const narrow: Layout = {
  width: 340,
  height: 436,
  dashboardX: 12,
  policyX: 296,
  handlerX: 328,
  top: 92,
  step: 88,
  fontSize: 12,
  originSize: 10.5,
  originLength: 22,
}

interface OriginDrawingProps {
  dashboardOrigin: string
  apiOrigin: string
}

/**
 * The two origins and one credentialed call between them, preflight first: drawn twice, for wide and narrow screens, of
 * which one is displayed. The packets move once, and again when the drawing is pointed at.
 */
export function OriginDrawing(props: OriginDrawingProps) {
  return (
    <>
      <Drawing {...props} layout={wide} id="wide" className="hidden lg:block" />
      <Drawing {...props} layout={narrow} id="narrow" className="mx-auto max-w-xl lg:hidden" />
    </>
  )
}

function Drawing({
  dashboardOrigin,
  apiOrigin,
  layout,
  id,
  className,
}: OriginDrawingProps & { layout: Layout; id: string; className: string }) {
  const { width, height, dashboardX, policyX, handlerX, top, step, fontSize, originSize, originLength } =
    layout
  const isWide = layout === wide
  const messages: Message[] = [
    {
      from: 'dashboard',
      line: 'OPTIONS /api/users/ada',
      note: 'May this origin PATCH with cookies?',
      reach: 'policy',
    },
    { from: 'api', line: '204 No Content', note: 'This origin may. Ask again in 2 hours.', reach: 'policy' },
    {
      from: 'dashboard',
      line: 'PATCH /api/users/ada',
      note: 'JSON, and the session cookie',
      reach: 'handler',
    },
    { from: 'api', line: '200 OK', note: 'Readable by this origin alone', reach: 'handler' },
  ]
  const middle = (dashboardX + policyX) / 2
  const bottom = height - 16

  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
      className={clsx('packets h-auto w-full', className)}
      fontSize={fontSize}
    >
      <title id={`${id}-title`}>One credentialed call between the two origins</title>
      <desc id={`${id}-desc`}>
        {`The dashboard at ${dashboardOrigin} first sends a preflight, OPTIONS, which the API at ${apiOrigin} answers at its edge with 204: this origin may. Then it sends the PATCH itself with the session cookie. It passes the policy and the session check, reaches the handler, and is answered with 200 and headers that let this origin alone read it.`}
      </desc>

      {isWide ? (
        <>
          <rect width={dashboardX} height={height} rx="14" className="fill-dashboard-soft" />
          <rect x={policyX} width={width - policyX} height={height} rx="14" className="fill-api-soft" />
          <PageShape x={24} y={108} />
          <line
            x1={handlerX}
            x2={handlerX + 24}
            y1={top + 2 * step + 28}
            y2={top + 2 * step + 28}
            className="stroke-api"
            strokeWidth="1.5"
          />
          <DatabaseShape x={handlerX + 50} y={top + 2 * step + 36} />
          <line
            x1={dashboardX}
            x2={dashboardX}
            y1={top - 16}
            y2={bottom}
            className="stroke-dashboard"
            strokeWidth="3"
          />
        </>
      ) : (
        <>
          <rect width="164" height="64" rx="10" className="fill-dashboard-soft" />
          <rect x="176" width="164" height="64" rx="10" className="fill-api-soft" />
          <line
            x1={dashboardX}
            x2={dashboardX}
            y1="64"
            y2={bottom}
            className="stroke-dashboard"
            strokeWidth="2"
          />
          <line x1={handlerX} x2={handlerX} y1="64" y2={bottom} className="stroke-api" strokeWidth="2" />
        </>
      )}
      <Party
        side="dashboard"
        x={isWide ? 24 : 12}
        y={isWide ? 40 : 27}
        name="Dashboard"
        nameSize={15}
        origin={cutOrigin(dashboardOrigin, originLength)}
        originSize={originSize}
      />
      <Party
        side="api"
        x={isWide ? policyX + 24 : 188}
        y={isWide ? 40 : 27}
        name="API"
        nameSize={15}
        origin={cutOrigin(apiOrigin, originLength)}
        originSize={originSize}
      />

      {/* What a request passes on the API's side. */}
      <line
        x1={policyX}
        x2={policyX}
        y1={top - 16}
        y2={bottom}
        className="stroke-api"
        strokeWidth={isWide ? 3 : 2}
        strokeDasharray={isWide ? undefined : '3 4'}
      />
      {isWide && (
        <>
          <line
            x1={handlerX}
            x2={handlerX}
            y1={top - 16}
            y2={bottom}
            className="stroke-api"
            strokeWidth="3"
          />
          <text x={policyX + 14} y={top} className="fill-api font-medium" fontSize="13">
            policy
          </text>
          <text x={handlerX - 12} y={top} className="fill-api font-medium" fontSize="13" textAnchor="end">
            handler
          </text>
        </>
      )}

      {/* The browser stands between the two and enforces what the API says. */}
      <BrowserLine x={middle} top={isWide ? 16 : 74} bottom={bottom} />
      {isWide && (
        <>
          <rect x={middle - 58} y="18" width="116" height="28" rx="14" className="fill-surface stroke-line" />
          <text x={middle} y="37" textAnchor="middle" className="fill-muted" fontSize="13">
            the browser
          </text>
        </>
      )}

      {messages.map(({ from, line, note, reach }, index) => {
        const y = top + index * step + 28
        const apiX = (reach === 'policy' ? policyX : handlerX) - 2
        const [start, end] = from === 'dashboard' ? [dashboardX + 2, apiX - 4] : [apiX, dashboardX + 6]
        return (
          <g key={line}>
            <MessageLine from={from} x={middle} y={y - 12}>
              {line}
            </MessageLine>
            <MessageNote x={middle} y={y + 20} fontSize={fontSize - 1}>
              {note}
            </MessageNote>
            <line
              x1={start}
              x2={end}
              y1={y}
              y2={y}
              className={from === 'dashboard' ? 'stroke-dashboard' : 'stroke-api'}
              strokeWidth="1.5"
            />
            <ArrowHead from={from} x={end} y={y} />
            <Packet
              from={from}
              start={start}
              end={end}
              y={y}
              length={5}
              className={`packet packet-${index + 1}`}
            />
          </g>
        )
      })}
    </svg>
  )
}

/** A page with a form in it. */
function PageShape({ x, y }: { x: number; y: number }) {
  return (
    <g className="fill-dashboard" opacity="0.22">
      <circle cx={x + 20} cy={y + 20} r="20" />
      <rect x={x + 54} y={y + 8} width="88" height="9" rx="4.5" />
      <rect x={x + 54} y={y + 24} width="56" height="7" rx="3.5" />
      <rect x={x} y={y + 68} width="52" height="7" rx="3.5" />
      <rect x={x} y={y + 84} width="160" height="32" rx="7" opacity="0.55" />
      <rect x={x} y={y + 140} width="36" height="7" rx="3.5" />
      <rect x={x} y={y + 156} width="160" height="64" rx="7" opacity="0.55" />
      <rect x={x} y={y + 240} width="72" height="30" rx="7" />
    </g>
  )
}

/** Says where the data is. */
function DatabaseShape({ x, y }: { x: number; y: number }) {
  return (
    <g className="fill-api-soft stroke-api" strokeWidth="2">
      <path d={`M${x - 26} ${y - 36} v56 a26 9 0 0 0 52 0 v-56`} />
      <path d={`M${x - 26} ${y - 8} a26 9 0 0 0 52 0`} fill="none" />
      <ellipse cx={x} cy={y - 36} rx="26" ry="9" />
      <text x={x} y={y + 50} textAnchor="middle" stroke="none" className="fill-api font-medium" fontSize="13">
        data
      </text>
    </g>
  )
}
