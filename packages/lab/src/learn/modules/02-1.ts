// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import { corsCheck, type HeaderList } from '@next-cross-origin/browser'
import type { Output } from '../run.ts'

export function run(console: Output): void {
function check(...headers: HeaderList) {
  const failure = corsCheck({
    origin: 'https://app.example.com',
    credentials: 'same-origin',
    tainted: false,
    headers,
  })
  console.log(failure === null ? 'the page may read it' : failure.reason)
}

const name = 'Access-Control-Allow-Origin'
check([name, 'https://app.example.com']) // → the page may read it
check([name, '*']) // → the page may read it
check() // → allow-origin-missing
check(['Allow-Control-Allow-Origin', 'https://app.example.com']) // → allow-origin-missing
check([name, 'https://www.example.com']) // → allow-origin-mismatch
check([name, 'https://app.example.com/']) // → allow-origin-mismatch
check([name, 'https://app.example.com, https://www.example.com']) // → allow-origin-multiple
}
