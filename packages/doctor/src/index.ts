/** The doctor without a network: pure, and fit for a browser. What sends requests is in `node.ts`. */
export { type CookieFate, type CookieReport, cookieReports, refusalText } from './cookies.ts'
export { type Diagnosis, diagnose } from './diagnose.ts'
export { type BrowserVerdicts, type Examination, examineGiven, type GivenAnswers } from './examination.ts'
export type { Exchange, Failure, Response } from './exchange.ts'
export type { Cause, Finding, Fix, Side, Warning } from './finding.ts'
export type { Guilty } from './guilty.ts'
export { type Judgement, judgeCase, withAnswersOf, withOrigin, withUrl } from './judge-case.ts'
export { type CallingPage, forbiddenBy, pageOf } from './page-policy.ts'
export {
  type Case,
  type Missing,
  missingOf,
  originFrom,
  questions,
  requestOf,
  type Source,
} from './paste/case.ts'
export { type Place, placeOf } from './paste/place.ts'
export { readPasted } from './paste/read.ts'
export { type Readable, readableOf } from './readable.ts'
export { type Framework, frameworks, type Recipe, recipeFor, recipes } from './recipes/index.ts'
export { type Responder, responderOf } from './responder.ts'
export { consoleMessages, type ExitStatus, exitStatusOf, type Result, resultOf } from './result.ts'
export { siteOf } from './site.ts'
export { type TextOptions, textOf } from './text.ts'
export { neutralised, safeJson, visible } from './visible.ts'
