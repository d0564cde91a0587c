import type { Theme } from '../types.ts'
import { allowPage, allowPageWithCredentials, ok, once } from './answers.ts'

const include = { credentials: 'include' } as const
const fixed = once(include, { request: ok(...allowPageWithCredentials) })

export const credentials: Theme = {
  id: 'credentials',
  title: 'With credentials, say so twice',
  summary:
    'A call with cookies must be allowed by name, and the permission to read its answer is a header of its own.',
  scenarios: [
    {
      id: 'wildcard-with-credentials',
      title: 'A star for a call with cookies',
      story: 'The API is open to all with “*”, and then the page turns credentials on.',
      why: 'With credentials “*” is no wildcard but the literal text, and no page’s origin is “*”.',
      fix: {
        side: 'server',
        what: 'Name the origin. A page that needs no cookies can leave credentials out instead.',
        where: 'server',
        code: "-response.setHeader('Access-Control-Allow-Origin', '*')\n+response.setHeader('Access-Control-Allow-Origin', 'https://app.example.com')\n response.setHeader('Access-Control-Allow-Credentials', 'true')\n+response.setHeader('Vary', 'Origin')",
      },
      wants: { kind: 'read' },
      broken: once(include, {
        request: ok(['Access-Control-Allow-Origin', '*'], ['Access-Control-Allow-Credentials', 'true']),
      }),
      fixed,
    },
    {
      id: 'no-allow-credentials',
      title: 'Credentials that nobody allowed',
      story: 'The API names the page’s origin, and the page sends its cookies along.',
      why: 'Naming the origin lets the page read anonymous answers. Answers to a call with credentials need Access-Control-Allow-Credentials besides.',
      fix: {
        side: 'server',
        what: 'Allow credentials for this origin.',
        where: 'server',
        code: " response.setHeader('Access-Control-Allow-Origin', 'https://app.example.com')\n+response.setHeader('Access-Control-Allow-Credentials', 'true')",
      },
      wants: { kind: 'read' },
      broken: once(include, { request: ok(...allowPage) }),
      fixed,
    },
    {
      id: 'true-in-capitals',
      title: 'True instead of true',
      story: 'A language that writes True has put its own spelling into the header.',
      why: 'The only value with a meaning is “true”, in these four lower-case letters.',
      fix: {
        side: 'server',
        what: 'Send the text, not the language’s own idea of it.',
        where: 'server (Python)',
        code: '-response["Access-Control-Allow-Credentials"] = str(True)\n+response["Access-Control-Allow-Credentials"] = "true"',
      },
      wants: { kind: 'read' },
      broken: once(include, {
        request: ok(...allowPage, ['Access-Control-Allow-Credentials', 'True']),
      }),
      fixed,
    },
  ],
}
