import type { Engine } from '@next-cross-origin/browser'
import { cookieFate } from '../cookie-fate.ts'
import type { CallResult } from '../finding.ts'
import type { Call } from '../types.ts'
import type { FilmedStep } from './filmed.ts'
import type { CookieJudge } from './frames.ts'

/** Turns the calls of a lesson, performed or simulated, into the steps of a film. */
export function stepsOfResults(results: readonly CallResult[], pageOrigin: string): readonly FilmedStep[] {
  return results.map(({ call, replay }, index) => ({
    title: call.note ?? (results.length === 1 ? 'The call' : `Call ${index + 1}`),
    script: lineOf(call),
    pageOrigin: call.by === 'sandbox' ? 'null' : pageOrigin,
    replay,
  }))
}

/** Returns the line of the page that makes a call. */
function lineOf({ by, method = 'GET', mode, credentials, headers = [] }: Call): string {
  if (by === 'image') return mode === 'cors' ? '<img crossorigin="anonymous" src={url}>' : '<img src={url}>'
  const options = [
    ...(method === 'GET' ? [] : [`method: '${method}'`]),
    ...(mode === undefined || mode === 'cors' ? [] : [`mode: '${mode}'`]),
    ...(credentials === undefined ? [] : [`credentials: '${credentials}'`]),
    ...(headers.length === 0
      ? []
      : [`headers: { ${headers.map(([name, value]) => `'${name}': '${value}'`).join(', ')} }`]),
  ]
  return options.length === 0 ? 'fetch(url)' : `fetch(url, { ${options.join(', ')} })`
}

/** Judges the cookies of a lesson: by the model of an engine, for the place of the last call. */
export function cookieJudgeFor(
  results: readonly CallResult[],
  { page, sameSite, engine }: { page: string; sameSite: boolean; engine: Engine },
): CookieJudge {
  const url = results.at(-1)?.url ?? page
  return (setCookie) => {
    const { fate, reason } = cookieFate(setCookie, { url, page, sameSite, engine })
    return fate === 'kept-back' ? reason : null
  }
}
