import cluster from 'node:cluster'
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client'
import { passwordWork } from '@/lib/auth/passwords'
import { observeRequests } from '@/lib/gate/log'

/** Begins to count what GET /api/metrics shows. Once in a process, at its start. */
export function startMetrics(): void {
  collectDefaultMetrics()
  // Makes a worker answer the primary, which adds up what all of them counted.
  if (cluster.isWorker) new AggregatorRegistry()
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests that were answered, by method, route, status and decision of the policy.',
    labelNames: ['method', 'route', 'status', 'decision'],
  })
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the gate to the answer.',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  })
  new Gauge({
    name: 'password_requests_in_progress',
    help: 'Requests that are hashing a password or wait to.',
    collect() {
      this.set(passwordWork())
    },
  })
  observeRequests(({ method, route, status, ms, decision }) => {
    requests.inc({ method, route, status, decision })
    seconds.observe({ route }, ms / 1_000)
  })
}

/** Returns everything that was counted, by every worker, in the text format of Prometheus. */
export function metricsText(): Promise<string> {
  return cluster.isWorker ? textOfAllWorkers() : register.metrics()
}

/** Passes between a worker that was asked for metrics and the primary, which alone can ask all workers. */
export interface MetricsMessage {
  metricsOf: string
  text?: string
}

function textOfAllWorkers(): Promise<string> {
  const metricsOf = crypto.randomUUID()
  return new Promise((resolve) => {
    const take = (message: MetricsMessage) => {
      if (message.metricsOf !== metricsOf || message.text === undefined) return
      process.off('message', take)
      resolve(message.text)
    }
    process.on('message', take)
    process.send?.({ metricsOf } satisfies MetricsMessage)
  })
}

export const metricsType = register.contentType
