import cluster from 'node:cluster'
import { log } from '@/lib/log'
import type { MetricsMessage } from '@/lib/metrics'

/** Time before a worker that fell is replaced, so that one that always falls does not occupy the machine. */
const replaceAfterMs = 1_000

/**
 * Runs several workers behind one port and replaces those that fall.
 * @param script the file that each worker runs
 * @returns ends every worker, and resolves when all have ended
 */
export function runWorkers(count: number, script: string): () => Promise<void> {
  let ending = false
  cluster.setupPrimary({ exec: script })
  addUpMetrics().catch((error: unknown) => log.error({ event: 'metrics_unavailable', err: error }))
  for (let started = 0; started < count; started++) cluster.fork()
  cluster.on('exit', (worker, code, signal) => {
    if (ending) return
    log.error({ event: 'worker_ended', worker: worker.id, code, signal })
    setTimeout(() => {
      if (!ending) cluster.fork()
    }, replaceAfterMs)
  })
  return async () => {
    ending = true
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
    await Promise.all(
      workers.map((worker) => {
        const ended = new Promise((resolve) => worker.once('exit', resolve))
        worker.process.kill('SIGTERM')
        return ended
      }),
    )
  }
}

/** Lets each worker ask for what all of them counted. */
async function addUpMetrics(): Promise<void> {
  const { AggregatorRegistry } = await import('prom-client')
  const all = new AggregatorRegistry()
  cluster.on('message', async (worker, { metricsOf }: MetricsMessage) => {
    if (metricsOf === undefined) return
    const text = await all.clusterMetrics().catch((error: unknown) => `# ${error}\n`)
    worker.send({ metricsOf, text } satisfies MetricsMessage)
  })
}
