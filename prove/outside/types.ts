import { type Answer, judge, type Verdict } from '@next-cross-origin/browser'
import { compilePolicy, type Decision, decide } from '@next-cross-origin/cors'
import { type Examination, type Result, resultOf } from '@next-cross-origin/doctor'
import { examine } from '@next-cross-origin/doctor/node'

// @ts-expect-error: a misspelt literal does not compile.
compilePolicy({ origins: ['https://app.example.com/'] })

export const decision: Decision = decide(compilePolicy({ origins: ['https://app.example.com'] }), {
  method: 'GET',
  headers: new Headers(),
})

const request = { url: 'https://api.example.com/', origin: 'https://app.example.com' }
const answer: Answer = { type: 'no-response' }
export const verdict: Verdict = judge(request, [answer])
export const examination: Promise<Examination> = examine(request, { timeoutMs: 1_000 })
export const result: Promise<Result> = examination.then((seen) => resultOf(request, seen))
export const fix: Promise<string | null> = result.then((found) => found.fix)
