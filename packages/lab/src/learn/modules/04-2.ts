// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { corsFilteredHeaders } from '@next-cross-origin/browser'
import type { Output } from '../run.ts'

export function run(console: Output): void {
const received = [
  ['Content-Type', 'application/json'],
  ['X-Request-Id', '42'],
  ['Server-Timing', 'db;dur=5'],
  ['Set-Cookie', 'session=abc'],
  ['Access-Control-Expose-Headers', 'x-request-id, set-cookie'],
] as const

const readable = corsFilteredHeaders(received, 'include')
console.log(readable.map(([name]) => name).join(' ')) // → content-type x-request-id
}
