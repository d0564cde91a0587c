// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { isForbiddenRequestHeader } from '@next-cross-origin/browser'
import type { Output } from '../run.ts'

export function run(console: Output): void {
console.log(isForbiddenRequestHeader('Origin', 'https://app.example.com')) // → true
console.log(isForbiddenRequestHeader('X-Request-Id', '1')) // → false
}
