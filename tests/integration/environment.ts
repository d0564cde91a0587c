import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { hashPassword } from '@/lib/auth/passwords'
import { validate } from '@/lib/config/validate'
import { closeDatabase, openDatabase } from '@/lib/db/client'
import { seed } from '@/lib/db/seed'

/**
 * Runs before each file of integration tests: an API of its own, on a database of its own, migrated and seeded. On
 * PGlite; and in the project that vitest.config.ts adds where `TEST_DATABASE_URL` is set, on PostgreSQL.
 */
const server = process.env.INTEGRATION_ENGINE === 'postgres' ? process.env.TEST_DATABASE_URL : undefined
const name = `test_${randomBytes(6).toString('hex')}`
const dataDir = mkdtempSync(join(tmpdir(), 'next-cross-origin-integration-'))

Object.assign(process.env, {
  NODE_ENV: 'production',
  DEPLOYMENT: 'api',
  LOG_LEVEL: 'silent',
  DASHBOARD_ORIGIN: 'http://localhost:3000',
  API_ORIGIN: 'http://localhost:4000',
  ALLOWED_ORIGINS: '',
  AUTH_SECRET: 'a-secret-for-the-integration-tests-only',
  DATA_DIR: dataDir,
  DATABASE_URL: server === undefined ? '' : databaseUrl(server),
  SEED_DEMO: '1',
  TRUSTED_PROXIES: '0',
})
process.env.DERIVED_TOPOLOGY = validate(process.env, {
  deployment: 'api',
  production: true,
  building: false,
}).topology

beforeAll(async () => {
  if (server !== undefined) await onServer(server, `create database ${name}`)
  await (await openDatabase()).migrate()
  await seed(hashPassword)
})

afterAll(async () => {
  await closeDatabase()
  if (server !== undefined) await dropDatabase(server)
  rmSync(dataDir, { recursive: true, force: true })
})

function databaseUrl(url: string): string {
  const own = new URL(url)
  own.pathname = `/${name}`
  return own.href
}

/** The pool is closed a moment before the server notices. */
async function dropDatabase(url: string): Promise<void> {
  const inUse = '55006'
  for (let left = 100; ; left--) {
    try {
      return await onServer(url, `drop database ${name}`)
    } catch (error) {
      const retry = error instanceof pg.DatabaseError && error.code === inUse && left > 0
      if (!retry) throw error
      await wait(50)
    }
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
