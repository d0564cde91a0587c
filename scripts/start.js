// @ts-check
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * `npm start` runs both production builds; `npm run start:api` and `npm run start:dashboard` run one. JavaScript,
 * because production has no TypeScript.
 */
const [only] = process.argv.slice(2)
const wanted = only === undefined ? ['dashboard', 'api'] : [only]
/** @param {string} deployment */
const entry = (deployment) => `.next/${process.env.BUILD_PREFIX ?? ''}${deployment}/server.mjs`

for (const deployment of wanted) {
  if (!existsSync(entry(deployment))) {
    console.error(`There is no production build of the ${deployment} deployment: run npm run build first.`)
    process.exit(1)
  }
}

const { PORT, ...env } = process.env
const running = wanted.map((deployment) =>
  spawn(process.execPath, [entry(deployment)], {
    // A deployment ends when this process does, because the channel between them ends.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // PORT is for one deployment; two cannot share it.
    env: wanted.length > 1 ? env : process.env,
  }),
)
const end = () => {
  for (const child of running) child.kill('SIGTERM')
}
process.on('SIGTERM', end)
process.on('SIGINT', end)

// npm ends on a signal without passing it on.
const startedBy = process.ppid
if (process.env.npm_lifecycle_event !== undefined) {
  setInterval(() => {
    if (process.ppid !== startedBy) end()
  }, 500).unref()
}

const statuses = running.map(
  (child) => new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1))),
)
// When one of them ends, the other is of no use: end it too, and say so with the status.
const status = await Promise.race(statuses)
end()
await Promise.all(statuses)
process.exit(status)
