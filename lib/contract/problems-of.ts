import type { ProblemCode } from './problems'
import { type Method, methodFacts } from './routes'
import type { ContractRoute } from './types'

const isSafe = (method: Method) => method === 'GET'

/** Lists every problem that a method of a route can answer: those of the gate, then its own. */
export function problemsOf(route: ContractRoute, method: Method): ProblemCode[] {
  const { body, own } = methodFacts(route, method) ?? {}
  const byCookie = route.session === 'optional' || route.session === 'required'
  const { query, body: json, problems = [] } = route.schemas[method] ?? {}
  const when = (applies: boolean, ...codes: ProblemCode[]) => (applies ? codes : [])
  const codes: ProblemCode[] = [
    ...when(route.cors !== 'public', 'origin_not_allowed'),
    'internal_error',
    'database_unavailable',
    ...when(!isSafe(method), 'origin_required', 'payload_too_large', 'body_incomplete'),
    ...when(body !== undefined, 'unsupported_media_type'),
    ...when(json !== undefined, 'malformed_json'),
    ...when(json !== undefined || query !== undefined, 'invalid_request'),
    ...when(byCookie, 'session_invalid', 'session_ambiguous', 'embedding_refused', 'token_invalid'),
    ...when(route.session === 'required', 'not_signed_in'),
    ...when(route.session === 'bearer', 'token_required', 'token_invalid', 'embedding_refused'),
    ...when(route.session === 'bearer' && !isSafe(method), 'scope_insufficient'),
    ...when(route.session === 'signature', 'servers_only'),
    ...when(own !== undefined, 'forbidden'),
    ...when(route.role !== undefined, 'admin_required'),
    ...when(route.schemas.params !== undefined, 'not_found'),
    ...problems,
  ]
  return [...new Set(codes)]
}
