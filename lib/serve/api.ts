import type { IncomingMessage, ServerResponse } from 'node:http'
import { isScripted } from '@lab/routes'
import { completePlain } from '@/lib/gate/answer'
import { apiSettings } from '@/lib/gate/api-settings'
import { type GateResult, gate } from '@/lib/gate/gate'
import { logAnswer } from '@/lib/gate/log'
import { isForPages } from '@/lib/gate/page-protocol'
import { maxBodyBytes, type Problem, problemAnswer, problems } from '@/lib/gate/problem'
import { bodyOf } from '@/lib/gate/routes'
import { settingsOfNow } from '@/lib/gate/run-time-policy'
import { turns } from '@/lib/turns'
import { ApiResponse } from './api-response'
import { andThen, type Eventual, type Front } from './front'
import {
  hasBody,
  headerReader,
  nameThePeer,
  readWhole,
  removeHeaders,
  send,
  valuesOf,
  withBody,
} from './message'
import { gateTarget, isTooLong } from './target'

/** Longer than the address of any route: the longest names an origin and a page to go back to. */
const longestTarget = 2_048

/** A flood of sign-ins goes to its handler one in a turn, so that health is answered between. */
const turnOfBody = turns(1)

/** Puts the gate in front of the API: docs/decisions/0005-the-gate-runs-twice.md. */
export async function apiFront(): Promise<Front> {
  const { apiOrigin } = (await apiSettings()).config
  return {
    Answer: ApiResponse,
    // A page can read the answer to a request whose headers are too long for the policy, so they have to get here.
    maxHeaderBytes: 131_072,
    admit(request, response, ready) {
      nameThePeer(request)
      // The lab's scripted answers: docs/decisions/0011-the-lab-beside-the-gate.md
      if (isScripted(request.url ?? '')) {
        if (response instanceof ApiResponse) response.variesOnOrigin = false
        return request
      }
      request.url = gateTarget(request.url ?? '')
      removeHeaders(request, isForPages)
      restoreWhatNodeDrops(request)
      const asked = {
        method: request.method ?? '',
        url: apiOrigin + request.url,
        headers: headerReader(request),
      }
      const result = andThen(settingsOfNow(), (settings) => gate(asked, settings))
      return andThen(result, (outcome) =>
        outcome.passed
          ? admitPassed(request, response, outcome, ready)
          : send(request, response, outcome.reply),
      )
    },
  }
}

/** Bounds what the gate does not look at: the address, the body and the time of the request. */
function admitPassed(
  request: IncomingMessage,
  response: ServerResponse,
  { route, answer }: Extract<GateResult, { passed: true }>,
  ready: boolean,
): Eventual<IncomingMessage | null> {
  const refuse = (problem: Problem) => {
    logAnswer(answer, problem.status)
    return send(request, response, completePlain(problemAnswer(problem, answer.requestId), answer))
  }
  if (isTooLong(request.url ?? '', longestTarget)) return refuse(problems.uriTooLong())
  if (!ready && route.path === '/api/ready') return refuse(problems.notReady())
  if (!hasBody(request)) return request
  const mostBytes = bodyOf(route, request.method ?? '')?.maxBytes ?? maxBodyBytes
  return readWhole(request, response, mostBytes).then(async (body) => {
    if (body instanceof Buffer) {
      await turnOfBody()
      return withBody(request, body)
    }
    return refuse(body === 'too long' ? problems.payloadTooLarge(mostBytes) : problems.bodyIncomplete())
  })
}

/** Node.js keeps this many headers of a request, and drops the rest without a word. */
const mostHeaders = 1_000

/** Makes visible to the gate what Node.js leaves out of `headers`. */
export function restoreWhatNodeDrops(request: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): void {
  if (request.rawHeaders.length >= 2 * mostHeaders) request.headers.origin = 'null'
  // Node.js keeps the first of several, so the handler would read one type where another server reads the other.
  const types = valuesOf(request, 'content-type')
  if (types.length > 1) request.headers['content-type'] = types.join(', ')
}
