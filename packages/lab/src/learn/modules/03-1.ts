// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { type HeaderList, preflightCauses } from '@next-cross-origin/browser'
import type { Output } from '../run.ts'

export function run(console: Output): void {
function ask(method: string, ...headers: HeaderList) {
  const causes = preflightCauses(method, headers)
  const words = causes.map((cause) => (cause.kind === 'method' ? cause.method : cause.name))
  console.log(words.length === 0 ? 'sent at once' : `asks first: ${words.join(', ')}`)
}

ask('GET') // → sent at once
ask('POST', ['Content-Type', 'text/plain']) // → sent at once
ask('POST', ['Content-Type', 'application/json']) // → asks first: content-type
ask('GET', ['Authorization', 'Bearer abc']) // → asks first: authorization
ask('GET', ['X-Request-Id', '1']) // → asks first: x-request-id
ask('PATCH', ['Content-Type', 'application/json']) // → asks first: PATCH, content-type
}
