import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { styleText } from 'node:util'
import { startForDevelopment } from '@next-cross-origin/local/identity-provider'
import { topologyFrom } from '@/lib/config/api'
import { list, variable } from '@/lib/config/defaults'
import { developmentSecret } from '@/lib/config/development-secret'
import { originOf, portOf } from '@/lib/config/ports'
import type { Deployment } from '@/lib/config/validate'
import { demoAccount } from '@/lib/db/seed'
import { cookieProfile, sessionCookieName } from '@/lib/session/cookie'
import { deployments, isPortFree, loadEnvironment } from './deployments'

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

const whyTheCookie = {
  ports: 'the two ports share one host',
  subdomains: 'the two hosts are one site',
  'cross-site': 'the two hosts are two sites',
}

const readyWithinMs = 120_000
const color = { dashboard: 'cyan', api: 'magenta' } as const

loadEnvironment(true)
// PORT is for one deployment; here are two.
delete process.env.PORT
applyTopology(process.argv.slice(2))
await refuseBusyPorts()
const { env } = process
const lab = existsSync('packages/lab') ? env.LAB || '1' : '0'
const provider = await startForDevelopment(env, originOf('api', env))
const secret = env.AUTH_SECRET || developmentSecret(variable(env, 'DATA_DIR'))

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
    if (!(await isPortFree(portOf(deployment, process.env))))
      busy.push(`port ${portOf(deployment, process.env)} (${deployment})`)
  }
  if (busy.length === 0) return
  console.error(
    `Cannot start: ${busy.join(' and ')} ${busy.length > 1 ? 'are' : 'is'} in use. Stop what listens there (is npm run dev already running?), ` +
      'or serve on other ports: DASHBOARD_ORIGIN=http://localhost:3001 API_ORIGIN=http://localhost:4001 npm run dev',
  )
  process.exit(1)
}

function start(deployment: Deployment): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server.ts', '--dev'], {
    // A deployment ends when this process does, because the channel between them ends.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...env,
      DEPLOYMENT: deployment,
      LAB: lab,
      NEXT_TELEMETRY_DISABLED: '1',
      ...(deployment === 'api' ? { AUTH_SECRET: secret } : {}),
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
    },
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
  const url = `http://localhost:${portOf(deployment, process.env)}${deployment === 'api' ? '/api/ready' : '/'}`
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
  const dashboard = originOf('dashboard', env)
  const api = originOf('api', env)
  const allowed = list(env.ALLOWED_ORIGINS || dashboard)
  const topology = topologyFrom(env, api, allowed)
  const cookie = cookieProfile(topology, new URL(api).protocol)
  const lines: [label: string, value: string][] = [
    ['dashboard', bold(dashboard)],
    ['api', bold(api)],
    ...(provider ? [['provider', provider] as [string, string]] : []),
    ...(env.SEED_DEMO === '0'
      ? []
      : [['demo', `${bold(demoAccount.username)} / ${bold(demoAccount.password)}`] as [string, string]]),
    ['allowed', allowed.join(', ')],
    [
      'cookie',
      `${sessionCookieName(cookie)}; SameSite=${cookie.sameSite}, because ${whyTheCookie[topology]}`,
    ],
    ...(lab === '1'
      ? ['doctor', 'learn', 'lab', 'topology'].map((page): [string, string] => [page, `${dashboard}/${page}`])
      : []),
  ]
  const text = lines.map(([label, value]) => `  ${label.padEnd(10)} ${value}`).join('\n')
  console.log(`\n${text}\n\n  Ctrl-C stops both.\n`)
}
