// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { corsCheck } from '@next-cross-origin/browser'
import type { Output } from '../run.ts'

export function run(console: Output): void {
function check(allowOrigin: string, allowCredentials?: string) {
  const failure = corsCheck({
    origin: 'https://app.example.com',
    credentials: 'include',
    tainted: false,
    headers: [
      ['Access-Control-Allow-Origin', allowOrigin],
      ...(allowCredentials === undefined ? [] : [['Access-Control-Allow-Credentials', allowCredentials] as const]),
    ],
  })
  console.log(failure === null ? 'the page may read it' : failure.reason)
}

check('https://app.example.com', 'true') // → the page may read it
check('https://app.example.com') // → allow-credentials-missing
check('https://app.example.com', 'True') // → allow-credentials-not-true
check('*', 'true') // → allow-origin-wildcard-with-credentials
}
