import type { HeaderList } from '@next-cross-origin/browser'
import type { ScriptedAnswer, Theme } from '../types.ts'
import { allowPage, allowPageWithCredentials, noContent, ok, once } from './answers.ts'

const token: HeaderList = [['X-Lab-Token', 'abc']]
const request = ok(...allowPage)
const mayPut = noContent(...allowPage, ['Access-Control-Allow-Methods', 'PUT'])

function puttingAfter(preflight: ScriptedAnswer) {
  return once({ method: 'PUT' }, { preflight, request })
}

export const preflights: Theme = {
  id: 'preflights',
  title: 'Asked first, and refused',
  summary:
    'What a plain form could not send, the browser asks about first. If the preflight fails, the request is never sent.',
  scenarios: [
    {
      id: 'method-not-listed',
      title: 'A method that is not listed',
      story: 'A page replaces something with PUT; the API’s list says GET, POST.',
      why: 'Only GET, HEAD and POST go without permission. PUT has to be in Access-Control-Allow-Methods of the preflight’s answer.',
      fix: {
        side: 'server',
        what: 'List the method in the answer to the preflight.',
        where: 'server',
        code: "-response.setHeader('Access-Control-Allow-Methods', 'GET, POST')\n+response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT')",
      },
      wants: { kind: 'read' },
      broken: puttingAfter(noContent(...allowPage, ['Access-Control-Allow-Methods', 'GET, POST'])),
      fixed: puttingAfter(noContent(...allowPage, ['Access-Control-Allow-Methods', 'GET, POST, PUT'])),
    },
    {
      id: 'method-in-lower-case',
      title: 'patch is not PATCH',
      story: 'The page writes the method in lower case; the API allows PATCH.',
      why: 'fetch() puts get, put, post, delete, head and options into capitals for you, and patch not. Methods are compared byte for byte.',
      fix: {
        side: 'client',
        what: 'Write PATCH in capitals.',
        where: 'page',
        code: "-await fetch(url, { method: 'patch' })\n+await fetch(url, { method: 'PATCH' })",
      },
      wants: { kind: 'read' },
      broken: once(
        { method: 'patch' },
        { preflight: noContent(...allowPage, ['Access-Control-Allow-Methods', 'PATCH']), request },
      ),
      fixed: once(
        { method: 'PATCH' },
        { preflight: noContent(...allowPage, ['Access-Control-Allow-Methods', 'PATCH']), request },
      ),
    },
    {
      id: 'header-not-listed',
      title: 'A header that is not listed',
      story: 'The page sends a header of its own, X-Lab-Token, with a plain GET.',
      why: 'A header that a form could not send makes the browser ask, and the answer’s Access-Control-Allow-Headers does not name it.',
      fix: {
        side: 'server',
        what: 'List the header in the answer to the preflight.',
        where: 'server',
        code: "-response.setHeader('Access-Control-Allow-Headers', 'Content-Type')\n+response.setHeader('Access-Control-Allow-Headers', 'Content-Type, X-Lab-Token')",
      },
      wants: { kind: 'read' },
      broken: once(
        { headers: token },
        { preflight: noContent(...allowPage, ['Access-Control-Allow-Headers', 'Content-Type']), request },
      ),
      fixed: once(
        { headers: token },
        {
          preflight: noContent(...allowPage, ['Access-Control-Allow-Headers', 'Content-Type, X-Lab-Token']),
          request,
        },
      ),
    },
    {
      id: 'star-for-headers',
      title: 'Any header, but with cookies',
      story: 'The API allows every header with “*”, and the call carries credentials.',
      why: 'With credentials the star in Access-Control-Allow-Headers is a header named “*”, and the page sends no such header.',
      fix: {
        side: 'server',
        what: 'List the headers by name when calls carry credentials.',
        where: 'server',
        code: "-response.setHeader('Access-Control-Allow-Headers', '*')\n+response.setHeader('Access-Control-Allow-Headers', 'X-Lab-Token')",
      },
      wants: { kind: 'read' },
      broken: once(
        { headers: token, credentials: 'include' },
        {
          preflight: noContent(...allowPageWithCredentials, ['Access-Control-Allow-Headers', '*']),
          request: ok(...allowPageWithCredentials),
        },
      ),
      fixed: once(
        { headers: token, credentials: 'include' },
        {
          preflight: noContent(...allowPageWithCredentials, ['Access-Control-Allow-Headers', 'X-Lab-Token']),
          request: ok(...allowPageWithCredentials),
        },
      ),
    },
    {
      id: 'preflight-unauthorized',
      title: 'A preflight that must sign in',
      story: 'Every route of the API asks for a session first, OPTIONS included.',
      why: 'A preflight never carries cookies or tokens, so it can only be answered 401, and a preflight’s answer must have a status from 200 to 299.',
      fix: {
        side: 'server',
        what: 'Answer preflights before the session is looked at.',
        where: 'server',
        code: "-app.use(requireSession)\n app.options('/{*any}', answerPreflight)\n+app.use(requireSession)",
      },
      wants: { kind: 'read' },
      broken: puttingAfter({
        status: 401,
        headers: [...allowPage, ['Access-Control-Allow-Methods', 'PUT']],
      }),
      fixed: puttingAfter(mayPut),
    },
    {
      id: 'preflight-redirected',
      title: 'A preflight that is sent elsewhere',
      story: 'The server redirects to add a slash, to change http to https, or to a sign-in page.',
      why: 'A preflight may not be redirected: the browser takes a 3xx for a refusal.',
      fix: {
        side: 'client',
        what: 'Call the final address, so that nothing has to be redirected.',
        where: 'page',
        code: "-await fetch('https://api.example.com/items', { method: 'PUT' })\n+await fetch('https://api.example.com/items/', { method: 'PUT' })",
      },
      wants: { kind: 'read' },
      broken: {
        calls: [{ step: 'call', to: 'api', by: 'page', method: 'PUT' }],
        steps: {
          call: {
            preflight: {
              status: 308,
              headers: [...allowPage, ['Location', '{path final}']],
              body: 'none',
            },
            request,
          },
          final: { preflight: mayPut, request },
        },
      },
      fixed: {
        calls: [{ step: 'final', to: 'api', by: 'page', method: 'PUT' }],
        steps: { final: { preflight: mayPut, request } },
      },
    },
  ],
}
