import { Counter, collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client'
import { passwordWork } from '@/lib/auth/passwords'
import { observeRequests } from '@/lib/gate/log'

/** Begins to count what GET /api/metrics shows. Once in a process, at its start. */
export function startMetrics(): void {
  collectDefaultMetrics()
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

/** Returns everything that was counted, in the text format of Prometheus. */
export function metricsText(): Promise<string> {
  return register.metrics()
}

export const metricsType = register.contentType
