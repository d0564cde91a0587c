// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { getDomain } from 'tldts'
import { type CookieContext, sendCookie, storeCookie } from '@next-cross-origin/browser'
import type { Output } from '../run.ts'

export function run(console: Output): void {
function signIn(page: string, api: string, setCookie: string, more: Partial<CookieContext> = {}) {
  const siteOf = (host: string) => getDomain(host)
  const context = { page, url: `${api}/api/users/ada`, credentials: true, siteOf, ...more }
  const stored = storeCookie(setCookie, context)
  if (!stored.stored) return console.log('not stored:', stored.refusal)
  const sending = sendCookie(stored.cookie, context)
  console.log(sending.sent ? 'stored and sent' : `not sent: ${sending.refusal}`)
}

const lax = 'session=abc; HttpOnly; Path=/; SameSite=Lax'
const strict = '__Host-session=abc; HttpOnly; Secure; Path=/; SameSite=Strict'
const none = '__Host-session=abc; HttpOnly; Secure; Path=/; SameSite=None'

// Ports: the same host.
signIn('http://localhost:3000', 'http://localhost:4000', lax) // → stored and sent
// Subdomains: another host of the same site.
signIn('https://app.example.com', 'https://api.example.com', strict) // → stored and sent
// Cross-site.
signIn('https://app.example.com', 'https://api.example.net', lax) // → not stored: same-site
signIn('https://app.example.com', 'https://api.example.net', strict) // → not stored: same-site
signIn('https://app.example.com', 'https://api.example.net', none) // → stored and sent
// Cross-site, and the reader blocks third-party cookies.
const blocked = { thirdPartyBlocked: true }
signIn('https://app.example.com', 'https://api.example.net', none, blocked) // → not stored: third-party-blocked
signIn('https://app.example.com', 'https://api.example.net', `${none}; Partitioned`, blocked) // → stored and sent
}
