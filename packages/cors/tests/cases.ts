// Read at the root of the repository, because servers have to pass the same cases.
import published from '../../../tests/conformance/cors.json' with { type: 'json' }
import type { compilePolicy, decide } from '../src/index.ts'

/** The part of a published case that a decision settles. */
export interface Case {
  readonly id: string
  readonly title: string
  readonly request: { readonly method: string; readonly headers: readonly (readonly string[])[] }
  readonly expect: {
    readonly share?: string
    readonly bare?: boolean
    readonly status?: number
    readonly exposes?: string
    readonly noPreflightHeaders?: boolean
    readonly maxAge?: boolean
    readonly preflight?: {
      readonly ok: boolean
      readonly origin: string
      readonly method: string
      readonly headers: readonly string[]
    }
  }
}

const allowed = 'https://app.example.com'

export const cases: readonly Case[] = [
  ...published.cases,
  {
    id: 'two-headers',
    title: 'an allowed origin and a foreign one, in two headers',
    request: {
      method: 'GET',
      headers: [
        ['Origin', allowed],
        ['Origin', 'https://evil.example'],
      ],
    },
    expect: { status: 403, bare: true },
  },
  {
    id: 'two-in-one',
    title: 'an allowed origin and a foreign one, in one header',
    request: { method: 'GET', headers: [['Origin', `${allowed}, https://evil.example`]] },
    expect: { status: 403, bare: true },
  },
]

/** The two functions that a case calls: of the sources here, or of a copy with a mistake in it. */
export interface CorsEngine {
  readonly compilePolicy: typeof compilePolicy
  readonly decide: typeof decide
}

const elements = (list: string | undefined): string[] =>
  (list ?? '').split(',').map((element) => element.trim().toLowerCase())

/** Returns one sentence for each thing that a decision gets wrong about a case. */
export function faults(engine: CorsEngine, { request, expect: must }: Case): string[] {
  const policy = engine.compilePolicy({
    origins: published.policy.split(','),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    requestHeaders: ['content-type', 'x-auth-return-redirect', 'x-request-id'],
    exposedHeaders: ['x-request-id', 'retry-after', 'link'],
    credentials: true,
    maxAgeSeconds: 7200,
  })
  const headers = new Headers()
  for (const [name = '', value = ''] of request.headers) headers.append(name, value)
  const decision = engine.decide(policy, { method: request.method, headers })
  const sent = new Map(decision.headers)
  const access = [...sent.keys()].filter((name) => name.startsWith('access-control-'))
  const { preflight } = must
  const holds: readonly (readonly [claim: string, isTrue: boolean])[] = [
    ['Vary names Origin', elements(sent.get('vary')).includes('origin')],
    ['it has no CORS header', !must.bare || access.length === 0],
    ['it is allowed or denied as expected', decision.allow === (must.status !== 403)],
    ['it names the origin', must.share === undefined || decision.origin === must.share],
    [
      'the origin may read the answer',
      must.share === undefined || sent.get('access-control-allow-origin') === must.share,
    ],
    ['with credentials', must.share === undefined || sent.get('access-control-allow-credentials') === 'true'],
    [
      'a header is exposed',
      must.exposes === undefined ||
        elements(sent.get('access-control-expose-headers')).includes(must.exposes),
    ],
    [
      'it has nothing that only a preflight is told',
      !must.noPreflightHeaders || !access.some((name) => /allow-(?:methods|headers)|max-age/.test(name)),
    ],
    ['it may be remembered', !must.maxAge || sent.get('access-control-max-age') === '7200'],
    ['it is a preflight', preflight === undefined || decision.kind === 'preflight'],
    ['the preflight is decided as expected', preflight === undefined || decision.allow === preflight.ok],
    [
      'the preflight names the origin',
      !preflight?.ok || sent.get('access-control-allow-origin') === preflight.origin,
    ],
    [
      'the preflight names the method',
      !preflight?.ok ||
        elements(sent.get('access-control-allow-methods')).includes(preflight.method.toLowerCase()),
    ],
    [
      'the preflight names the headers',
      !preflight?.ok ||
        preflight.headers.every((name) => elements(sent.get('access-control-allow-headers')).includes(name)),
    ],
  ]
  return holds.filter(([, isTrue]) => !isTrue).map(([claim]) => `Not true: ${claim}.`)
}
