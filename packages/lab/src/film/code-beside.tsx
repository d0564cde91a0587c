import clsx from 'clsx'
import type { Frame } from './frames.ts'

/** Matches the headers that code of a server sets for the sake of CORS, cookies and caches. */
const setByCode = /^(access-control-.*|.*control-allow.*|vary|set-cookie|location|cache-control)$/i

/** Shows the code of each side, in Next.js for the API. The side at which the film stands is lit. */
export function CodeBeside({ frame }: { frame: Frame }) {
  const isAtPage = frame.lane === 'script'
  return (
    <div className="mt-4 grid gap-3 md:grid-cols-2">
      <Side title="The page" isLit={isAtPage} lines={pageCode(frame.script)} />
      <Side
        title="The API, a route handler of Next.js"
        isLit={frame.lane === 'api'}
        lines={routeCode(frame)}
      />
    </div>
  )
}

function Side({ title, isLit, lines }: { title: string; isLit: boolean; lines: readonly string[] }) {
  return (
    <figure
      data-lit={isLit}
      className={clsx(
        'min-w-0 overflow-hidden rounded-card border bg-surface',
        isLit ? 'border-ink outline outline-ink' : 'border-line',
      )}
    >
      <figcaption className="border-line border-b px-3 py-1.5 text-muted text-xs">{title}</figcaption>
      <pre className="whitespace-pre-wrap break-words p-3 font-mono text-xs leading-5">
        {lines.join('\n')}
      </pre>
    </figure>
  )
}

function pageCode(script: string): string[] {
  return script.startsWith('<img')
    ? [script]
    : [`const answer = await ${script}`, 'const data = await answer.json()']
}

/** Writes the answer that the film shows last as the handler that gives it. */
function routeCode({ answer }: Frame): string[] {
  if (answer === null) return ['// Nothing has arrived here yet.']
  const { method, status, headers } = answer
  const set = headers.filter(([name]) => setByCode.test(name))
  return [
    `export function ${method}(request: Request) {`,
    ...(set.length === 0
      ? ['  // No header for CORS.', `  return Response.json(data, { status: ${status} })`]
      : [
          `  return new Response(${method === 'OPTIONS' ? 'null' : 'JSON.stringify(data)'}, {`,
          `    status: ${status},`,
          '    headers: {',
          ...set.map(([name, value]) => `      '${name}': '${value}',`),
          '    },',
          '  })',
        ]),
    '}',
  ]
}
