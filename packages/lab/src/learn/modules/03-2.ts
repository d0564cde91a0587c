// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { compilePolicy, decide } from '@next-cross-origin/cors'
import type { Output } from '../run.ts'

export function run(console: Output): void {
const policy = compilePolicy({
  origins: ['https://app.example.com'],
  methods: ['GET', 'PATCH'],
  requestHeaders: ['content-type'],
})

function preflight(method: string, names: string) {
  const headers = new Headers({
    origin: 'https://app.example.com',
    'access-control-request-method': method,
    'access-control-request-headers': names,
  })
  console.log(decide(policy, { method: 'OPTIONS', headers }).reason)
}

preflight('PATCH', 'content-type') // → allowed
preflight('DELETE', 'content-type') // → method_not_allowed
preflight('PATCH', 'authorization,content-type') // → header_not_allowed
}
