import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Routes a request as the output's own config.json says (Build Output API, version 3). */

const condition = z.object({ type: z.string(), key: z.string().optional(), value: z.string().optional() })
const routeSchema = z.object({
  src: z.string().optional(),
  handle: z.string().optional(),
  dest: z.string().optional(),
  status: z.number().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  continue: z.boolean().optional(),
  check: z.boolean().optional(),
  has: z.array(condition).optional(),
  missing: z.array(condition).optional(),
  middlewarePath: z.string().optional(),
})
type Route = z.infer<typeof routeSchema>

/** One request on its way through the routes. */
export interface Routed {
  path: string
  query: URLSearchParams
  /** Headers that a route adds to the answer. */
  headers: Record<string, string>
  middleware: boolean
}

type HeadersOf = (name: string) => string | undefined

export interface Router {
  /** Applies the routes in front of the file system. */
  first(path: string, headers: HeadersOf): Routed
  /** Finds what answers: a function, a static file, or null. */
  find(routed: Routed, headers: HeadersOf): { kind: 'function' | 'file'; at: string; path: string } | null
}

export function readRoutes(output: string): Router {
  const { routes } = z
    .object({ routes: z.array(routeSchema) })
    .parse(JSON.parse(readFileSync(join(output, 'config.json'), 'utf8')))
  const phase = (name: string | undefined): Route[] => {
    const start = name === undefined ? 0 : routes.findIndex(({ handle }) => handle === name) + 1
    if (start === 0 && name !== undefined) return []
    const length = routes.slice(start).findIndex(({ handle }) => handle !== undefined)
    return routes.slice(start, length === -1 ? undefined : start + length)
  }
  const onDisk = (path: string) => {
    const name = path === '/' ? 'index' : path.slice(1)
    const at = join(output, 'functions', `${name}.func`)
    if (existsSync(join(at, '.vc-config.json'))) return { kind: 'function', at, path } as const
    const file = join(output, 'static', name)
    return path !== '/' && existsSync(file) ? ({ kind: 'file', at: file, path } as const) : null
  }
  return {
    first(path, headers) {
      const routed: Routed = { path, query: new URLSearchParams(), headers: {}, middleware: false }
      for (const route of phase(undefined)) {
        const match = matches(route, routed.path, headers)
        if (!match) continue
        if (route.middlewarePath !== undefined) routed.middleware = true
        else apply(route, match, routed)
        if (!route.continue) break
      }
      return routed
    },
    find(routed, headers) {
      const found = onDisk(routed.path)
      if (found) return found
      for (const route of [...phase('filesystem'), ...phase('miss'), ...phase('rewrite')]) {
        const match = matches(route, routed.path, headers)
        if (!match || route.dest === undefined) continue
        const before = { ...routed }
        apply(route, match, routed)
        const rewritten = onDisk(routed.path)
        if (rewritten) return rewritten
        if (!route.continue) Object.assign(routed, before)
      }
      return null
    },
  }
}

function matches({ src, has = [], missing = [] }: Route, path: string, headers: HeadersOf) {
  const match = new RegExp(src ?? '').exec(path)
  if (!match) return null
  const groups: Record<string, string> = { ...match.groups }
  for (const { type, key = '', value } of has) {
    const sent = type === 'header' ? headers(key) : undefined
    const found = sent === undefined ? null : new RegExp(`^${value ?? '.*'}$`).exec(sent)
    if (!found) return null
    Object.assign(groups, found.groups)
  }
  const isThere = missing.some(({ type, key = '', value }) => {
    const sent = type === 'header' ? headers(key) : undefined
    return sent !== undefined && (value === undefined || sent === value)
  })
  return isThere ? null : { groups, parts: [...match] }
}

function apply(
  { dest, headers = {} }: Route,
  match: { groups: Record<string, string>; parts: (string | undefined)[] },
  routed: Routed,
) {
  Object.assign(routed.headers, headers)
  if (dest === undefined) return
  const target = dest.replace(
    /\$(\w+)/g,
    (_, name: string) => match.groups[name] ?? match.parts[Number(name)] ?? '',
  )
  const [path = '', query = ''] = target.split('?')
  routed.path = path
  for (const [name, value] of new URLSearchParams(query)) routed.query.append(name, value)
}
