// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { compilePolicy, decide, explain } from '@next-cross-origin/cors'
import type { Output } from '../run.ts'

export function run(console: Output): void {
const policy = compilePolicy({ origins: ['https://app.example.com'] })
const request = { method: 'GET', headers: new Headers({ origin: 'https://staging.example.com' }) }
const { summary, change } = explain(decide(policy, request), policy, request, { origins: 'ALLOWED_ORIGINS' })

console.log(summary)
// → request denied: Origin `https://staging.example.com` is not in ALLOWED_ORIGINS
console.log(change)
// → add `https://staging.example.com` to ALLOWED_ORIGINS
}
