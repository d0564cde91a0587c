// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { originOf } from '@next-cross-origin/browser'
import type { Output } from '../run.ts'

export function run(console: Output): void {
console.log(originOf('https://app.example.com/dashboard?tab=1')) // → https://app.example.com
console.log(originOf('https://app.example.com:443/')) // → https://app.example.com
console.log(originOf('HTTPS://App.Example.com/')) // → https://app.example.com
console.log(originOf('http://localhost:3000/dashboard')) // → http://localhost:3000
console.log(originOf('data:text/html,hello')) // → null
}
