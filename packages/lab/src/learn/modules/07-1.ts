// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { preflightCauses } from '@next-cross-origin/browser'
import type { Output } from '../run.ts'

export function run(console: Output): void {
const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
for (const type of types) console.log(preflightCauses('POST', [['Content-Type', type]]).length) // → 0
// → 0
// → 0

// A Blob without a type: no Content-Type at all.
console.log(preflightCauses('POST', []).length) // → 0
}
