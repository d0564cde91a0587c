import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { styleText } from 'node:util'
import { demoAccount } from '@/lib/db/seed'
import {
  type Deployment,
  deployments,
  isPortFree,
  loadEnvironment,
  originOf,
  portOf,
  runNext,
} from './deployments'

/**
 * `npm run dev [-- --topology ports|subdomains|cross-site]`: both deployments with hot reload, one merged log, and
 * one Ctrl-C for everything.
 */

/** Addresses that reach this machine without a hosts file: every `*.localhost` name is loopback (RFC 6761 § 6.3). */
const topologies: Record<string, { DASHBOARD_ORIGIN: string; API_ORIGIN: string }> = {
  ports: { DASHBOARD_ORIGIN: 'http://localhost:3000', API_ORIGIN: 'http://localhost:4000' },
  subdomains: {
    DASHBOARD_ORIGIN: 'http://app.acme.localhost:3000',
    API_ORIGIN: 'http://api.acme.localhost:4000',
  },
  'cross-site': {
    DASHBOARD_ORIGIN: 'http://frontend.localhost:3000',
    API_ORIGIN: 'http://backend.localhost:4000',
  },
}

const readyWithinMs = 120_000
const color = { dashboard: 'cyan', api: 'magenta' } as const

loadEnvironment(true)
// PORT is for one deployment; here are two.
delete process.env.PORT
applyTopology(process.argv.slice(2))
await refuseBusyPorts()

const running = deployments.map(start)
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(0))

await Promise.all(deployments.map(untilItAnswers))
announce()

function applyTopology(args: readonly string[]) {
  const [option, name] = args[0]?.includes('=') ? args[0].split('=') : args
  if (option === undefined) return
  const origins = topologies[name ?? '']
  if (option !== '--topology' || !origins) {
    console.error(`Usage: npm run dev [-- --topology ${Object.keys(topologies).join('|')}]`)
    process.exit(2)
  }
  Object.assign(process.env, origins)
  delete process.env.ALLOWED_ORIGINS
}

async function refuseBusyPorts() {
  const busy: string[] = []
  for (const deployment of deployments) {
    if (!(await isPortFree(portOf(deployment)))) busy.push(`port ${portOf(deployment)} (${deployment})`)
  }
  if (busy.length === 0) return
  console.error(
    `Cannot start: ${busy.join(' and ')} ${busy.length > 1 ? 'are' : 'is'} in use. Stop what listens there (is npm run dev already running?), ` +
      'or serve on other ports: DASHBOARD_ORIGIN=http://localhost:3001 API_ORIGIN=http://localhost:4001 npm run dev',
  )
  process.exit(1)
}

function start(deployment: Deployment): ChildProcess {
  const child = runNext(deployment, ['dev', '--port', String(portOf(deployment))], {
    piped: true,
    env: process.stdout.isTTY ? { FORCE_COLOR: '1' } : {},
  })
  const prefix = styleText(color[deployment], `${deployment.padEnd(9)} │ `)
  for (const [stream, target] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    if (stream) createInterface({ input: stream }).on('line', (line) => target.write(`${prefix}${line}\n`))
  }
  child.once('exit', (code) => {
    if (!stopping) {
      console.error(`The ${deployment} deployment ended with status ${code}; stopping the other.`)
      stop(code || 1)
    }
  })
  return child
}

function stop(status: number) {
  if (stopping) return
  stopping = true
  for (const child of running) child.kill('SIGTERM')
  const ended = running.map(
    (child) =>
      new Promise((resolve) =>
        child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(0),
      ),
  )
  void Promise.all(ended).then(() => process.exit(status))
  setTimeout(() => {
    for (const child of running) child.kill('SIGKILL')
    process.exit(status)
  }, 5_000).unref()
}

/** By the loopback address, because not every resolver knows `*.localhost`. */
async function untilItAnswers(deployment: Deployment) {
  const url = `http://localhost:${portOf(deployment)}${deployment === 'api' ? '/api/ready' : '/'}`
  const giveUpAt = Date.now() + readyWithinMs
  while (!stopping) {
    try {
      const response = await fetch(url)
      await response.arrayBuffer()
      if (response.ok) return
    } catch {
      // Not listening yet.
    }
    if (Date.now() > giveUpAt) {
      console.error(`The ${deployment} deployment does not answer at ${url}; its log above says why.`)
      stop(1)
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function announce() {
  if (stopping) return
  const bold = (text: string) => styleText('bold', text)
  const demo =
    process.env.SEED_DEMO === '0'
      ? ''
      : `\n  demo       ${bold(demoAccount.username)} / ${bold(demoAccount.password)}`
  console.log(
    `\n  dashboard  ${bold(originOf('dashboard'))}\n  api        ${bold(originOf('api'))}${demo}\n\n  Ctrl-C stops both.\n`,
  )
}
