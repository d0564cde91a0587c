'use client'

import clsx from 'clsx'
import { Check, Copy, Play, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { usePlace } from '../ui/bench-context.tsx'
import { Button } from '../ui/button.tsx'
import type { RunResult } from './chapter-runner.tsx'
import { expectedLines, runInPage } from './run.ts'
import type { Block } from './text.ts'

const titles: Readonly<Record<string, string>> = {
  'ts run': 'Code of this repository',
  'sh run': 'For a terminal',
  'text output': 'It prints',
  http: 'Over the wire',
  'page run': 'On the dashboard',
}

/** Shows a code block of a chapter. One that a page can run has a button that runs it in place. */
export function BlockView({
  chapter,
  block,
  result,
}: {
  chapter: string
  block: Block
  /** Holds the API's answer about the block, once the chapter has run. */
  result: RunResult | null
}) {
  const { announce } = usePlace()
  const isForPage = block.info === 'ts run' && !block.text.includes("from '@/")
  return (
    <figure
      data-block={block.info}
      className={clsx(
        'my-4 overflow-hidden rounded-card border border-line bg-surface',
        block.info === 'text output' && '-mt-2',
      )}
    >
      <figcaption className="flex min-h-10 flex-wrap items-center gap-2 border-line border-b px-4 py-1 text-muted text-xs">
        <span className="mr-auto">{titles[block.info] ?? block.info}</span>
        {(block.info === 'sh run' || block.info === 'ts run') && (
          <Button
            variant="ghost"
            size="sm"
            onClick={() =>
              void navigator.clipboard.writeText(block.text).then(
                () => announce('Copied'),
                () => announce('The browser refused the clipboard'),
              )
            }
          >
            <Copy aria-hidden className="size-3.5" />
            Copy
          </Button>
        )}
      </figcaption>
      <pre className="whitespace-pre-wrap break-words p-4 font-mono text-xs leading-6">{block.text}</pre>
      {isForPage && <RunHere blockKey={`${chapter}:${block.line}`} expected={expectedLines(block.text)} />}
      {result !== null && (
        <Result isAsShown={result.faults.length === 0} title="Run against this API">
          {[result.output.trim(), ...result.faults].join('\n')}
        </Result>
      )}
    </figure>
  )
}

function RunHere({ blockKey, expected }: { blockKey: string; expected: readonly string[] }) {
  const [lines, setLines] = useState<readonly string[] | null>(null)
  return (
    <div className="border-line border-t px-4 py-2">
      <Button
        variant="secondary"
        size="sm"
        onClick={() => void runInPage(blockKey).then(setLines, (error) => setLines([String(error)]))}
      >
        <Play aria-hidden className="size-3.5" />
        Run it here
      </Button>
      {lines !== null && (
        <Result isAsShown={isAsExpected(lines, expected)} title="Your browser wrote">
          {lines.join('\n')}
        </Result>
      )}
    </div>
  )
}

/** A `…` in what is shown stands for any text. */
function isAsExpected(lines: readonly string[], expected: readonly string[]): boolean {
  return (
    lines.length === expected.length &&
    lines.every((line, index) => {
      const parts = (expected[index] ?? '').split('…')
      return parts.length === 1
        ? line.trimEnd() === parts[0]?.trimEnd()
        : parts.every((part) => line.includes(part))
    })
  )
}

function Result({ isAsShown, title, children }: { isAsShown: boolean; title: string; children: ReactNode }) {
  const Icon = isAsShown ? Check : X
  return (
    <div role="status" data-as-shown={isAsShown} className="my-2 px-4 text-xs">
      <p className={clsx('flex items-center gap-1.5 font-medium', !isAsShown && 'text-danger')}>
        <Icon aria-hidden className="size-3.5" />
        {title}
        {isAsShown ? ', as shown above' : ', and not what is shown above'}
      </p>
      <pre className="mt-1 whitespace-pre-wrap break-words rounded-control bg-sunken p-3 font-mono leading-5">
        {children}
      </pre>
    </div>
  )
}
