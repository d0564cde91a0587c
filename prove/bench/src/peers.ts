import fastifyCors from '@fastify/cors'
import { compilePolicy, decide, type HeaderReader } from '@next-cross-origin/cors'
import expressCors from 'cors'
import { cors as honoCors } from 'hono/cors'

/** One request, in the form that each engine reads: all of them are made before anything is measured. */
export interface BenchRequest {
  readonly method: string
  /** Describes what Node.js gives to `cors` and `@fastify/cors`. */
  readonly plain: Readonly<Record<string, string>>
  /** Describes what the Fetch API gives to `hono/cors` and to `decide`. */
  readonly headers: Headers
}

export function benchRequest(method: string, values: Readonly<Record<string, string>>): BenchRequest {
  // Strings from a socket are never the very strings of the allowlist, which would compare by their address.
  const plain = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Buffer.from(value).toString()]),
  )
  return { method, plain, headers: new Headers(plain) }
}

/** The smallest response there can be: a list of names and values, which is also what `decide` returns. */
class HeaderSink {
  readonly headers: string[] = []
  statusCode = 200

  getHeader(name: string): string | undefined {
    const index = this.headers.indexOf(name)
    return index === -1 ? undefined : this.headers[index + 1]
  }

  setHeader(name: string, value: string): void {
    this.headers.push(name, value)
  }

  end(): void {}
}

/** Decides about one request and leaves the headers of the answer in memory. */
export type Engine = (request: BenchRequest) => unknown

const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE']
const REQUEST_HEADERS = ['content-type', 'x-auth-return-redirect', 'x-request-id']
const EXPOSED_HEADERS = ['x-request-id', 'retry-after']
const MAX_AGE_SECONDS = 7200

const done = (): void => {}

/**
 * `decide` over the headers of Node.js, as `cors` and `@fastify/cors` read them, or over the `Headers` of the Fetch API,
 * as `hono/cors` reads them. The difference is what `Headers.get` costs in Node.js.
 */
export function ours(origins: readonly string[], form: 'node' | 'fetch'): Engine {
  const policy = compilePolicy({
    origins,
    methods: METHODS,
    requestHeaders: REQUEST_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    credentials: true,
    maxAgeSeconds: MAX_AGE_SECONDS,
  })
  return form === 'fetch'
    ? (request) => decide(policy, request)
    : ({ method, plain }) => decide(policy, { method, headers: new NodeHeaders(plain) })
}

/** Reads the headers of a Node.js request, whose names are in lower case already. */
class NodeHeaders implements HeaderReader {
  readonly #plain: Readonly<Record<string, string>>

  constructor(plain: Readonly<Record<string, string>>) {
    this.#plain = plain
  }

  get(name: string): string | null {
    return this.#plain[name] ?? null
  }
}

/** `cors` (Express), with the allowlist as its documentation writes it, or looked up in a `Set` by a function. */
export function express(origins: readonly string[], form: 'list' | 'set'): Engine {
  const known = new Set(origins)
  const middleware = expressCors({
    origin: form === 'list' ? [...origins] : (origin, answer) => answer(null, known.has(origin ?? '')),
    methods: METHODS,
    allowedHeaders: REQUEST_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    credentials: true,
    maxAge: MAX_AGE_SECONDS,
  })
  return ({ method, plain }) => {
    const sink = new HeaderSink()
    middleware({ method, headers: plain }, sink, done)
    return sink
  }
}

/** The part of a Fastify reply that `@fastify/cors` uses, over the same sink. */
class FastifyReply {
  readonly sink = new HeaderSink()

  getHeader(name: string): string | undefined {
    return this.sink.getHeader(name)
  }

  header(name: string, value: string): this {
    this.sink.setHeader(name, value)
    return this
  }

  code(status: number): this {
    this.sink.statusCode = status
    return this
  }

  status(status: number): this {
    return this.code(status)
  }

  type(): this {
    return this
  }

  send(): this {
    return this
  }
}

type FastifyHook = (request: object, reply: FastifyReply, done: () => void) => void

/** `@fastify/cors`: the hook that the plugin registers, without the server around it. */
export function fastify(origins: readonly string[], form: 'list' | 'set'): Engine {
  const known = new Set(origins)
  let registered: FastifyHook | undefined
  const server = {
    decorateRequest: done,
    options: done,
    addHook: (_name: string, hook: FastifyHook) => {
      registered = hook
    },
  }
  const register = fastifyCors as unknown as (server: object, options: object, done: () => void) => void
  const lookUp = (origin: string, answer: (error: null, allowed: boolean) => void): void =>
    answer(null, known.has(origin))
  register(
    server,
    {
      origin: form === 'list' ? [...origins] : lookUp,
      methods: METHODS,
      allowedHeaders: REQUEST_HEADERS,
      exposedHeaders: EXPOSED_HEADERS,
      credentials: true,
      maxAge: MAX_AGE_SECONDS,
    },
    done,
  )
  if (registered === undefined) throw new Error('@fastify/cors registered no hook')
  const hook = registered
  return ({ method, plain }) => {
    const reply = new FastifyReply()
    const request = {
      headers: plain,
      raw: { method },
      routeOptions: { config: {} },
      corsPreflightEnabled: false,
    }
    hook(request, reply, done)
    return reply.sink
  }
}

/** The part of `Headers` that `hono/cors` writes to; it hands it to `new Response`, which finds no header in it. */
class HonoHeaders {
  readonly sink = new HeaderSink()

  set(name: string, value: string): void {
    this.sink.setHeader(name, value)
  }

  append(name: string, value: string): void {
    this.sink.setHeader(name, value)
  }

  delete(_name: string): void {}
}

type HonoMiddleware = (context: object, next: () => Promise<void>) => Promise<unknown>

/** `hono/cors`, with the allowlist as a list, or looked up in a `Set` by a function. */
export function hono(origins: readonly string[], form: 'list' | 'set'): Engine {
  const known = new Set(origins)
  const middleware = honoCors({
    origin: form === 'list' ? [...origins] : (origin) => (known.has(origin) ? origin : null),
    allowMethods: METHODS,
    allowHeaders: REQUEST_HEADERS,
    exposeHeaders: EXPOSED_HEADERS,
    credentials: true,
    maxAge: MAX_AGE_SECONDS,
  }) as unknown as HonoMiddleware
  const next = async (): Promise<void> => {}
  return async ({ method, headers }) => {
    const answer = new HonoHeaders()
    const context = {
      req: { method, header: (name: string) => headers.get(name) ?? undefined },
      res: { headers: answer },
      header: (name: string, value: string) => answer.append(name, value),
    }
    await middleware(context, next)
    return answer.sink
  }
}
