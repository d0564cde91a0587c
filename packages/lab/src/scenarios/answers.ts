import type { HeaderList } from '@next-cross-origin/browser'
import type { Call, ScriptedAnswer, ScriptedStep, Variant } from '../types.ts'

/** The headers of an answer that is right for a page without credentials. */
export const allowPage: HeaderList = [
  ['Access-Control-Allow-Origin', '{page}'],
  ['Vary', 'Origin'],
]

/** The same, with credentials. */
export const allowPageWithCredentials: HeaderList = [
  ['Access-Control-Allow-Origin', '{page}'],
  ['Access-Control-Allow-Credentials', 'true'],
  ['Vary', 'Origin'],
]

export function ok(...headers: HeaderList): ScriptedAnswer {
  return { status: 200, headers }
}

export function noContent(...headers: HeaderList): ScriptedAnswer {
  return { status: 204, headers, body: 'none' }
}

/** A variant of one call by the page's own `fetch()`. */
export function once(call: Partial<Call>, step: ScriptedStep): Variant {
  return { calls: [{ step: 'call', to: 'api', by: 'page', ...call }], steps: { call: step } }
}
