import type { ProblemCode } from './problems'
import type { Method } from './routes'
import type { ContractRoute } from './types'

const isSafe = (method: Method) => method === 'GET'

/** Lists every problem that a method of a route can answer: those of the gate, then its own. */
export function problemsOf(route: ContractRoute, method: Method): ProblemCode[] {
  const { body, own } = route.methods[method] ?? {}
  const { query, body: json, problems = [] } = route.schemas[method] ?? {}
  const when = (applies: boolean, ...codes: ProblemCode[]) => (applies ? codes : [])
  const codes: ProblemCode[] = [
    'origin_not_allowed',
    'internal_error',
    'database_unavailable',
    ...when(!isSafe(method), 'origin_required', 'payload_too_large', 'body_incomplete'),
    ...when(body !== undefined, 'unsupported_media_type'),
    ...when(json !== undefined, 'malformed_json'),
    ...when(json !== undefined || query !== undefined, 'invalid_request'),
    ...when(route.session !== 'none', 'session_invalid', 'session_ambiguous', 'embedding_refused'),
    ...when(route.session === 'required', 'not_signed_in'),
    ...when(own !== undefined, 'forbidden'),
    ...when(route.role !== undefined, 'admin_required'),
    ...when(route.schemas.params !== undefined, 'not_found'),
    ...problems,
  ]
  return [...new Set(codes)]
}
