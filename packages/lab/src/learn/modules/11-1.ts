// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { getDomain } from 'tldts'
import { sendCookie, storeCookie } from '@next-cross-origin/browser'
import type { Output } from '../run.ts'

export function run(console: Output): void {
const siteOf = (host: string) => getDomain(host)
const api = 'https://api.example.net/api/auth/session'
const atTheApi = { page: 'https://api.example.net', url: api, credentials: true, siteOf }
const onThePage = { page: 'https://app.example.com', url: api, credentials: true, siteOf }

const cookie = '__Host-session=abc; HttpOnly; Secure; Path=/; SameSite=None; Partitioned'
const stored = storeCookie(cookie, atTheApi)
console.log(stored.stored) // → true
console.log(stored.stored && sendCookie(stored.cookie, onThePage).sent) // → false
}
