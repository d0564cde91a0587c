import { renderToStaticMarkup } from 'react-dom/server'
import { WideDrawing } from '../src/bench/drawing.tsx'
import { exchangesOf, type Message, messagesOf } from '../src/bench/messages.ts'
import { simulate, simulatedPlaces } from '../src/simulate.ts'
import type { Scenario, VariantName } from '../src/types.ts'

/** The colours of the bench, which a picture in a file has to bring along. */
const style = `
:root { --surface: #fff; }
svg { background: #fff; font-family: ui-sans-serif, system-ui, sans-serif; }
.font-mono { font-family: ui-monospace, monospace; }
.font-medium { font-weight: 500; } .font-semibold { font-weight: 600; }
.fill-ink { fill: #15161a; } .fill-muted { fill: #5a5d68; } .fill-surface { fill: #fff; }
.fill-dashboard { fill: #2747d8; } .fill-api { fill: #ad4300; } .fill-danger { fill: #b01238; }
.fill-dashboard-soft { fill: #e8edff; } .fill-api-soft { fill: #ffeedf; }
.stroke-dashboard { stroke: #2747d8; } .stroke-api { stroke: #ad4300; } .stroke-danger { stroke: #b01238; }
.stroke-line { stroke: #e0dfdb; }
@media (prefers-color-scheme: dark) {
  :root { --surface: #15171b; }
  svg { background: #15171b; }
  .fill-ink { fill: #f2f2ee; } .fill-muted { fill: #a3a6b0; } .fill-surface { fill: #15171b; }
  .fill-dashboard { fill: #93acff; } .fill-api { fill: #ffa569; } .fill-danger { fill: #ff8098; }
  .fill-dashboard-soft { fill: #1a2244; } .fill-api-soft { fill: #35210f; }
  .stroke-dashboard { stroke: #93acff; } .stroke-api { stroke: #ffa569; } .stroke-danger { stroke: #ff8098; }
  .stroke-line { stroke: #2a2c33; }
}
.lab-packet { opacity: 0; }`

/** Lets the messages of a picture appear one after the other, again and again, for whoever has nothing against motion. */
function motionOf(count: number): string {
  const seconds = count * 1.2 + 3
  const turns = Array.from({ length: count }, (_, index) => {
    const start = (((index * 1.2) / seconds) * 100).toFixed(1)
    const shown = ((((index + 0.4) * 1.2) / seconds) * 100).toFixed(1)
    return `@keyframes turn-${index + 1} { 0%, ${start}% { opacity: 0; } ${shown}%, 100% { opacity: 1; } }
.lab-turn-${index + 1} { animation: turn-${index + 1} ${seconds.toFixed(1)}s infinite; }`
  })
  return `@media (prefers-reduced-motion: no-preference) {\n${turns.join('\n')}\n}`
}

/** Draws messages as an SVG that stands in a file. */
export function pictureOf(
  messages: readonly Message[],
  {
    title,
    pageOrigin = simulatedPlaces.page,
    moves = false,
  }: { title: string; pageOrigin?: string; moves?: boolean },
): string {
  const svg = renderToStaticMarkup(
    <WideDrawing
      pageOrigin={pageOrigin}
      apiOrigin={simulatedPlaces.targets.api}
      thirdOrigin={null}
      messages={messages}
      pointedAt={null}
      title={title}
    />,
  )
  const css = moves ? `${style}\n${motionOf(messages.length)}` : style
  return `${svg
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace('>', `><style>${css}</style>`)
    .replaceAll('><g ', '>\n<g ')}\n`
}

/** Draws a variant of a lesson, as the model of the standard plays it. */
export function pictureOfLesson(scenario: Scenario, variant: VariantName): string {
  const { results } = simulate(scenario, variant, 'standard')
  return pictureOf(messagesOf(exchangesOf(results)), {
    title: `${scenario.title}: ${variant === 'broken' ? scenario.why : scenario.fix.what}`,
    ...(results.some(({ call }) => call.by === 'sandbox') ? { pageOrigin: 'null' } : {}),
  })
}
