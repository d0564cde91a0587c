import { brand } from '@/lib/brand'
import published from './cors.json' with { type: 'json' }
import more from './more.json' with { type: 'json' }

/** A request as its bytes: what is listed is sent, in this order, and nothing else but `Host` and the length. */
export interface CaseRequest {
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string
}

/** Describes what must hold of the answer. A key that is absent says nothing. */
export interface Expectation {
  readonly status?: number
  /** No `Access-Control-*` header at all. */
  readonly bare?: boolean
  /** `Vary` names `Origin`. */
  readonly vary?: boolean
  /** The origin, and no other, may read the answer, with credentials. */
  readonly share?: string
  /** Nothing that belongs into the answer to a preflight. */
  readonly noPreflightHeaders?: boolean
  /** A response header that scripts may read. */
  readonly exposes?: string
  /** The `code` of a problem document. */
  readonly problem?: string
  /** Tells whether a browser goes on after this preflight for this request. */
  readonly preflight?: {
    readonly ok: boolean
    readonly origin: string
    readonly method: string
    readonly headers: readonly string[]
  }
  readonly noWildcard?: boolean
  readonly noSetCookie?: boolean
  readonly emptyBody?: boolean
  readonly maxAge?: boolean
  readonly notRedirect?: boolean
  readonly notStatus5xx?: boolean
}

export interface Case {
  readonly id: string
  readonly title: string
  readonly request: CaseRequest
  readonly expect: Expectation
}

/** The allowlist under which every case holds: the value of ALLOWED_ORIGINS. */
export const policy: string = published.policy

/** Those that were agreed on, and ours. JSON has no tuples, so the lists of headers are read as what they are. */
export const cases: readonly Case[] = [...published.cases, ...more.cases].map(({ request, ...rest }) => ({
  ...rest,
  request: {
    ...request,
    // `{label}` stands for what the names of this product's cookies begin with.
    headers: request.headers.map(
      ([name = '', value = '']) => [name, value.replaceAll('{label}', brand.cookieLabel)] as const,
    ),
  },
}))
