import type { Origin } from './origin.ts'
import type { OriginPattern } from './pattern.ts'

/** Configured entries by scheme and port (`https:8443`, `https:` for the default port, `https:*` for any). */
type EntriesByPort = Map<string, string>

interface HostNode {
  readonly children: Map<string, HostNode>
  none: EntriesByPort | null
  one: EntriesByPort | null
  many: EntriesByPort | null
}

/** The patterns of a policy as a tree of host labels, last label first. */
export type PatternTree = HostNode

const emptyNode = (): HostNode => ({ children: new Map(), none: null, one: null, many: null })

/** Builds the tree once, so that a match costs the length of the host and not the number of patterns. */
export function buildPatternTree(
  patterns: Iterable<readonly [entry: string, pattern: OriginPattern]>,
): PatternTree {
  const root = emptyNode()
  for (const [entry, { scheme, labels, host, port }] of patterns) {
    let node = root
    for (const label of host.split('.').reverse()) {
      let child = node.children.get(label)
      if (child === undefined) {
        child = emptyNode()
        node.children.set(label, child)
      }
      node = child
    }
    const entries = node[labels] ?? new Map<string, string>()
    node[labels] = entries.set(`${scheme}:${port ?? ''}`, entry)
  }
  return root
}

/**
 * @returns the configured entry of the most specific pattern that admits the origin, or `null`. The longer
 * literal host wins; then `*` before `**`; then a fixed port before any port.
 */
export function matchPattern(tree: PatternTree, { scheme, host, port }: Origin): string | null {
  const fixedPort = port === null ? `${scheme}:` : `${scheme}:${port}`
  const anyPort = `${scheme}:*`
  // A wildcard stands for letters, digits and hyphens; only a literal label may hold an underscore.
  const underscore = host.indexOf('_')
  let best: string | null = null
  let end = host.length
  for (let node: HostNode = tree; ; ) {
    const dot = host.lastIndexOf('.', end - 1)
    const child = node.children.get(host.slice(dot + 1, end))
    if (child === undefined) return best
    if (dot === -1) return entryFor(child.none, fixedPort, anyPort) ?? best
    node = child
    end = dot
    if (underscore === -1 || underscore >= end) {
      best =
        (host.lastIndexOf('.', end - 1) === -1 ? entryFor(node.one, fixedPort, anyPort) : null) ??
        entryFor(node.many, fixedPort, anyPort) ??
        best
    }
  }
}

function entryFor(entries: EntriesByPort | null, fixedPort: string, anyPort: string): string | null {
  return entries === null ? null : (entries.get(fixedPort) ?? entries.get(anyPort) ?? null)
}
