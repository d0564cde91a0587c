import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import {
  connect as connectByHttp2,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
} from 'node:http2'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { connect } from 'node:tls'
import getPort from 'get-port'

/** A proxy of the distribution with TLS, running the configuration of this repository. */
export interface TlsProxy {
  dashboardOrigin: string
  apiOrigin: string
  stop(): Promise<void>
}

export type ProxyName = 'nginx' | 'caddy'

/** Says what stands behind the proxy. */
export interface Behind {
  /** The host of the dashboard; the API is always at `api.example.test`. */
  dashboardHost: string
  /** The TLS port, which belongs to both origins. */
  port: number
  dashboardPort: number
  apiPorts: readonly [number, number]
  /** Limits how long the API may take for an answer, in seconds; the configurations say 30. */
  patienceSeconds?: number
}

export const apiHost = 'api.example.test'

export function findProxy(name: ProxyName): string | null {
  const folders = ['/usr/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null
}

/** Replaces each text, and fails when the configuration has lost one: then the test would prove another file. */
function replaceEach(text: string, changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`The configuration has no "${from}" any more.`)
    return all.replaceAll(from, to)
  }, text)
}

/** Makes a certificate for every name of a test, signed by an authority that nobody knows. */
function makeCertificate(folder: string, names: readonly string[]): void {
  const openssl = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`)
  }
  const authority = ['-x509', '-days', '2', '-subj', '/CN=An authority of this machine']
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', ...authority)
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key', '-out', 'request', '-subj', '/CN=test')
  writeFileSync(join(folder, 'names'), `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}\n`)
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names']
  openssl('x509', '-req', '-in', 'request', '-out', 'certificate', ...signing)
}

/** Writes docs/deploying/nginx.conf with the names, ports and files of a test, and what a server around it needs. */
function writeNginx(folder: string, behind: Behind): string[] {
  const { dashboardHost, port, dashboardPort, apiPorts, patienceSeconds = 30 } = behind
  const site = replaceEach(readFileSync('docs/deploying/nginx.conf', 'utf8'), [
    ['https://app.example.com', `https://${dashboardHost}:${port}`],
    ['app.example.com', dashboardHost],
    ['api.example.com', apiHost],
    ['listen 443 ssl', `listen ${port} ssl`],
    ['127.0.0.1:3000', `127.0.0.1:${dashboardPort}`],
    ['127.0.0.1:4000', `127.0.0.1:${apiPorts[0]}`],
    ['127.0.0.1:4001', `127.0.0.1:${apiPorts[1]}`],
    ['/etc/ssl/example.com.pem', join(folder, 'certificate')],
    ['/etc/ssl/example.com.key', join(folder, 'key')],
    ['proxy_read_timeout 30s', `proxy_read_timeout ${patienceSeconds}s`],
  ])
  writeFileSync(join(folder, 'site.conf'), site)
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((place) => `${place}_temp_path ${folder}/${place};`)
    .join(' ')
  const main = `daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1;
events {}
http { access_log off; ${places} include ${folder}/site.conf; }`
  writeFileSync(join(folder, 'nginx.conf'), main)
  return ['-e', 'stderr', '-c', join(folder, 'nginx.conf')]
}

/** Writes the Caddyfile with the ports of a test: two addresses instead of a name of a network of containers. */
async function writeCaddy(folder: string, behind: Behind): Promise<string[]> {
  const { port, dashboardPort, apiPorts, patienceSeconds = 30 } = behind
  const site = replaceEach(readFileSync('Caddyfile', 'utf8'), [
    ['dashboard:3000', `127.0.0.1:${dashboardPort}`],
    [
      'next-cross-origin-api-1:4000 next-cross-origin-api-2:4000',
      apiPorts.map((one) => `127.0.0.1:${one}`).join(' '),
    ],
    ['response_header_timeout 30s', `response_header_timeout ${patienceSeconds}s`],
  ])
  const global = `{
	admin off
	local_certs
	skip_install_trust
	auto_https disable_redirects
	storage file_system ${folder}/storage
	http_port ${await getPort()}
	https_port ${port}
}
`
  writeFileSync(join(folder, 'Caddyfile'), global + site)
  return ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile']
}

/** Waits until both names have a certificate: Caddy makes them after it has begun to listen. */
async function untilAnswers(
  origins: readonly string[],
  child: ChildProcess,
  log: () => string,
): Promise<void> {
  for (let left = 300; left > 0 && child.exitCode === null; left--) {
    const answers = await Promise.all(origins.map((origin) => handshake(origin)))
    if (answers.every(Boolean)) return
    await wait(100)
  }
  throw new Error(`The proxy did not start:\n${log()}`)
}

function handshake(origin: string): Promise<boolean> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port: Number(port), servername: hostname, rejectUnauthorized: false }
    const socket = connect(options, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

export async function startProxy(name: ProxyName, behind: Behind): Promise<TlsProxy> {
  const program = findProxy(name)
  if (program === null) throw new Error(`${name} is not installed: apt-get install ${name}`)
  const folder = mkdtempSync(join(tmpdir(), `next-cross-origin-${name}-`))
  // The processes of nginx that serve run as a user of their own.
  chmodSync(folder, 0o755)
  if (name === 'nginx') makeCertificate(folder, [behind.dashboardHost, apiHost])
  const args = name === 'nginx' ? writeNginx(folder, behind) : await writeCaddy(folder, behind)
  let log = ''
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      HOME: folder,
      APP_HOST: `${behind.dashboardHost}:${behind.port}`,
      API_HOST: `${apiHost}:${behind.port}`,
    },
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += String(chunk)))
  const dashboardOrigin = `https://${behind.dashboardHost}:${behind.port}`
  const apiOrigin = `https://${apiHost}:${behind.port}`
  await untilAnswers([dashboardOrigin, apiOrigin], child, () => log)
  return {
    dashboardOrigin,
    apiOrigin,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      if (child.exitCode === null && child.kill('SIGTERM')) await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Asks through a proxy, by its own name and at the loopback address.
 * @returns as soon as the head of the answer is there
 */
export function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<IncomingMessage> {
  const { hostname, port, host, pathname, search } = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        servername: hostname,
        method,
        path: pathname + search,
        headers: { host, ...headers, ...(body === '' ? {} : { 'content-length': Buffer.byteLength(body) }) },
        rejectUnauthorized: false,
        agent: false,
      },
      resolve,
    )
    // A proxy that refuses a body closes the connection while the body is still sent.
    sent.on('error', reject)
    sent.end(body)
  })
}

/**
 * Asks through a proxy by HTTP/2, as browsers ask Caddy. By HTTP/1.1 Caddy closes the connection half a second after an
 * answer that it gave before the body had come, and a slow client loses the answer.
 */
export async function askByHttp2(
  url: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body: Buffer },
): Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }> {
  const { hostname, port, host, pathname } = new URL(url)
  // Room for a body that the proxy does not take, in MB.
  const options = { servername: hostname, rejectUnauthorized: false, maxSessionMemory: 64 }
  const session = connectByHttp2(`https://127.0.0.1:${port}`, options)
  try {
    const stream = session.request({
      ':method': method,
      ':path': pathname,
      ':authority': host,
      ...headers,
      ...(body.length > 0 ? { 'content-length': body.length } : {}),
    })
    stream.end(body)
    const [answer] = (await once(stream, 'response')) as [IncomingHttpHeaders & IncomingHttpStatusHeader]
    const { ':status': status, ...rest } = answer
    return { status, headers: rest, body: await text(stream) }
  } finally {
    session.destroy()
  }
}
