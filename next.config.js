// @ts-check
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from 'next/constants.js'
import { tsImport } from 'tsx/esm/api'

/**
 * Two deployments from one tree. `DEPLOYMENT` and `LAB` shape the build; everything else is read when the
 * process starts.
 */
const deployment = process.env.DEPLOYMENT
if (deployment !== 'api' && deployment !== 'dashboard') {
  throw new Error(
    'DEPLOYMENT must be "api" or "dashboard". The npm scripts set it: npm run dev, npm run build, npm start.',
  )
}

/**
 * Parts of Next.js that it puts into every edge bundle and that neither middleware runs: tracing, and what the cache
 * of rendered pages is made with: docs/decisions/0007-edge-bundle.md.
 */
const leaveOutOfEdge = {
  'next/dist/compiled/@opentelemetry/api': './lib/edge/no-telemetry.ts',
  'next/dist/compiled/path-browserify': './lib/edge/nothing.ts',
  'next/dist/compiled/hash.js/sha256': './lib/edge/nothing.ts',
}

/** @param {string} phase of Next.js: building, serving, developing */
export default async function configure(phase) {
  const development = phase === PHASE_DEVELOPMENT_SERVER
  const building = phase === PHASE_PRODUCTION_BUILD
  const { prepare } = await tsImport('./lib/config/prepare.ts', import.meta.url)
  prepare({ deployment, production: !development, building })

  // Whoever deletes the lab has none, whatever LAB says.
  const lab = existsSync(new URL('packages/lab', import.meta.url))
    ? process.env.LAB || (development ? '1' : '0')
    : '0'
  /** The physical split: a file whose ending is not listed does not exist for this deployment. */
  const pageExtensions =
    deployment === 'api'
      ? ['api.ts', 'ts', ...(lab === '1' ? ['lab.ts'] : [])]
      : ['tsx', 'ts', ...(lab === '1' ? ['lab.tsx'] : [])]

  /** @type {import('next').NextConfig} */
  const config = {
    // BUILD_PREFIX keeps a second pair of builds beside the first: the end-to-end tests build the lab, too.
    distDir: `.next/${process.env.BUILD_PREFIX ?? ''}${deployment}`,
    pageExtensions,
    // Types are checked by `npm run build` itself, after this: docs/decisions/0003-two-type-checks.md
    typescript: { tsconfigPath: `tsconfig.${deployment}.json`, ignoreBuildErrors: true },
    env: { DEPLOYMENT: /** @type {string} */ (deployment), LAB: lab },
    poweredByHeader: false,
    // In development, Next.js serves its scripts to `localhost` alone unless told otherwise.
    allowedDevOrigins: ['*.localhost', '**.localhost', '127.0.0.1'],
    reactStrictMode: true,
    skipTrailingSlashRedirect: true,
    serverExternalPackages: ['@electric-sql/pglite', '@node-rs/argon2', 'pg', 'proper-lockfile'],
    turbopack: {
      root: fileURLToPath(new URL('.', import.meta.url)),
      // The one slot that the bench fills: docs/decisions/0011-the-lab-beside-the-gate.md
      resolveAlias: {
        ...leaveOutOfEdge,
        '@lab/*': lab === '1' ? './packages/lab/src/mount/*' : './lib/no-lab/*',
      },
    },
  }
  return config
}
