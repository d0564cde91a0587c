import { existsSync } from 'node:fs'
import {
  type Deployment,
  deployments,
  exitStatus,
  isPortFree,
  loadEnvironment,
  originOf,
  portOf,
  runNext,
} from './deployments'

/** `npm start`: both production builds. `npm run start:api`, `npm run start:dashboard`: one. */
const [only] = process.argv.slice(2)
loadEnvironment(false)
const wanted: readonly Deployment[] = only === 'api' || only === 'dashboard' ? [only] : deployments
if (wanted.length > 1) {
  // PORT is for one deployment; two cannot share it.
  delete process.env.PORT
}

for (const deployment of wanted) {
  if (!existsSync(`.next/${deployment}/BUILD_ID`)) {
    console.error(`There is no production build of the ${deployment} deployment: run npm run build first.`)
    process.exit(1)
  }
  if (!(await isPortFree(portOf(deployment)))) {
    console.error(
      `Port ${portOf(deployment)}, of the ${deployment} deployment, is in use. Stop what listens there, or set PORT.`,
    )
    process.exit(1)
  }
}

const running = wanted.map((deployment) => {
  console.log(`${deployment.padEnd(9)} ${originOf(deployment)} (port ${portOf(deployment)})`)
  return runNext(deployment, ['start', '--port', String(portOf(deployment))])
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal)
  })
}
// When one of them ends, the other is of no use: end it too, and say so with the status.
const status = await Promise.race(running.map(exitStatus))
for (const child of running) child.kill('SIGTERM')
await Promise.all(running.map((child) => (child.exitCode === null ? exitStatus(child) : 0)))
process.exit(status)
