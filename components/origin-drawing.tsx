import clsx from 'clsx'

interface Message {
  from: 'dashboard' | 'api'
  line: string
  note: string
  /** How far it goes on the API's side: to the policy at the edge, or through to the handler. */
  reach: 'policy' | 'handler'
}

interface Layout {
  width: number
  height: number
  /** Where the dashboard's messages start, where the policy stands, and where the handler does. */
  dashboardX: number
  policyX: number
  handlerX: number
  /** The first message's height, and the distance to the next. */
  top: number
  step: number
  fontSize: number
  originSize: number
  /** How many characters of an origin fit. */
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

const short = (origin: string, length: number) =>
  origin.length > length ? `${origin.slice(0, length - 1)}…` : origin

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
      <Drawing {...props} layout={wide} id="wide" className="hidden md:block" />
      <Drawing {...props} layout={narrow} id="narrow" className="md:hidden" />
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
        origin={short(dashboardOrigin, originLength)}
        originSize={originSize}
      />
      <Party
        side="api"
        x={isWide ? policyX + 24 : 188}
        y={isWide ? 40 : 27}
        name="API"
        origin={short(apiOrigin, originLength)}
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
      <line
        x1={middle}
        x2={middle}
        y1={isWide ? 16 : 74}
        y2={bottom}
        className="stroke-line"
        strokeWidth="1.5"
        strokeDasharray="2 6"
        strokeLinecap="round"
      />
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
        const point = from === 'dashboard' ? -7 : 7
        const stroke = from === 'dashboard' ? 'stroke-dashboard' : 'stroke-api'
        const fill = from === 'dashboard' ? 'fill-dashboard' : 'fill-api'
        return (
          <g key={line}>
            <text
              x={middle}
              y={y - 12}
              textAnchor="middle"
              className={clsx('font-medium font-mono', fill)}
              {...halo}
            >
              {line}
            </text>
            <text
              x={middle}
              y={y + 20}
              textAnchor="middle"
              className="fill-muted"
              fontSize={fontSize - 1}
              {...halo}
            >
              {note}
            </text>
            <line x1={start} x2={end} y1={y} y2={y} className={stroke} strokeWidth="1.5" />
            <path
              d={`M${end + point} ${y - 5} L${end} ${y} L${end + point} ${y + 5}`}
              fill="none"
              className={stroke}
              strokeWidth="1.75"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
            <line
              x1={start}
              x2={end}
              y1={y}
              y2={y}
              pathLength="100"
              strokeDasharray="5 200"
              strokeWidth="6"
              strokeLinecap="round"
              className={clsx('packet', `packet-${index + 1}`, stroke)}
            />
          </g>
        )
      })}
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

function Party({
  side,
  x,
  y,
  name,
  origin,
  originSize,
}: {
  side: 'dashboard' | 'api'
  x: number
  y: number
  name: string
  origin: string
  originSize: number
}) {
  return (
    <>
      {side === 'dashboard' ? (
        <rect x={x} y={y - 10} width="10" height="10" rx="2.5" className="fill-dashboard" />
      ) : (
        <circle cx={x + 5} cy={y - 5} r="5" className="fill-api" />
      )}
      <text x={x + 18} y={y} className="fill-ink font-semibold" fontSize="15">
        {name}
      </text>
      <text
        x={x}
        y={y + 22}
        className={clsx('font-mono', side === 'dashboard' ? 'fill-dashboard' : 'fill-api')}
        fontSize={originSize}
      >
        {origin}
      </text>
    </>
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

/** Where the data is. */
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
