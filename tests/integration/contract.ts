import * as z from 'zod/mini'
import { contract } from '@/lib/contract'
import { isProblemCode, type ProblemCode, problemCodes } from '@/lib/contract/problems'
import { problemsOf } from '@/lib/contract/problems-of'
import type { Method } from '@/lib/contract/routes'
import type { ContractRoute, Schema } from '@/lib/contract/types'
import { compileRoutes } from '@/lib/gate/routes'

/** The contract as the tests use it: to make requests that fit it, and to hold every answer to it. */

export const contractRoutes: readonly ContractRoute[] = Object.values(contract)
const find = compileRoutes(contractRoutes)

/** Answers of the gate that no route lists, because they are about the address. */
const aboutTheAddress: readonly ProblemCode[] = ['not_found', 'method_not_allowed']

/** Throws unless an answer is one that the contract names, in its status and in every field. */
export async function expectContract(method: string, pathname: string, response: Response): Promise<void> {
  const { status } = response
  const say = (what: string) => new Error(`${method} ${pathname} answered ${what}, against the contract.`)
  const route = find(pathname) as ContractRoute | null
  const asked = (method === 'HEAD' ? 'GET' : method) as Method
  const schemas = route?.schemas[asked]
  if (response.headers.get('content-type') === 'application/problem+json') {
    const { code } = (await response.json()) as { code: unknown }
    const listed = [...aboutTheAddress, ...(route ? problemsOf(route, asked) : ['origin_required'])]
    const known = isProblemCode(code) && problemCodes[code].status === status
    // A denied origin is told the same whatever is at the address.
    if (!known || !(listed.includes(code) || code === 'origin_not_allowed' || !schemas))
      throw say(`${status} ${code}`)
    return
  }
  // The browser has the answer already.
  if (!schemas || status === 403 || status === 304) return
  if (schemas.answer === null) {
    if (status !== (schemas.status ?? 204)) throw say(`${status}`)
  } else if (status !== (schemas.status ?? 200)) {
    throw say(`${status}`)
  } else if (
    typeof schemas.answer === 'object' &&
    !z.safeParse(schemas.answer, await response.json()).success
  ) {
    throw say('another JSON')
  }
}

/** Returns the example values of a schema's fields; a field without one is left out if it may be. */
export function examplesOf(schema: Schema): Record<string, unknown> {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' })
  const given = Object.entries(properties).map(([name, property]) => {
    const [example] = typeof property === 'object' ? (property.examples ?? []) : []
    if (example === undefined && required.includes(name)) throw new Error(`The field ${name} has no example.`)
    return [name, example] as const
  })
  return Object.fromEntries(given.filter(([, example]) => example !== undefined))
}

/** Returns the path of a route with the example values of its parameters. */
export function examplePath({ path, schemas }: ContractRoute): string {
  const params = schemas.params ? examplesOf(schemas.params) : {}
  return path.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
}
