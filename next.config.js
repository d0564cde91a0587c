// @ts-check
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from 'next/constants.js'

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
 * `server` where our own scripts build and start: server.ts then stands in front, and the build has no middleware.
 * Anything else builds for a platform or for `next start`: docs/decisions/0005-the-gate-runs-twice.md.
 */
const behindServer = process.env.ENTRY === 'server'

/** Headers of files, and of the document that stands where a file is missing. */
const fileHeaders = ['/_next/static/:path*', '/favicon.ico', '/icon.svg'].map((source) => ({
  source,
  headers: [
    { key: 'x-content-type-options', value: 'nosniff' },
    { key: 'content-security-policy', value: "default-src 'none'; frame-ancestors 'none'" },
    { key: 'cross-origin-opener-policy', value: 'same-origin' },
  ],
}))

/** Packages with files of their own, which a bundle would not find. */
const serverExternalPackages = [
  '@electric-sql/pglite',
  '@node-rs/argon2',
  'pg',
  'prom-client',
  'proper-lockfile',
]

/** @param {string} phase of Next.js: building, serving, developing */
export default async function configure(phase) {
  const development = phase === PHASE_DEVELOPMENT_SERVER
  const building = phase === PHASE_PRODUCTION_BUILD
  if (building || development) refuseMisplacedFiles(await load('app-files.ts'))
  const { isOnPlatform } = building ? await load('platform.ts') : { isOnPlatform: () => false }
  const onPlatform = isOnPlatform(process.env)
  // server.ts has checked the configuration before it started Next.js.
  if (building || !behindServer) {
    const { configurationFaults } = await load('check.ts')
    const faults = configurationFaults({ deployment, production: !development, building })
    if (faults !== null) end(faults)
  }

  // Whoever deletes the lab has none, whatever LAB says.
  const lab = existsSync(new URL('packages/lab', import.meta.url))
    ? process.env.LAB || (development ? '1' : '0')
    : '0'
  /** @type {import('next').NextConfig} */
  const config = {
    distDir: distDir(),
    pageExtensions: pageExtensions(lab),
    // Types are checked by `npm run build` itself, after this: docs/decisions/0003-two-type-checks.md
    typescript: { tsconfigPath: `tsconfig.${deployment}.json`, ignoreBuildErrors: true },
    env: {
      DEPLOYMENT: /** @type {string} */ (deployment),
      LAB: lab,
      RUNS_AS: onPlatform ? 'function' : 'process',
    },
    // For containers: copies what the server needs, and nothing else.
    ...(process.env.STANDALONE === '1' ? { output: 'standalone' } : {}),
    outputFileTracingIncludes: {
      '/**': [
        './lib/db/migrations/**/*',
        // server.ts starts Next.js by its public API, which reads this file and looks for its own webpack and Babel.
        './node_modules/next/constants.js',
        './node_modules/next/**/webpack/*.{js,json}',
        './node_modules/next/**/@babel/runtime/package.json',
      ],
    },
    poweredByHeader: false,
    // The API's answers are small, and compressing them would occupy the process that makes them.
    compress: deployment === 'dashboard',
    // In development, Next.js serves its scripts to `localhost` alone unless told otherwise.
    allowedDevOrigins: ['*.localhost', '**.localhost', '127.0.0.1'],
    reactStrictMode: true,
    skipTrailingSlashRedirect: true,
    // The middleware leaves files out, because asking it costs more than sending them. server.ts does this itself.
    ...(deployment === 'dashboard' && !behindServer ? { headers: async () => fileHeaders } : {}),
    // No page here has an image for /_next/image, which would resize on request.
    images: { unoptimized: true },
    serverExternalPackages,
    turbopack: {
      root: fileURLToPath(new URL('.', import.meta.url)),
      // The one slot that the bench fills: docs/decisions/0011-the-lab-beside-the-gate.md
      resolveAlias: { '@lab/*': lab === '1' ? './packages/lab/src/mount/*' : './lib/no-lab/*' },
    },
  }
  return config
}

/**
 * The physical split: a file whose ending is not listed does not exist for this deployment.
 * @param {string} lab
 */
function pageExtensions(lab) {
  const ending = deployment === 'api' ? 'ts' : 'tsx'
  return [
    deployment === 'api' ? 'api.ts' : 'tsx',
    ...(lab === '1' ? [`lab.${ending}`] : []),
    // For middleware.ts and instrumentation.ts alone: no file under app/ may end so.
    ...(behindServer ? [] : ['ts']),
  ]
}

/** Our own builds lie side by side; a platform looks for the one that it named in `.next`. */
function distDir() {
  const prefix = process.env.BUILD_PREFIX ?? ''
  return behindServer || prefix !== '' ? `.next/${prefix}${deployment}` : '.next'
}

/** @param {string} file of lib/config, which is written in TypeScript. Where server.ts runs, there is no loader for it. */
async function load(file) {
  const { tsImport } = await import('tsx/esm/api')
  return tsImport(`./lib/config/${file}`, import.meta.url)
}

/** @param {typeof import('./lib/config/app-files')} module */
function refuseMisplacedFiles({ misplacedFiles }) {
  const root = fileURLToPath(new URL('app', import.meta.url))
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const misplaced = misplacedFiles(files.map((file) => `app/${file.replaceAll('\\', '/')}`))
  if (misplaced.length === 0) return
  const lines = misplaced.map(({ path, advice }) => `  ${path}\n    ${advice}`)
  end(`\nThe ending of a file under app/ says which deployment builds it:\n${lines.join('\n')}\n`)
}

/**
 * @param {string} message
 * @returns {never}
 */
function end(message) {
  console.error(message)
  process.exit(1)
}
