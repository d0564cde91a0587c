import type { IncomingMessage } from 'node:http'
import { isScripted } from '@lab/routes'
import { completeAnswer } from '@/lib/gate/answer'
import { apiSettings } from '@/lib/gate/api-settings'
import { gate } from '@/lib/gate/gate'
import { logAnswer } from '@/lib/gate/log'
import { maxBodyBytes, type Problem, problemResponse, problems } from '@/lib/gate/problem'
import { bodyOf } from '@/lib/gate/routes'
import { settingsOfNow } from '@/lib/gate/run-time-policy'
import { ApiResponse, isForPages } from './api-response'
import type { Front } from './front'
import {
  hasBody,
  headerReader,
  nameThePeer,
  readWhole,
  removeHeaders,
  sendResponse,
  valuesOf,
  withBody,
} from './message'
import { gateTarget, isTooLong } from './target'

/** Longer than the address of any route: the longest names an origin and a page to go back to. */
const longestTarget = 2_048

/** Puts the gate in front of the API: docs/decisions/0005-the-gate-runs-twice.md. */
export async function apiFront(): Promise<Front> {
  const { apiOrigin } = (await apiSettings()).config
  return {
    Answer: ApiResponse,
    // A page can read the answer to a request whose headers are too long for the policy, so they have to get here.
    maxHeaderBytes: 131_072,
    async admit(request, response, ready) {
      nameThePeer(request)
      // The lab's scripted answers: docs/decisions/0011-the-lab-beside-the-gate.md
      if (isScripted(request.url ?? '')) {
        if (response instanceof ApiResponse) response.variesOnOrigin = false
        return request
      }
      request.url = gateTarget(request.url ?? '')
      removeHeaders(request, isForPages)
      restoreWhatNodeDrops(request)
      const result = await gate(
        { method: request.method ?? '', url: apiOrigin + request.url, headers: headerReader(request) },
        await settingsOfNow(),
      )
      if (!result.passed) {
        await sendResponse(request, response, result.response)
        return null
      }
      const refuse = async (problem: Problem) => {
        const { answer } = result
        logAnswer(answer, problem.status)
        await sendResponse(
          request,
          response,
          completeAnswer(problemResponse(problem, answer.requestId), answer),
        )
        return null
      }
      if (isTooLong(request.url, longestTarget)) return refuse(problems.uriTooLong())
      if (!ready && result.route.path === '/api/ready') return refuse(problems.notReady())
      if (!hasBody(request)) return request
      const mostBytes = bodyOf(result.route, request.method ?? '')?.maxBytes ?? maxBodyBytes
      const body = await readWhole(request, response, mostBytes)
      if (body instanceof Buffer) return withBody(request, body)
      return refuse(body === 'too long' ? problems.payloadTooLarge(mostBytes) : problems.bodyIncomplete())
    },
  }
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
