import { configurationFaults } from '@/lib/config/check'
import { closeDatabase, openDatabase } from '@/lib/db/client'
import { loadEnvironment } from './deployments'

/**
 * `npm run db:migrate`: applies the migrations that are missing, and ends. A step before a release, where the API itself
 * starts with `MIGRATE=0`.
 */
loadEnvironment(process.env.NODE_ENV !== 'production')
// `building`, because migrating signs nothing: it needs the database and no secret.
const faults = configurationFaults({
  deployment: 'api',
  production: process.env.NODE_ENV === 'production',
  building: true,
})
if (faults !== null) {
  console.error(faults)
  process.exit(1)
}
try {
  await (await openDatabase()).migrate()
  await closeDatabase()
  console.log('The database has every migration.')
} catch (error) {
  console.error(`The database cannot be migrated: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
