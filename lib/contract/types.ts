import type * as z from 'zod/mini'
import type { ProblemCode } from './problems'
import type { BodyFacts, Method, RouteFacts, SessionNeed } from './routes'

/** A schema of zod, whether of its small or of its full interface. */
export type Schema = z.core.$ZodType

/** Describes what one method of a route takes and answers. */
export interface MethodSchemas {
  /** Says in a few words what the method does. */
  readonly summary: string
  readonly query?: Schema
  /** The JSON of the body. A method whose body is no JSON has none: its handler gets the bytes. */
  readonly body?: Schema
  /** The JSON of a success, the media type of one that is no JSON, or `null` when it has no body (204). */
  readonly answer: Schema | `${string}/${string}` | null
  /** The status of a success, when it is not 200 or, without a body, 204. With 303 the handler sets `location`. */
  readonly status?: 201 | 202 | 303
  /** Problems besides those that the gate gives every route of its kind. */
  readonly problems?: readonly ProblemCode[]
}

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never

type ParamSchemas<Path extends string> = [ParamNames<Path>] extends [never]
  ? { readonly params?: never }
  : { readonly params: z.core.$ZodObject<Record<ParamNames<Path>, z.core.$ZodType<string, string>>> }

type TakesJson<Facts> = Facts extends { body: { types: readonly (infer Type)[] } }
  ? 'application/json' extends Type
    ? { readonly body: Schema }
    : { readonly body?: never }
  : { readonly body?: never }

/** Demands of a route's schemas what its facts promise: every method, every parameter, a schema for a JSON body. */
export type SchemasFor<Facts extends RouteFacts> = ParamSchemas<Facts['path']> & {
  readonly [M in keyof Facts['methods']]: MethodSchemas & TakesJson<Facts['methods'][M]>
}

/** A route with everything that is known about it. */
export type ContractRoute = RouteFacts & {
  readonly schemas: {
    readonly params?: z.core.$ZodObject | undefined
  } & { readonly [M in Method]?: MethodSchemas | undefined }
}

/**
 * Joins the facts of a route with its schemas.
 * @example
 * withSchemas(routes.health, { GET: { summary: 'Says that the process is up.', answer: health } })
 */
export function withSchemas<const Facts extends RouteFacts, const Schemas extends SchemasFor<Facts>>(
  facts: Facts,
  schemas: Schemas,
): Facts & { readonly schemas: Schemas } {
  return { ...facts, schemas }
}

export type MethodOf<Route extends ContractRoute> = keyof Route['methods'] & Method

type Part<Route extends ContractRoute, M, Name extends string> = M extends keyof Route['schemas']
  ? Name extends keyof Route['schemas'][M]
    ? Route['schemas'][M][Name]
    : undefined
  : undefined

type Output<Type> = Type extends Schema ? z.output<Type> : undefined
type Input<Type> = Type extends Schema ? z.input<Type> : undefined

type ParamsSchema<Route extends ContractRoute> = Route['schemas'] extends { params: infer Type }
  ? Type
  : undefined

/** The parts of a call that a handler is given. */
export type Params<Route extends ContractRoute> = Output<ParamsSchema<Route>>
export type Query<Route extends ContractRoute, M> = Output<Part<Route, M, 'query'>>
export type Body<Route extends ContractRoute, M> = Output<Part<Route, M, 'body'>>
export type Need<Route extends ContractRoute> = Route['session'] & SessionNeed

type MethodFactsOf<Route extends ContractRoute, M> = M extends keyof Route['methods']
  ? Route['methods'][M]
  : never
type Streams<Route extends ContractRoute, M> = MethodFactsOf<Route, M> extends { stream: true } ? true : false

/** The value that a handler has to return. */
export type Returned<Route extends ContractRoute, M> =
  Part<Route, M, 'answer'> extends infer Answer
    ? Answer extends Schema
      ? Streams<Route, M> extends true
        ? AsyncIterable<z.input<Answer>>
        : z.input<Answer>
      : Answer extends string
        ? Response
        : undefined
    : never

/** Takes each part of a call only where the route has it. */
export type CallInput<Route extends ContractRoute, M> = OnlyGiven<{
  params: Input<ParamsSchema<Route>>
  query: Input<Part<Route, M, 'query'>>
  body: CallBody<Route, M>
}>

/** JSON as its schema describes it. A body of another type is a `Blob`, which brings its type with it. */
type CallBody<Route extends ContractRoute, M> =
  Part<Route, M, 'body'> extends Schema
    ? Input<Part<Route, M, 'body'>>
    : MethodFactsOf<Route, M> extends { body: BodyFacts }
      ? Blob
      : undefined

type OnlyGiven<Parts> = {
  [Name in keyof Parts as Parts[Name] extends undefined ? never : Name]: Parts[Name]
}

/** The result of a call of the client. */
export type Answer<Route extends ContractRoute, M> =
  Part<Route, M, 'answer'> extends infer Type
    ? Type extends Schema
      ? Streams<Route, M> extends true
        ? AsyncGenerator<z.output<Type>, void>
        : z.output<Type>
      : Type extends string
        ? Response
        : null
    : never
