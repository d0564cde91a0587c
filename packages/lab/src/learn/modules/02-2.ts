// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { compilePolicy, decide } from '@next-cross-origin/cors'
import type { Output } from '../run.ts'

export function run(console: Output): void {
const policy = compilePolicy({ origins: ['https://app.example.com', 'https://*.preview.example.com'] })
function ask(origin: string) {
  const { allow, reason, rule } = decide(policy, { method: 'GET', headers: new Headers({ origin }) })
  console.log(allow, reason, rule)
}

ask('https://app.example.com') // → true allowed https://app.example.com
ask('https://pr-12.preview.example.com') // → true allowed https://*.preview.example.com
ask('https://app.example.com.evil.example') // → false origin_not_allowed null
ask('null') // → false origin_null null
}
