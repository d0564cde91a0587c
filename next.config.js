// @ts-check
import { fileURLToPath } from 'node:url'

/**
 * Two deployments from one tree. `DEPLOYMENT` and `LAB` shape the build; everything else is read when the
 * process starts.
 */
const deployment = process.env.DEPLOYMENT
if (deployment !== 'api' && deployment !== 'dashboard') {
  throw new Error('DEPLOYMENT must be "api" or "dashboard". The npm scripts set it: npm run dev, npm run build, npm start.')
}
const lab = process.env.LAB ?? (process.env.NODE_ENV === 'development' ? '1' : '0')

/** The physical split: a file whose ending is not listed does not exist for this deployment. */
const pageExtensions = {
  api: ['api.ts', 'ts', ...(lab === '1' ? ['lab.ts'] : [])],
  dashboard: ['tsx', 'ts', ...(lab === '1' ? ['lab.tsx'] : [])],
}[deployment]

/** @type {import('next').NextConfig} */
const config = {
  distDir: `.next/${deployment}`,
  pageExtensions,
  typescript: { tsconfigPath: `tsconfig.${deployment}.json` },
  env: { DEPLOYMENT: deployment, LAB: lab },
  poweredByHeader: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  serverExternalPackages: ['@electric-sql/pglite', '@node-rs/argon2', 'pg', 'pino'],
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
}

export default config
