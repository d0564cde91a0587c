/** The doctor's half that sends requests; Node.js only. */
export { type ExamineOptions, examine } from './examine.ts'
