import {
  type Deployment,
  deployments,
  exitStatus,
  loadEnvironment,
  runNext,
  runTypeCheck,
} from './deployments'

/**
 * `npm run build [dashboard|api]`: both production builds, or one, each type-checked with its own generated route
 * types. One after the other: each uses every core.
 */
const [only] = process.argv.slice(2)
if (only !== undefined && only !== 'dashboard' && only !== 'api') {
  console.error(`There is no deployment "${only}": dashboard or api, or none for both.`)
  process.exit(2)
}
loadEnvironment(false)
const wanted: readonly Deployment[] = only ? [only] : deployments
for (const deployment of wanted) {
  console.log(`\nBuilding ${deployment} into .next/${deployment}`)
  const status = await exitStatus(runNext(deployment, ['build']))
  if (status !== 0) process.exit(status)
  const types = await exitStatus(runTypeCheck(deployment))
  if (types !== 0) process.exit(types)
}
