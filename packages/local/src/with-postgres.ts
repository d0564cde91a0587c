import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { NoPostgres, startPostgres } from './postgres'

/**
 * `node --import tsx packages/local/src/with-postgres.ts <command>`: starts a PostgreSQL of its own on a free port, runs
 * the command with `TEST_DATABASE_URL` set, stops the server and removes its files. Ends with the command's status.
 */
const [command, ...args] = process.argv.slice(2)
if (command === undefined) {
  console.error('Usage: node --import tsx packages/local/src/with-postgres.ts <command> [argument…]')
  process.exit(2)
}

const server = await startPostgres().catch((error: unknown) => {
  if (!(error instanceof NoPostgres)) throw error
  console.error(error.message)
  process.exit(1)
})
console.log(`PostgreSQL: ${server.bin}, on port ${server.port}`)

const env = { ...process.env, TEST_DATABASE_URL: server.url }
const child = spawn(command, args, { stdio: 'inherit', env })
child.once('error', (error) => console.error(`${command} could not be started: ${error.message}`))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
const [status] = child.pid === undefined ? [127] : await once(child, 'exit')
server.remove()
process.exit(status ?? 1)
