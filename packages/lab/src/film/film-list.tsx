import type { HeaderList } from '@next-cross-origin/browser'
import type { ReplayStep } from '../replay.ts'
import type { FilmedStep } from './filmed.ts'

/** Tells the same film as a list, for screen readers and for everyone who would rather read. */
export function FilmList({ steps, onGo }: { steps: readonly FilmedStep[]; onGo: (step: number) => void }) {
  return (
    <details className="mt-4 border-line border-t pt-3 text-sm">
      <summary className="w-fit cursor-pointer rounded text-muted hover:text-ink">
        The film as a list, with every header
      </summary>
      <ol className="mt-3 flex flex-col gap-5">
        {steps.map(({ title, script, replay }, index) => (
          <li key={index} data-film-step={title}>
            <button
              type="button"
              onClick={() => onGo(index)}
              className="text-left font-medium underline underline-offset-4"
            >
              {title}
            </button>
            <p className="break-all font-mono text-muted text-xs">{script}</p>
            {replay.steps.map((step, position) => (
              <Exchange key={position} step={step} />
            ))}
            <p className="mt-2">
              {replay.verdict.allowed
                ? 'The browser hands the answer to the page.'
                : 'The browser withholds the answer from the page.'}
            </p>
          </li>
        ))}
      </ol>
    </details>
  )
}

function Exchange({ step: { wire, answer, source, recorded } }: { step: ReplayStep }) {
  const { pathname, search } = new URL(wire.url)
  if (source === 'memory')
    return (
      <p className="mt-2 text-muted">{wire.method}: not sent, because the browser remembers the answer.</p>
    )
  const lines = [
    `${wire.method} ${pathname}${search}`,
    ...written(recorded?.headers ?? wire.headers),
    '',
    ...(answer.type === 'response' ? [String(answer.status), ...written(answer.headers)] : ['No answer.']),
  ]
  return (
    <pre className="mt-2 whitespace-pre-wrap break-all rounded-control border border-line bg-surface p-3 font-mono text-xs leading-5">
      {lines.join('\n')}
    </pre>
  )
}

function written(headers: HeaderList): string[] {
  return headers.map((header) => header.join(': '))
}
