import { readFileSync, realpathSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type EdgeMiddleware, loadMiddleware } from './edge'
import { type RunningFunction, startFunction } from './functions'
import { type Routed, readRoutes } from './routes'

/** The platform, played on this machine: its front, the edge, and the functions, each in a process of its own. */
export interface Platform {
  port: number
  /** The functions that have been started: one at the first request for it, as on the platform. */
  functions: ReadonlyMap<string, RunningFunction>
  /** Ends every function, so that the next request finds a cold one. */
  freeze(): Promise<void>
  log(): string
  stop(): Promise<void>
}

type HeaderLines = Record<string, string | string[]>

/**
 * Serves what the builder made.
 * @param tree the folder that was built
 * @param origin at which clients believe the deployment to be
 * @param variables of the project, at run time
 */
export async function servePlatform(
  tree: string,
  origin: string,
  variables: Readonly<Record<string, string>>,
): Promise<Platform> {
  const output = join(tree, '.vercel', 'output')
  const router = readRoutes(output)
  const middleware = await loadMiddleware(output, variables)
  const fleet = fleetOf(tree, variables)

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, search } = new URL(`http://host${request.url ?? ''}`)
    const sent = platformHeaders(request, origin)
    const body = await buffer(request)
    const headersOf = (name: string) => [sent[name] ?? []].flat()[0]
    const routed = router.first(pathname, headersOf)
    const passed = routed.middleware
      ? await atTheEdge(middleware, {
          method: request.method ?? '',
          url: origin + pathname + search,
          headers: sent,
          body,
        })
      : { headers: {}, forward: sent }
    if ('response' in passed) return sendEdge(response, passed.response)
    for (const [name, value] of Object.entries({ ...routed.headers, ...passed.headers }))
      response.setHeader(name, value)
    const found = router.find(routed, headersOf)
    if (found === null) return void response.writeHead(404).end('The platform has nothing here.\n')
    if (found.kind === 'file') return void response.writeHead(200).end(readFileSync(found.at))
    const running = await fleet.started(found.at)
    const headers = { ...passed.forward, 'x-matched-path': found.path }
    const url = pathname + withQuery(search, routed)
    await copyAnswer(await running.invoke({ method: request.method ?? '', url, headers, body }), response)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      fleet.note(`THE PLATFORM: ${error}`)
      if (response.headersSent) response.destroy()
      else response.writeHead(502).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    functions: fleet.running,
    freeze: fleet.freeze,
    log: fleet.log,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await fleet.freeze()
    },
  }
}

/** The functions that run, each started by the first request for it, and what they wrote. */
function fleetOf(tree: string, variables: Readonly<Record<string, string>>) {
  const starting = new Map<string, Promise<RunningFunction>>()
  const running = new Map<string, RunningFunction>()
  const ended: string[] = []
  return {
    running,
    note: (line: string) => void ended.push(line),
    log: () => [...ended, ...[...running.values()].map((one) => one.log())].join(''),
    async started(at: string): Promise<RunningFunction> {
      const real = realpathSync(at)
      const start = starting.get(real) ?? startFunction(tree, real, variables)
      starting.set(real, start)
      running.set(real, await start)
      return start
    },
    async freeze(): Promise<void> {
      const all = [...running.values()]
      running.clear()
      starting.clear()
      for (const one of all) {
        ended.push(one.log())
        await one.stop()
      }
    },
  }
}

/** Returns the headers as the platform hands them on: it writes those about the client itself, whatever was sent. */
function platformHeaders(request: IncomingMessage, origin: string): HeaderLines {
  const client = request.socket.remoteAddress?.replace('::ffff:', '') ?? ''
  const { host, protocol } = new URL(origin)
  const hop = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'expect', 'content-length']
  const own = Object.entries(request.headersDistinct).flatMap(([name, values = []]) =>
    hop.includes(name) ? [] : [[name, values.length === 1 ? (values[0] ?? '') : values] as const],
  )
  return {
    ...Object.fromEntries(own),
    host,
    'x-forwarded-host': host,
    'x-forwarded-proto': protocol.slice(0, -1),
    'x-forwarded-for': client,
    'x-real-ip': client,
    'x-vercel-id': 'iad1::test',
  }
}

type Passed = { headers: HeaderLines; forward: HeaderLines } | { response: Response }

/** Runs the middleware. Says what goes on to the function, or what it answered itself. */
async function atTheEdge(
  middleware: EdgeMiddleware,
  { method, url, headers: sent, body }: { method: string; url: string; headers: HeaderLines; body: Buffer },
): Promise<Passed> {
  const joined = Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name, [value].flat().join(name === 'cookie' ? '; ' : ', ')]),
  )
  const response = await middleware({ method, url, headers: joined, body })
  if (response.headers.get('x-middleware-next') !== '1') return { response }
  const headers: HeaderLines = {}
  for (const [name, value] of response.headers) if (!name.startsWith('x-middleware-')) headers[name] = value
  const names = response.headers.get('x-middleware-override-headers')?.split(',')
  const forward = names
    ? Object.fromEntries(
        names.flatMap((name) => {
          const value = response.headers.get(`x-middleware-request-${name}`)
          return value === null ? [] : [[name, value] as const]
        }),
      )
    : sent
  return { headers, forward }
}

function withQuery(search: string, { query }: Routed): string {
  const added = query.toString()
  return added === '' ? search : `${search}${search === '' ? '?' : '&'}${added}`
}

async function sendEdge(response: ServerResponse, answer: Response): Promise<void> {
  response.statusCode = answer.status
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value)
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  response.end(Buffer.from(await answer.arrayBuffer()))
}

/** The function's headers replace those of the middleware; `Vary` is joined, and cookies are kept side by side. */
async function copyAnswer(from: IncomingMessage, to: ServerResponse): Promise<void> {
  to.statusCode = from.statusCode ?? 500
  for (const [name, values = []] of Object.entries(from.headersDistinct)) {
    if (name === 'connection' || name === 'keep-alive' || name === 'transfer-encoding') continue
    const before =
      name === 'vary' || name === 'set-cookie' ? [to.getHeader(name) ?? []].flat().map(String) : []
    to.setHeader(name, [...before, ...values])
  }
  to.end(await buffer(from))
}
