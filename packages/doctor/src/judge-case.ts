import { type Engine, originOf, preflightCauses } from '@next-cross-origin/browser'
import { type Diagnosis, diagnose } from './diagnose.ts'
import { type Examination, examineGiven } from './examination.ts'
import type { Response } from './exchange.ts'
import { type Case, missingOf, requestOf } from './paste/case.ts'
import { responderOf } from './responder.ts'
import { type Result, resultOf, resultOfFinding } from './result.ts'

/** Describes what the doctor says of a case. */
export interface Judgement {
  readonly diagnosis: Diagnosis
  /** Null where no exchange was judged, because the text itself names the cause. */
  readonly examination: Examination | null
  /** The same as data. */
  readonly result: Result
}

/** Judges a case that has all that it needs; null while something is missing. Sends nothing. */
export function judgeCase(each: Case, engine: Engine = 'consensus'): Judgement | null {
  if (missingOf(each).length > 0) return null
  if (each.finding !== null) {
    const diagnosis: Diagnosis = { ...each.finding, warnings: [], guilty: null, responder: responderOf(null) }
    return { diagnosis, examination: null, result: resultOfFinding(each.finding) }
  }
  const request = requestOf(each)
  if (request === null || each.answers === null) return null
  const examination = examineGiven(request, each.answers, engine)
  return {
    diagnosis: diagnose(request, examination),
    examination,
    result: resultOf(request, examination),
  }
}

/** Returns the case with the page's address filled in; null when the address has no origin. */
export function withOrigin(each: Case, address: string): Case | null {
  const origin = /^(null|file:)/.test(address.trim()) ? 'null' : originOf(address.trim())
  const isOpaque = origin === 'null' && !/^(null|file:)/.test(address.trim())
  return isOpaque ? null : { ...completed(each, origin), origin }
}

/** A message that did not say the page's origin described answers without it. */
function completed(each: Case, origin: string): Case {
  if (!each.isReconstructed || each.origin !== null || each.answers === null) return each
  const fill = (response: Response): Response => ({
    ...response,
    headers: response.headers.map(([name, value]) =>
      name === 'Access-Control-Allow-Origin' && (value === '' || value === ', *')
        ? ([name, value === '' ? origin : `${origin}, *`] as const)
        : ([name, value] as const),
    ),
  })
  const { preflight, request } = each.answers
  return {
    ...each,
    answers: { ...each.answers, preflight: preflight && fill(preflight), request: request.map(fill) },
  }
}

/** Returns the case with what it calls filled in; null when that is no URL. */
export function withUrl(each: Case, url: string): Case | null {
  return URL.canParse(url.trim()) ? { ...each, url: url.trim() } : null
}

/** Returns the case with the answers of another pasted text, such as the response headers of the Network panel. */
export function withAnswersOf(each: Case, pasted: Case): Case {
  const joined = {
    ...each,
    url: each.url ?? pasted.url,
    origin: each.origin ?? pasted.origin,
    method: each.method ?? pasted.method,
    isReconstructed: pasted.answers === null && each.isReconstructed,
  }
  return { ...joined, answers: pasted.answers === null ? each.answers : placed(pasted.answers, joined) }
}

/** One answer that speaks of methods or headers, to a call that needs a preflight, is the preflight's answer as well. */
function placed(answers: NonNullable<Case['answers']>, { method, headers }: Case): Case['answers'] {
  const [only, ...others] = answers.request
  const isOfPreflight =
    answers.preflight === null &&
    only !== undefined &&
    others.length === 0 &&
    only.headers.some(([name]) => /^access-control-allow-(methods|headers)$/i.test(name)) &&
    preflightCauses(method ?? 'GET', headers).length > 0
  return isOfPreflight ? { ...answers, preflight: only } : answers
}
