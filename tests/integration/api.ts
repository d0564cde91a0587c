import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import { validate } from '@/lib/config/validate'
import { demoAccount } from '@/lib/db/seed'
import { ApiPage, type Credentials, type Sent } from '../api-page'
import { expectContract } from './contract'

/** Calls the route handlers of the API as Next.js would, but for the middleware: it does not run here. */

type RouteFile = { path: string; file: string }
type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>

const root = join(process.cwd(), 'app', '(api)')

/** Every route file, by the path it stands for: `/api/users/{username}`. */
export const routeFiles: readonly RouteFile[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('route.api.ts'))
  .map((file) => ({
    path: `/${file.replace(/\/?route\.api\.ts$/, '')}`.replace(/\[(\w+)\]/g, '{$1}'),
    file: join(root, file),
  }))
  // A name wins over a pattern, as in Next.js; `{` comes after every letter.
  .sort((one, other) => (one.path < other.path ? -1 : 1))

/** The file that Next.js would choose for a path, and what its dynamic segments are. */
function routeFor(pathname: string): { file: string; params: Record<string, string> } {
  const sent = pathname.split('/')
  for (const { path, file } of routeFiles) {
    const segments = path.split('/')
    if (segments.length !== sent.length) continue
    const params: Record<string, string> = {}
    const matches = segments.every((segment, index) => {
      const value = sent[index] ?? ''
      const name = /^\{(\w+)\}$/.exec(segment)?.[1]
      if (name === undefined) return segment === value
      params[name] = decodeURIComponent(value)
      return true
    })
    if (matches) return { file, params }
  }
  return { file: join(root, '[[...path]]', 'route.api.ts'), params: {} }
}

/** Lets the next calls run under another configuration, as a process that was started with it would. */
export function configure(environment: Readonly<Record<string, string>>): void {
  Object.assign(process.env, environment)
  const moment = { deployment: 'api', production: true, building: false } as const
  validate(process.env, moment)
  vi.resetModules()
}

export const apiOrigin = () => process.env.API_ORIGIN ?? ''
export const dashboardOrigin = () => process.env.DASHBOARD_ORIGIN ?? ''

/** One request to one handler, with exactly these headers. */
export async function call(
  method: string,
  path: string,
  { json, body, headers = {} }: Sent = {},
): Promise<Response> {
  const url = new URL(path, apiOrigin())
  const { file, params } = routeFor(url.pathname)
  const handlers: Record<string, Handler> = await import(/* @vite-ignore */ file)
  const handler = handlers[method]
  if (!handler) throw new Error(`${file} does not export ${method}.`)
  const content = json === undefined ? body : JSON.stringify(json)
  const request = new Request(url, {
    method,
    headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(content === undefined ? {} : { body: content, duplex: 'half' }),
  })
  const response = await handler(request, { params: Promise.resolve(params) })
  await expectContract(method, url.pathname, response.clone())
  return response
}

/** The body of a problem document. */
export interface ProblemBody {
  status: number
  code: string
  title: string
  detail: string
  requestId: string
  errors?: { path: string; message: string }[]
}

export async function problemOf(response: Response): Promise<ProblemBody> {
  return (await response.json()) as ProblemBody
}

/** A page on the dashboard with a cookie jar of its own; the headers are those that differ from every other page's. */
export class Page extends ApiPage {
  constructor(headers: Readonly<Record<string, string>> = {}) {
    super(call, () => ({ origin: dashboardOrigin(), 'x-forwarded-for': '192.0.2.1', ...headers }))
  }
}

/** A page that is signed in. @throws Error when that did not work */
export async function signedIn(credentials: Credentials = demoAccount): Promise<Page> {
  const page = new Page()
  const response = await page.signIn(credentials)
  if (response.status !== 200) throw new Error(`Sign-in answered ${response.status}.`)
  return page
}

let accounts = 0

/** A new account with a name that nobody else has. */
export async function newAccount(): Promise<{ username: string; password: string }> {
  accounts++
  const account = { username: `someone-${accounts}`, password: 'a password of their own' }
  const headers = { origin: dashboardOrigin(), 'x-forwarded-for': `198.51.100.${accounts % 250}` }
  const response = await call('POST', '/api/users', { json: account, headers })
  if (response.status !== 201) throw new Error(`Sign-up answered ${response.status}.`)
  return account
}
