export { type Cause, type Diagnosis, diagnose, type Fix, type Warning } from './diagnose.ts'
export { type Examination, examine } from './examine.ts'
export type { Exchange } from './exchange.ts'
export { type Result, resultOf, textOf } from './report.ts'
