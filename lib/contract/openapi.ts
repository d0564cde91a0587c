import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'
import { contract } from '.'
import { problemDocument } from './problem-document'
import { type ProblemCode, problemCodes } from './problems'
import { problemsOf } from './problems-of'
import { type Method, methodFacts, type SessionNeed } from './routes'
import type { ContractRoute, MethodSchemas, Schema } from './types'

/** Describes the API as OpenAPI 3.1 does, derived from the contract. */
export function openApiDocument(title: string, apiOrigin: string) {
  return createDocument({
    openapi: '3.1.1',
    info: {
      title,
      version: '1',
      description:
        'Every answer can be read by the origins of the allowlist, errors included. An error is a problem document (RFC 9457) with a stable code.',
    },
    servers: [{ url: apiOrigin }],
    paths: Object.fromEntries(
      Object.entries(contract).map(([name, route]) => [route.path, pathOf(name, route)]),
    ),
    components: {
      schemas: { Problem: problemDocument },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'session',
          description:
            'An HttpOnly cookie that signing in sets. Its full name depends on how the two origins relate.',
        },
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token that a person makes on the account page.',
        },
      },
    },
  })
}

/** Says how a caller is known, in OpenAPI's words. An empty object means that nobody has to be. */
const security: Record<SessionNeed, NonNullable<ZodOpenApiOperationObject['security']>> = {
  none: [],
  optional: [{}, { session: [] }],
  required: [{ session: [] }],
  bearer: [{ bearer: [] }],
  signature: [],
}

function pathOf(name: string, route: ContractRoute): ZodOpenApiPathsObject[string] {
  const operations = Object.keys(route.methods).map((key) => {
    const method = key as Method
    const schemas = route.schemas[method]
    if (!schemas) throw new Error(`${route.path} lists ${method} and does not describe it.`)
    return [method.toLowerCase(), operationOf(`${name}.${method}`, route, method, schemas)]
  })
  return Object.fromEntries(operations)
}

function operationOf(
  operationId: string,
  route: ContractRoute,
  method: Method,
  schemas: MethodSchemas,
): ZodOpenApiOperationObject {
  const { params } = route.schemas
  const { summary, query } = schemas
  const requestBody = bodyOf(route, method, schemas)
  return {
    operationId,
    summary,
    tags: [route.path.split('/')[2] ?? ''],
    security: security[route.session],
    ...((params || query) && {
      requestParams: {
        ...(params && { path: params as ParameterObject }),
        ...(query && { query: query as ParameterObject }),
      },
    }),
    ...(requestBody && { requestBody }),
    responses: { ...success(route, method, schemas), ...problemResponses(problemsOf(route, method)) },
  }
}

type ParameterObject = NonNullable<NonNullable<ZodOpenApiOperationObject['requestParams']>['path']>

function bodyOf(
  route: ContractRoute,
  method: Method,
  { body }: MethodSchemas,
): ZodOpenApiOperationObject['requestBody'] {
  const taken = methodFacts(route, method)?.body
  if (!taken) return undefined
  const types = taken.types === 'any' ? ['*/*'] : taken.types
  const described = body ? { schema: body } : { schema: { type: 'string', format: 'binary' } as const }
  return { required: true, content: Object.fromEntries(types.map((type) => [type, described])) }
}

function success(
  route: ContractRoute,
  method: Method,
  { answer, status }: MethodSchemas,
): ZodOpenApiResponsesObject {
  if (answer === null) return { '204': { description: 'Done.' } }
  const streamed = methodFacts(route, method)?.stream ? 'text/event-stream' : 'application/json'
  const content =
    typeof answer === 'string' ? { [answer]: {} } : { [streamed]: { schema: answer satisfies Schema } }
  return { [String(status ?? 200)]: { description: 'The answer.', content } } as ZodOpenApiResponsesObject
}

/** One response for each status: its description lists the codes that come with it. */
function problemResponses(codes: readonly ProblemCode[]): ZodOpenApiResponsesObject {
  const statuses = new Set(codes.map((code) => problemCodes[code].status))
  const responses = [...statuses].map((status) => {
    const said = codes
      .filter((code) => problemCodes[code].status === status)
      .map((code) => `\`${code}\`: ${problemCodes[code].title}.`)
    const content = { 'application/problem+json': { schema: problemDocument } }
    return [String(status), { description: said.join(' '), content }]
  })
  return Object.fromEntries(responses)
}
