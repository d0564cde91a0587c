import { type FetchRequest, originOf, valuesOf } from '@next-cross-origin/browser'
import { askedOf } from '../asked.ts'
import type { Exchange } from '../exchange.ts'
import * as javascript from './javascript.ts'
import * as languages from './languages.ts'
import {
  type Framework,
  frameworks,
  type Recipe,
  type RecipeEntry,
  usualMethods,
  type Wanted,
} from './recipe.ts'
import * as servers from './servers.ts'

export type { Framework, Recipe } from './recipe.ts'
export { frameworks } from './recipe.ts'

const { socketIo, ...scripts } = javascript
const { apiGateway, ...others } = servers

const entries: Readonly<Record<Framework, RecipeEntry>> = {
  ...scripts,
  'socket.io': socketIo,
  ...others,
  'api-gateway': apiGateway,
  ...languages,
}

/**
 * Writes the policy that lets the request through for one server. It allows the usual methods, whatever headers are asked
 * for besides, and the origin that the server allows already, so that the application's other calls still pass.
 */
export function recipeFor(
  framework: Framework,
  request: FetchRequest,
  exchanges: readonly Exchange[],
): Recipe {
  const { code, executed, place, title } = entries[framework]
  return { framework, title, place, executed, code: code(wantedOf(request, exchanges)) }
}

/** Writes the recipes for every server. */
export function recipes(request: FetchRequest, exchanges: readonly Exchange[]): Recipe[] {
  return frameworks.map((framework) => recipeFor(framework, request, exchanges))
}

function wantedOf(request: FetchRequest, exchanges: readonly Exchange[]): Wanted {
  const { method, headerNames } = askedOf(request, exchanges)
  const sent = valuesOf(exchanges.at(-1)?.response?.headers ?? [], 'access-control-allow-origin')
  const isOtherOrigin = (value: string): boolean =>
    value !== 'null' && value !== request.origin && originOf(value) === value
  return {
    origins: [request.origin, ...new Set(sent.filter(isOtherOrigin))],
    credentials: request.credentials === 'include',
    methods: [...new Set([...usualMethods, method])].filter((each) => each !== 'OPTIONS'),
    headerNames: [...new Set([...headerNames, 'content-type', 'authorization'])],
    area: URL.canParse(request.url) ? (new URL(request.url).pathname.split('/')[1] ?? '') : '',
  }
}
