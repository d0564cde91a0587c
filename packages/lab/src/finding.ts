import { getHeader } from '@next-cross-origin/browser'
import { type CookieSituation, cookieFate } from './cookie-fate.ts'
import { preflightIsRemembered } from './memory.ts'
import type { Replay } from './replay.ts'
import type { Call, Want } from './types.ts'

/** Describes what the page itself saw of one call. */
export type Outcome =
  | {
      readonly kind: 'fulfilled'
      readonly type: string
      readonly status: number
      /** Names in lower case. */
      readonly headers: readonly (readonly [string, string])[]
      readonly redirected: boolean
    }
  | { readonly kind: 'rejected'; readonly message: string }
  | {
      readonly kind: 'image'
      readonly shown: boolean
      /** Tells whether the canvas gave the pixels back; null when there was nothing to draw. */
      readonly pixels: boolean | null
    }

/** One call of a run: what the page did, what it saw, and what the model makes of it. */
export interface CallResult {
  readonly call: Call
  readonly url: string
  readonly outcome: Outcome
  readonly replay: Replay
  readonly durationMs: number
}

/** Tells whether the page got what it wanted: in this browser, and by the model. */
export interface Finding {
  readonly browser: boolean
  /** Null when the model leaves it open, because a setting of the browser decides. */
  readonly model: boolean | null
  /** Describes what was seen, and what the model expects and why, in a sentence each; null where the last call says it all. */
  readonly seen: string | null
  readonly expected: string | null
  /** Empty when browser and model agree in everything that can be compared. */
  readonly disagreements: readonly string[]
}

/** @param situation of the call that asks for the cookie, for a scenario about one */
export function findingOf(want: Want, results: readonly CallResult[], situation: CookieSituation): Finding {
  const browser = worked(want, results)
  const { model, why } = expectation(want, results, situation)
  const disagreements = results.flatMap(differences)
  if (model !== null && model !== browser) {
    disagreements.push(
      `By the model the page ${model ? 'gets' : 'does not get'} what it wants; here it ${browser ? 'does' : 'does not'}.`,
    )
  }
  return { browser, model, seen: inWords(want, results, browser), expected: why, disagreements }
}

function worked(want: Want, results: readonly CallResult[]): boolean {
  const last = results.at(-1)
  if (last === undefined) return false
  const { outcome, replay } = last
  switch (want.kind) {
    case 'read':
      return outcome.kind === 'fulfilled' && outcome.type !== 'opaque'
    case 'header':
      return (
        outcome.kind === 'fulfilled' && outcome.headers.some(([name]) => name === want.name.toLowerCase())
      )
    case 'picture':
      return outcome.kind === 'image' && outcome.shown
    case 'pixels':
      return outcome.kind === 'image' && outcome.pixels === true
    case 'cookie':
      return replay.steps.some(({ recorded }) =>
        (getHeader(recorded?.headers ?? [], 'cookie') ?? '').includes(`${want.name}=`),
      )
    case 'one-preflight':
      return preflightsSent(results) === 1
    case 'guarded':
      return outcome.kind === 'rejected'
  }
}

function expectation(
  want: Want,
  results: readonly CallResult[],
  situation: CookieSituation,
): { model: boolean | null; why: string | null } {
  const verdict = results.at(-1)?.replay.verdict
  const isReadable = verdict?.response != null && verdict.response.type !== 'opaque'
  switch (want.kind) {
    case 'read':
    case 'pixels':
      return { model: isReadable, why: null }
    case 'header': {
      const isExposed = isReadable && getHeader(verdict.response.headers, want.name) !== null
      return {
        model: isExposed,
        why: isExposed
          ? `The answer is readable, and ${want.name} is exposed.`
          : `The answer is readable, and ${want.name} is not exposed.`,
      }
    }
    case 'picture':
      return { model: verdict?.allowed === true, why: null }
    case 'guarded':
      return {
        model: !isReadable,
        why: isReadable
          ? 'The answer names the foreign frame, so the frame reads your data.'
          : 'The answer does not name the foreign frame, so the browser keeps it.',
      }
    case 'cookie': {
      const { fate, reason } = cookieFate(cookieSet(results), situation)
      return { model: fate === 'depends' ? null : fate === 'sent', why: reason }
    }
    case 'one-preflight': {
      const [preflight] = results[0]?.replay.steps ?? []
      const isRemembered =
        preflight?.answer.type === 'response' && preflightIsRemembered(preflight.answer.headers)
      return {
        model: isRemembered,
        why: isRemembered
          ? 'The permission is remembered, so one preflight is enough.'
          : 'Access-Control-Max-Age is 0, so every call has to ask.',
      }
    }
  }
}

function inWords(want: Want, results: readonly CallResult[], isWorking: boolean): string | null {
  switch (want.kind) {
    case 'header':
      return `The answer is readable, and headers.get("${want.name}") gives ${isWorking ? 'its value' : 'null'}.`
    case 'cookie':
      return `The second call arrived ${isWorking ? 'with' : 'without'} the cookie: the API’s transcript shows it.`
    case 'one-preflight': {
      const count = preflightsSent(results)
      return `The API saw ${count} ${count === 1 ? 'preflight' : 'preflights'} for ${results.length} calls.`
    }
    case 'guarded':
      return isWorking
        ? 'The foreign frame got a TypeError and nothing else.'
        : 'The foreign frame read the answer. It could now send your data anywhere.'
    default:
      return null
  }
}

function preflightsSent(results: readonly CallResult[]): number {
  return results
    .flatMap(({ replay }) => replay.steps)
    .filter(({ wire, source }) => wire.purpose === 'preflight' && source === 'server').length
}

function cookieSet(results: readonly CallResult[]): string {
  const [set] = results[0]?.replay.steps ?? []
  return (set?.answer.type === 'response' ? getHeader(set.answer.headers, 'Set-Cookie') : null) ?? ''
}

/** Says where a call went otherwise than the model says. */
function differences({ outcome, replay: { verdict, surprises } }: CallResult): string[] {
  const found = [...surprises]
  const isAllowed = outcome.kind === 'image' ? outcome.shown : outcome.kind === 'fulfilled'
  if (isAllowed !== verdict.allowed) {
    found.push(
      `By the model the call is ${verdict.allowed ? 'allowed' : 'blocked'}; the browser ${isAllowed ? 'allowed' : 'blocked'} it.`,
    )
    return found
  }
  const { response } = verdict
  if (response === null) return found
  if (outcome.kind === 'image') {
    const isReadable = response.type !== 'opaque'
    if (outcome.pixels !== isReadable) {
      found.push(`By the model the pixels are ${isReadable ? 'readable' : 'tainted'}; here they are not.`)
    }
  }
  if (outcome.kind === 'fulfilled') {
    if (outcome.type !== response.type || outcome.status !== response.status) {
      found.push(
        `By the model the answer is ${response.type} with status ${response.status}; here it is ${outcome.type} with ${outcome.status}.`,
      )
    }
    const hidden = response.headers.filter(([name]) => !outcome.headers.some(([visible]) => visible === name))
    for (const [name] of hidden) found.push(`By the model the page can read ${name}; here it cannot.`)
    for (const [name] of outcome.headers) {
      if (name.startsWith('x-') && getHeader(response.headers, name) === null) {
        found.push(`By the model ${name} is hidden; here the page can read it.`)
      }
    }
  }
  return found
}
