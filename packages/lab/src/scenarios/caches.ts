import type { HeaderList } from '@next-cross-origin/browser'
import type { Theme, Variant } from '../types.ts'
import { allowPage, noContent, ok } from './answers.ts'

/** The same address twice: for a picture or a script first, then with `fetch()`. */
function twice(headers: HeaderList): Variant {
  const call = { step: 'call', to: 'api', by: 'page' } as const
  return {
    calls: [
      { ...call, mode: 'no-cors', note: 'As an <img> would: no CORS, no Origin.' },
      { ...call, mode: 'cors', note: 'The same address with fetch().' },
    ],
    // A picture, because browsers throw JSON away unread that was asked for without CORS.
    steps: { call: { request: { status: 200, headers, body: 'picture' } } },
  }
}

/** The same PUT twice. */
function putTwice(maxAgeSeconds: number): Variant {
  const call = { step: 'call', to: 'api', by: 'page', method: 'PUT' } as const
  return {
    calls: [
      { ...call, note: 'The first PUT.' },
      { ...call, note: 'The second, right after it.' },
    ],
    steps: {
      call: {
        preflight: noContent(
          ...allowPage,
          ['Access-Control-Allow-Methods', 'PUT'],
          ['Access-Control-Max-Age', String(maxAgeSeconds)],
        ),
        request: ok(...allowPage),
      },
    },
  }
}

export const caches: Theme = {
  id: 'caches',
  title: 'What is remembered',
  summary: 'Answers are stored, and so are permissions. Both have to be told what they depend on.',
  scenarios: [
    {
      id: 'cache-without-vary',
      title: 'A cache that was not told to vary',
      story:
        'A file is used as a picture first, and read with fetch() later. Sometimes it fails, and never in a test.',
      why: 'The server adds CORS headers only when Origin is there, and does not say so. The stored answer to a request without Origin is then given to one that has it.',
      fix: {
        side: 'server',
        what: 'Send Vary: Origin with every answer, above all with those that carry no CORS headers.',
        where: 'server',
        code: "+response.setHeader('Vary', 'Origin')\n if (allowed.has(origin)) response.setHeader('Access-Control-Allow-Origin', origin)",
      },
      wants: { kind: 'read' },
      dependsOn: 'cache',
      broken: twice([
        ['Cache-Control', 'max-age=60'],
        ['Access-Control-Allow-Origin', '{page-if-asked}'],
      ]),
      fixed: twice([
        ['Cache-Control', 'max-age=60'],
        ['Access-Control-Allow-Origin', '{page-if-asked}'],
        ['Vary', 'Origin'],
      ]),
    },
    {
      id: 'preflight-not-remembered',
      title: 'A preflight that is asked every time',
      story: 'Every PUT takes two round trips, the second one no less than the first.',
      why: 'Access-Control-Max-Age says for how many seconds the browser may remember the permission: 0 means not at all, and without the header it is 5.',
      fix: {
        side: 'server',
        what: 'Let it be remembered: browsers keep it for up to two hours (Chromium) or a day (Firefox).',
        where: 'server',
        code: "-response.setHeader('Access-Control-Max-Age', '0')\n+response.setHeader('Access-Control-Max-Age', '7200')",
      },
      wants: { kind: 'one-preflight' },
      broken: putTwice(0),
      fixed: putTwice(7200),
    },
  ],
}
