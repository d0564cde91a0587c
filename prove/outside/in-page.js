import { judge } from '@next-cross-origin/browser'

Object.assign(globalThis, {
  verdict: judge({ url: 'https://api.example.com/', origin: location.origin, credentials: 'include' }, [
    { type: 'response', status: 200, headers: [['Access-Control-Allow-Origin', '*']] },
  ]),
})
