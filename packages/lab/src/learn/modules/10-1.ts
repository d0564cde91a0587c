// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { type CookieContext, sendCookie, storeCookie } from '@next-cross-origin/browser'
import { getDomain } from 'tldts'
import type { Output } from '../run.ts'

export function run(console: Output): void {
const siteOf = (host: string) => getDomain(host, { allowPrivateDomains: true })
const from = (url: string): CookieContext => ({ url, page: url, credentials: true, siteOf })

function plant(line: string) {
  const storing = storeCookie(line, from('https://blog.example.com/'))
  if (!storing.stored) return `refused: ${storing.refusal}`
  const sending = sendCookie(storing.cookie, from('https://api.example.com/'))
  return sending.sent ? 'sent to the API' : 'kept away from the API'
}

console.log(plant('session=planted; Domain=example.com; Path=/; Secure')) // → sent to the API
console.log(plant('__Host-session=planted; Domain=example.com; Path=/; Secure')) // → refused: host-prefix
}
