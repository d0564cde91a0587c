import type { FetchRequest } from '@next-cross-origin/browser'
import { newRunId, stepPath } from '../address.ts'
import { ask } from '../ask.ts'
import { engineOf } from '../engine.ts'
import { type CallResult, type Finding, findingOf, type Outcome } from '../finding.ts'
import { type ReplayStep, replay } from '../replay.ts'
import type { Recorded } from '../transcript.ts'
import type { Call, Scenario, VariantName, Want } from '../types.ts'
import { loadImage } from './image.ts'
import type { LabOrigins } from './lab-origins.ts'
import { fetchInSandbox } from './sandbox.ts'

/** One performance of a variant by this browser. */
export interface Run {
  readonly id: string
  readonly variant: VariantName
  readonly results: readonly CallResult[]
  readonly finding: Finding
}

/** Performs a variant of a scenario, and lets the model judge what came of it. */
export async function perform(scenario: Scenario, variant: VariantName, origins: LabOrigins): Promise<Run> {
  const id = newRunId()
  const engine = engineOf(navigator.userAgent)
  const results: CallResult[] = []
  const earlier: ReplayStep[] = []
  let seen = 0
  for (const call of scenario[variant].calls) {
    const path = stepPath({ scenario: scenario.id, variant, run: id }, call.step)
    const url = `${origins.targets[call.to]}${path}`
    const startedAt = performance.now()
    const outcome = await performCall(call, url)
    const durationMs = performance.now() - startedAt
    const transcript = await readTranscript(origins.targets.api, id)
    const replayed = replay(asRequest(call, url), transcript.slice(seen), earlier, engine)
    seen = transcript.length
    earlier.push(...replayed.steps)
    results.push({ call, url, outcome, replay: replayed, durationMs })
  }
  const last = results.at(-1)
  const situation = {
    url: last?.url ?? origins.targets.api,
    page: window.location.origin,
    sameSite: origins.sameSite[last?.call.to ?? 'api'],
    engine,
  }
  return { id, variant, results, finding: findingOf(wantOf(scenario.wants, id), results, situation) }
}

/** A cookie's name holds the id of the run, so that no run sees the cookie of another. */
function wantOf(want: Want, run: string): Want {
  return want.kind === 'cookie' ? { ...want, name: want.name.replace('{run}', run) } : want
}

function performCall(call: Call, url: string): Promise<Outcome> {
  if (call.by === 'image') return loadImage(url, call.mode ?? 'no-cors')
  const init: RequestInit = {
    method: call.method ?? 'GET',
    mode: call.mode ?? 'cors',
    credentials: call.credentials ?? 'same-origin',
    headers: (call.headers ?? []).map(([name, value]): [string, string] => [name, value]),
  }
  return call.by === 'sandbox' ? fetchInSandbox(url, init) : fetchInPage(url, init)
}

async function fetchInPage(url: string, init: RequestInit): Promise<Outcome> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) })
    // A cache keeps an answer only once all of it was taken.
    await answer.arrayBuffer()
    const { type, status, headers, redirected } = answer
    return { kind: 'fulfilled', type, status, redirected, headers: [...headers] }
  } catch (error) {
    return { kind: 'rejected', message: String(error) }
  }
}

/** The call in the words of the model. */
function asRequest(call: Call, url: string): FetchRequest {
  const isPlainImage = call.by === 'image' && call.mode !== 'cors'
  return {
    url,
    origin: call.by === 'sandbox' ? 'null' : window.location.origin,
    method: call.method ?? 'GET',
    headers: call.headers ?? [],
    mode: call.mode ?? 'cors',
    credentials: isPlainImage ? 'include' : (call.credentials ?? 'same-origin'),
  }
}

/**
 * Reads what the API saw of the run so far.
 * @throws {AskError} when the API cannot be reached, or does not allow this page
 */
async function readTranscript(apiOrigin: string, run: string): Promise<readonly Recorded[]> {
  const { exchanges } = await ask<{ exchanges: readonly Recorded[] }>(
    `${apiOrigin}/api/lab/transcripts/${run}`,
  )
  return exchanges
}
