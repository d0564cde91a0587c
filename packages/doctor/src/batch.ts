import { createInterface } from 'node:readline'
import type { Engine } from '@next-cross-origin/browser'
import { parseBatchLine } from './command-line.ts'
import { fetchDestination } from './destination.ts'
import { examine } from './examine.ts'
import { type ExitStatus, exitStatusOf, failedResult, type Result, resultOf } from './result.ts'
import { UsageError } from './usage.ts'
import { safeJson } from './visible.ts'

/** Says how many exchanges are under way at a time: enough to hide waiting, few enough for any server's backlog. */
const CONCURRENCY = 32
/** Says how far results may run ahead of the oldest that is still missing, so that one slow server does not stop the rest. */
const WINDOW = 2_000

/**
 * Examines one request a line and writes one result a line, in order, as soon as it and those before it are known. Empty
 * lines are passed over. A line that cannot be read, or that fails, costs no other line. Returns the highest exit status.
 */
export async function runBatch(
  input: NodeJS.ReadableStream,
  write: (line: string) => Promise<void>,
  timeoutMs: number,
  engine: Engine,
): Promise<ExitStatus> {
  const limit = limiter(CONCURRENCY)
  const pending: Promise<Result>[] = []
  let worst: ExitStatus = 0
  const flush = async (): Promise<void> => {
    const result = await pending.shift()
    if (result === undefined) return
    const status = exitStatusOf(result)
    if (status > worst) worst = status
    await write(safeJson(result))
  }
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    if (pending.length >= WINDOW) await flush()
    pending.push(limit(() => examineLine(line, timeoutMs, engine)))
  }
  while (pending.length > 0) await flush()
  return worst
}

async function examineLine(line: string, timeoutMs: number, engine: Engine): Promise<Result> {
  try {
    const { body, destination, request } = parseBatchLine(line)
    const examination = await examine(request, {
      timeoutMs,
      engine,
      destination: fetchDestination[destination],
      ...(body === null ? {} : { body: Buffer.from(body) }),
    })
    return resultOf(request, examination)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return failedResult(error instanceof UsageError ? 'bad-usage' : 'internal-error', message)
  }
}

/** Runs at most `width` tasks at a time, in the order in which they come. */
function limiter(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
