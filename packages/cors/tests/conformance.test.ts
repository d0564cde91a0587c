import { expect, test } from 'vitest'
import published from '@/tests/conformance/cors.json' with { type: 'json' }
import { compilePolicy, decide } from '../src/index.ts'

/** The part of a published case that a decision settles; the rest is for the servers' own suite. */
interface Case {
  readonly id: string
  readonly title: string
  readonly request: { readonly method: string; readonly headers: readonly (readonly string[])[] }
  readonly expect: {
    readonly share?: string
    readonly bare?: boolean
    readonly vary?: boolean
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

const policy = compilePolicy({
  origins: published.policy.split(','),
  methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
  requestHeaders: ['content-type', 'x-auth-return-redirect', 'x-request-id'],
  exposedHeaders: ['x-request-id', 'retry-after'],
  credentials: true,
  maxAgeSeconds: 7200,
})

const elements = (list: string | undefined): string[] =>
  (list ?? '').split(',').map((element) => element.trim().toLowerCase())

const cases: readonly Case[] = published.cases
test.each(cases.map((row) => [row.id, row.title, row] as const))(
  '%s %s',
  (_id, _title, { request, expect: must }) => {
    const headers = new Headers()
    for (const [name = '', value = ''] of request.headers) headers.append(name, value)
    const decision = decide(policy, { method: request.method, headers })
    const sent = new Map(decision.headers)
    const access = [...sent.keys()].filter((name) => name.startsWith('access-control-'))

    expect(elements(sent.get('vary'))).toContain('origin')
    if (must.bare) expect(access).toEqual([])
    if (must.status === 403) expect(decision.allow).toBe(false)
    else expect(decision.allow).toBe(true)
    if (must.share !== undefined) {
      expect(decision.origin).toBe(must.share)
      expect(sent.get('access-control-allow-origin')).toBe(must.share)
      expect(sent.get('access-control-allow-credentials')).toBe('true')
    }
    if (must.exposes !== undefined) {
      expect(elements(sent.get('access-control-expose-headers'))).toContain(must.exposes)
    }
    if (must.noPreflightHeaders) {
      expect(access.filter((name) => /allow-(?:methods|headers)|max-age/.test(name))).toEqual([])
    }
    if (must.maxAge) expect(sent.get('access-control-max-age')).toBe('7200')
    if (must.preflight !== undefined) {
      expect(decision.kind).toBe('preflight')
      expect(decision.allow).toBe(must.preflight.ok)
    }
    if (must.preflight?.ok) {
      expect(sent.get('access-control-allow-origin')).toBe(must.preflight.origin)
      expect(elements(sent.get('access-control-allow-methods'))).toContain(
        must.preflight.method.toLowerCase(),
      )
      expect(elements(sent.get('access-control-allow-headers'))).toEqual(
        expect.arrayContaining([...must.preflight.headers]),
      )
    }
  },
)
