import { administrationSchemas } from './administration'
import { authSchemas } from './auth'
import { healthSchemas } from './health'
import { mailSchemas } from './mail'
import { originSchemas } from './origins'
import { passkeySchemas } from './passkeys'
import { type RouteName, type Routes, routes } from './routes'
import { sessionSchemas } from './sessions'
import { signInSchemas } from './sign-in'
import { tokenSchemas } from './tokens'
import type { SchemasFor } from './types'
import { userSchemas } from './users'
import { visitSchemas } from './visit'

const schemas = {
  ...healthSchemas,
  ...userSchemas,
  ...sessionSchemas,
  ...tokenSchemas,
  ...authSchemas,
  ...signInSchemas,
  ...mailSchemas,
  ...visitSchemas,
  ...passkeySchemas,
  ...administrationSchemas,
  ...originSchemas,
} as const satisfies { readonly [Name in RouteName]: SchemasFor<Routes[Name]> }

/** Every route of the API with its facts and its schemas, by its name. */
export type Contract = {
  readonly [Name in RouteName]: Routes[Name] & { readonly schemas: (typeof schemas)[Name] }
}

const joined = Object.entries(routes).map(([name, facts]) => [
  name,
  { ...facts, schemas: schemas[name as RouteName] },
])

/**
 * The contract of the API, written once. The gate's route table, the handlers, the client, the forms and the OpenAPI
 * document derive from it. The compiler names every route and every method of routes.ts that has no schemas.
 */
export const contract = Object.fromEntries(joined) as Contract
