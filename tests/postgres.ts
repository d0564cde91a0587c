import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

/** A database for one test, on a server that is there. */
export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

/** The database of a name that nobody has. Made when it is asked for, because naming it is needed earlier. */
export function testDatabase(server: string): TestDatabase & { create(): Promise<void> } {
  const name = `test_${randomBytes(6).toString('hex')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    create: () => run(server, `create database ${name}`),
    drop: () => drop(server, name),
  }
}

/** A pool is closed a moment before the server notices. */
async function drop(server: string, name: string): Promise<void> {
  const inUse = '55006'
  for (let left = 100; ; left--) {
    try {
      return await run(server, `drop database ${name}`)
    } catch (error) {
      const retry = error instanceof pg.DatabaseError && error.code === inUse && left > 0
      if (!retry) throw error
      await wait(50)
    }
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
