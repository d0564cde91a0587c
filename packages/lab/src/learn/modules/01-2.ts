// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { getDomain } from 'tldts'
import { relate } from '@next-cross-origin/browser'
import type { Output } from '../run.ts'

export function run(console: Output): void {
function compare(page: string, url: string) {
  const { sameOrigin, sameSite, differsBy } = relate(page, url, (host) => getDomain(host))
  console.log(sameOrigin ? 'same-origin' : 'cross-origin', sameSite ? 'same-site' : 'cross-site', ...differsBy)
}

const page = 'https://app.example.com/dashboard'
compare(page, 'https://app.example.com/users/ada') // → same-origin same-site
compare(page, 'https://app.example.com:8443/users/ada') // → cross-origin same-site port
compare(page, 'https://api.example.com/users/ada') // → cross-origin same-site subdomain
compare(page, 'http://app.example.com/users/ada') // → cross-origin cross-site scheme port
compare(page, 'https://api.example.net/users/ada') // → cross-origin cross-site host
compare('https://ada.co.uk', 'https://bob.co.uk') // → cross-origin cross-site host
}
