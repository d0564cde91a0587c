import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { hashPassword } from '@/lib/auth/passwords'
import { validate } from '@/lib/config/validate'
import { closeDatabase, openDatabase } from '@/lib/db/client'
import { seed } from '@/lib/db/seed'
import { testDatabase } from '../postgres'
import { copyTemplate } from '../template'

/**
 * Runs before each file of integration tests: an API of its own, on a database of its own, migrated and seeded. On
 * PGlite; and in the project that vitest.config.ts adds where `TEST_DATABASE_URL` is set, on PostgreSQL.
 */
const server = process.env.INTEGRATION_ENGINE === 'postgres' ? process.env.TEST_DATABASE_URL : undefined
const database = server === undefined ? null : testDatabase(server)
const dataDir = mkdtempSync(join(tmpdir(), 'next-cross-origin-integration-'))

Object.assign(process.env, {
  NODE_ENV: 'production',
  DEPLOYMENT: 'api',
  DASHBOARD_ORIGIN: 'http://localhost:3000',
  API_ORIGIN: 'http://localhost:4000',
  ALLOWED_ORIGINS: '',
  AUTH_SECRET: 'a-secret-for-the-integration-tests-only',
  DATA_DIR: dataDir,
  DATABASE_URL: database?.url ?? '',
  SEED_DEMO: '1',
  TRUSTED_PROXIES: '0',
})
validate(process.env, { deployment: 'api', production: true, building: false })

beforeAll(async () => {
  if (database) await database.create()
  else copyTemplate(dataDir)
  await (await openDatabase()).migrate()
  await seed(hashPassword)
})

afterAll(async () => {
  await closeDatabase()
  await database?.drop()
  rmSync(dataDir, { recursive: true, force: true })
})
