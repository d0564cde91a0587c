import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import getPort from 'get-port'

/** A PostgreSQL server of its own, for tests. */
export interface PostgresServer {
  /** Says where its programs are. */
  bin: string
  port: number
  url: string
  start(): void
  /** Stops it as a crash would: every connection is cut. */
  stop(): void
  /** The process that owns all others of the server. */
  pid(): number
  /** Stops it and removes its files. */
  remove(): void
}

/** PostgreSQL cannot be found, or does not start. The message says what to do. */
export class NoPostgres extends Error {}

const advice = `No PostgreSQL server was found, and none could be installed. Do one of these, then try again:
  - sudo apt-get install postgresql    (Debian, Ubuntu)
  - brew install postgresql            (macOS)
  - set TEST_DATABASE_URL to a server whose user may create databases, and run the command without this script`

/**
 * Starts a server on a free port; installs PostgreSQL where that is possible and it is missing.
 * @param durable whether a crash must lose nothing; without, tests are quicker
 * @throws NoPostgres
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  const bin = findPostgres() ?? installPostgres()
  if (bin === null) throw new NoPostgres(advice)
  // PostgreSQL refuses to run as root; its packages bring a user for it.
  const owner = process.getuid?.() === 0 ? userNamed('postgres') : null
  const folder = mkdtempSync(join(tmpdir(), 'next-cross-origin-postgres-'))
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const port = await getPort()
  const data = join(folder, 'data')

  const run = (program: string, args: readonly string[]) =>
    spawnSync(join(bin, program), args, {
      cwd: folder,
      // The server inherits these; a pipe would be held open for as long as it runs.
      stdio: ['ignore', 'ignore', 'inherit'],
      ...(owner ?? {}),
    })
  const must = (program: string, args: readonly string[]) => {
    const { status, error } = run(program, args)
    if (status === 0) return
    rmSync(folder, { recursive: true, force: true })
    throw new NoPostgres(`${program} ended with ${error?.message ?? `status ${status}`}.`)
  }

  const settings = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    `-c unix_socket_directories=${folder}`,
    ...(durable ? [] : ['-c fsync=off -c synchronous_commit=off -c full_page_writes=off']),
  ].join(' ')
  const control = (...args: string[]) => ['--pgdata', data, '--log', join(folder, 'log'), ...args]
  const start = () => must('pg_ctl', ['start', '--wait', ...control('--options', settings)])
  const stop = () => void run('pg_ctl', ['stop', '--mode', 'immediate', ...control()])

  must('initdb', ['--pgdata', data, '--username=postgres', '--auth=trust', '--no-sync', '--encoding=UTF8'])
  start()
  return {
    bin,
    port,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start,
    stop,
    pid: () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]),
    remove() {
      stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The folder of PostgreSQL's programs: Debian keeps them by version, outside `PATH`. The newest first. */
function findPostgres(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
    '/opt/homebrew/opt/postgresql/bin',
    '/usr/local/opt/postgresql/bin',
  ]
  return folders.find((at) => existsSync(join(at, 'initdb')) && existsSync(join(at, 'pg_ctl'))) ?? null
}

function installPostgres(): string | null {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return null
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const step of [['update'], ['install', '--yes', '--no-install-recommends', 'postgresql']]) {
    spawnSync('apt-get', step, { env, stdio: 'inherit' })
  }
  return findPostgres()
}

function userNamed(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout)
  const [uid, gid] = [id('-u'), id('-g')]
  if (uid > 0) return { uid, gid }
  throw new NoPostgres(`PostgreSQL refuses to run as root, and there is no user "${name}" to run it as.`)
}
