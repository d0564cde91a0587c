// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { getDomain } from 'tldts'
import { sendCookie, storeCookie } from '@next-cross-origin/browser'
import type { Output } from '../run.ts'

export function run(console: Output): void {
const siteOf = (host: string) => getDomain(host)
const common = { url: 'https://api.example.com/api/users', credentials: true, siteOf }
const stored = storeCookie('__Host-session=abc; Secure; HttpOnly; Path=/; SameSite=Strict', {
  ...common,
  page: 'https://app.example.com',
})
function isSentFrom(page: string) {
  return stored.stored && sendCookie(stored.cookie, { ...common, page }).sent
}

console.log(isSentFrom('https://app.example.com')) // → true
console.log(isSentFrom('https://blog.example.com')) // → true
console.log(isSentFrom('https://evil.example')) // → false
}
