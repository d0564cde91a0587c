import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import getPort from 'get-port'
import { exitStatus } from './deployments'

/**
 * `node --import tsx scripts/with-postgres.ts <command>`: starts a PostgreSQL of its own on a free port, runs the command
 * with `TEST_DATABASE_URL` set, stops the server and removes its files. Ends with the command's status.
 */
const [command, ...args] = process.argv.slice(2)
if (command === undefined) {
  console.error('Usage: node --import tsx scripts/with-postgres.ts <command> [argument…]')
  process.exit(2)
}

const bin = findPostgres() ?? installPostgres()
if (bin === null) {
  console.error(
    'No PostgreSQL server was found, and none could be installed. Do one of these, then try again:\n' +
      '  - sudo apt-get install postgresql    (Debian, Ubuntu)\n' +
      '  - brew install postgresql            (macOS)\n' +
      '  - set TEST_DATABASE_URL to a server whose user may create databases, and run the command without this script',
  )
  process.exit(1)
}

/** PostgreSQL refuses to run as root; its packages bring a user for it. */
const owner = process.getuid?.() === 0 ? userNamed('postgres') : null
const folder = mkdtempSync(join(tmpdir(), 'next-cross-origin-postgres-'))
if (owner) chownSync(folder, owner.uid, owner.gid)
const port = await getPort()
const data = join(folder, 'data')

must('initdb', [
  '--pgdata',
  data,
  '--username',
  'postgres',
  '--auth',
  'trust',
  '--no-sync',
  '--encoding',
  'UTF8',
])
// Not for keeping: a crash may lose it all.
const settings = [
  `-p ${port}`,
  '-c listen_addresses=127.0.0.1',
  `-c unix_socket_directories=${folder}`,
  '-c fsync=off -c synchronous_commit=off -c full_page_writes=off',
].join(' ')
must('pg_ctl', ['start', '--wait', '--pgdata', data, '--log', join(folder, 'log'), '--options', settings])
const url = `postgres://postgres@127.0.0.1:${port}/postgres`
console.log(`PostgreSQL: ${bin}, on port ${port}`)

const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, TEST_DATABASE_URL: url } })
child.once('error', (error) => console.error(`${command} could not be started: ${error.message}`))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
const status = child.pid === undefined ? 127 : await exitStatus(child)
run('pg_ctl', ['stop', '--mode', 'immediate', '--pgdata', data])
rmSync(folder, { recursive: true, force: true })
process.exit(status)

function run(program: string, programArgs: readonly string[]) {
  return spawnSync(join(bin ?? '', program), programArgs, {
    cwd: folder,
    // The server inherits these; a pipe would be held open for as long as it runs.
    stdio: ['ignore', 'ignore', 'inherit'],
    ...(owner ?? {}),
  })
}

function must(program: string, programArgs: readonly string[]) {
  const { status, error } = run(program, programArgs)
  if (status === 0) return
  console.error(`${program} ended with ${error?.message ?? `status ${status}`}.`)
  rmSync(folder, { recursive: true, force: true })
  process.exit(1)
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
  console.error(`PostgreSQL refuses to run as root, and there is no user "${name}" to run it as.`)
  process.exit(1)
}
