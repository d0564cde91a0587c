// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { compilePolicy, decide } from '@next-cross-origin/cors'
import type { Output } from '../run.ts'

export function run(console: Output): void {
const policy = compilePolicy({ origins: ['https://app.example.com'] })
function vary(headers: Record<string, string>) {
  const decision = decide(policy, { method: 'GET', headers: new Headers(headers) })
  return decision.headers.find(([name]) => name === 'vary')?.[1]
}

console.log(vary({ origin: 'https://app.example.com' })) // → Origin
console.log(vary({ origin: 'https://evil.example' })) // → Origin
console.log(vary({})) // → Origin
}
