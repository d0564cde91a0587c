import cluster from 'node:cluster'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { reportExchanges } from '@lab/reporting'
import nextEnv from '@next/env'
import next from 'next'
import { configurationFaults } from '@/lib/config/check'
import { variable } from '@/lib/config/defaults'
import { originOf, portOf } from '@/lib/config/ports'
import { writeLinesTogether } from '@/lib/log-lines'
import { createListener, type Listener } from '@/lib/serve/listener'
import { runWorkers } from '@/lib/serve/workers'

/**
 * The entry of one deployment wherever we run the process ourselves: our own server in front of Next.js's request
 * handler. `npm run build` bundles it beside the build; `npm run dev` runs it with `--dev`.
 */
const development = process.argv.includes('--dev')
const deployment = process.env.DEPLOYMENT === 'api' ? 'api' : 'dashboard'
const { env } = process

Object.assign(env, {
  NODE_ENV: development ? 'development' : 'production',
  ENTRY: 'server',
  DEPLOYMENT: deployment,
})
nextEnv.loadEnvConfig(process.cwd(), development, { info: () => {}, error: console.error })
const faults = configurationFaults({ deployment, production: !development, building: false })
if (faults !== null) fail(faults)

const workers = deployment === 'api' && !development ? Number(variable(env, 'WORKERS')) : 1
if (workers > 1 && cluster.isPrimary) {
  endOnSignal(runWorkers(workers, fileURLToPath(import.meta.url)))
} else {
  await serve().catch((error: unknown) => {
    fail(`\nThe ${deployment} deployment cannot start: ${error instanceof Error ? error.message : error}\n`)
  })
}

async function serve(): Promise<void> {
  if (development && deployment === 'api') reportExchanges()
  if (!development) writeLinesTogether()
  const front =
    process.env.DEPLOYMENT === 'api'
      ? await (await import('@/lib/serve/api')).apiFront()
      : (await import('@/lib/serve/dashboard')).dashboardFront()
  const handle: { next?: ReturnType<ReturnType<typeof next>['getRequestHandler']> } = {}
  const listener = createListener(front, async (request, response) => handle.next?.(request, response))
  const port = portOf(deployment, env)
  // Next.js takes requests for another protocol from this server: in production there are none, so it gets another.
  const app = next({ dev: development, port, httpServer: development ? listener.server : createServer() })
  await app.prepare()
  handle.next = app.getRequestHandler()
  await listen(listener, port)
  process.stdout.write(`${deployment.padEnd(9)} ${originOf(deployment, env)} (port ${port})\n`)
  endOnSignal(async () => {
    await listener.end(Number(env.SHUTDOWN_DELAY_SECONDS || (development ? '0' : '3')))
    await app.close()
    if (process.env.DEPLOYMENT === 'api') await (await import('@/lib/db/client')).closeDatabase()
  })
  if (process.env.DEPLOYMENT === 'api') await (await (await import('@/lib/start')).startApi()).prepared
  listener.setReady()
}

function listen({ server }: Listener, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port}, of the ${deployment} deployment, is in use. Stop what listens there, or set PORT.`,
            )
          : error,
      )
    })
    server.listen(port, resolve)
  })
}

/** Ends once, whoever says so: a signal, or the end of the process that started this one. */
function endOnSignal(end: () => Promise<void>): void {
  let ending = false
  const once = () => {
    if (ending) return
    ending = true
    end().then(
      () => process.exit(0),
      (error: unknown) => fail(String(error)),
    )
  }
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, once)
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
