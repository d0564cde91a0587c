import { ThemeProvider } from 'next-themes'
import { type ReactNode, useMemo, useState } from 'react'
import { BenchProvider, type LinkProps, usePlace } from '../src/ui/bench-context.tsx'
import { BenchShell } from '../src/ui/shell.tsx'

/** Describes a page's place in the export: its path, and the relative way to the first page. */
export interface Place {
  readonly path: string
  /** `./`, `../` or `../../`. */
  readonly root: string
}

/** Frames a page of the static export. Every address is relative, so that the files work from any folder. */
export function ExportedFrame({ path, root, children }: Place & { children: ReactNode }) {
  const [message, setMessage] = useState('')
  const place = useMemo(
    () => ({
      deployment: null,
      Link: StaticLink,
      addressOf: (target: string) => fileOf(target, root),
      pathname: path,
      announce: setMessage,
    }),
    [path, root],
  )
  return (
    <ThemeProvider attribute="data-theme" disableTransitionOnChange>
      <BenchProvider place={place}>
        <BenchShell>{children}</BenchShell>
        <p role="status" className="sr-only">
          {message}
        </p>
      </BenchProvider>
    </ThemeProvider>
  )
}

/** Returns the relative address of the file of a page: `/errors/x#y` becomes `../../errors/x/index.html#y`. */
export function fileOf(target: string, root: string): string {
  const [path = '', fragment] = target.split('#')
  const folder = path.replace(/^\/|\/$/g, '')
  return `${root}${folder === '' ? '' : `${folder}/`}index.html${fragment === undefined ? '' : `#${fragment}`}`
}

function StaticLink({ href, children, ...rest }: LinkProps) {
  const { addressOf } = usePlace()
  return (
    <a href={addressOf(href)} {...rest}>
      {children}
    </a>
  )
}
