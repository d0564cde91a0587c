import type { Deployment } from '@/lib/config/validate'
import { bundleServer, deployments, exitStatus, loadEnvironment, runNext, runTypeCheck } from './deployments'

/**
 * `npm run build [dashboard|api]` makes both production builds, or one, each type-checked with its own generated route
 * types. One after the other, because each uses every core. Where the environment names the deployment, as on a
 * platform, it makes the build that Next.js itself or the platform runs, into `.next`, with the middleware.
 */
const named = process.env.DEPLOYMENT || undefined
const [only = named] = process.argv.slice(2)
if (only !== undefined && only !== 'dashboard' && only !== 'api') {
  console.error(`There is no deployment "${only}": dashboard or api, or none for both.`)
  process.exit(2)
}
loadEnvironment(false)
const onPlatform = named !== undefined && process.argv.length === 2
const wanted: readonly Deployment[] = only ? [only] : deployments
for (const deployment of wanted) {
  const distDir = onPlatform ? '.next' : `.next/${process.env.BUILD_PREFIX ?? ''}${deployment}`
  console.log(`\nBuilding ${deployment} into ${distDir}`)
  const status = await exitStatus(runNext(deployment, ['build'], onPlatform ? {} : { ENTRY: 'server' }))
  if (status !== 0) process.exit(status)
  if (!onPlatform) await bundleServer(deployment, distDir)
  const types = await exitStatus(runTypeCheck(deployment))
  if (types !== 0) process.exit(types)
}
