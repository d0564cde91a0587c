import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')

/** The same as `paths` in tsconfig.json: a package is used from its source. */
const resolve = {
  alias: [
    { find: /^@next-cross-origin\/([a-z]+)$/, replacement: `${root}/packages/$1/src/index.ts` },
    { find: /^@next-cross-origin\/([a-z]+)\/(.+)$/, replacement: `${root}/packages/$1/src/$2` },
    {
      find: /^@lab\//,
      replacement: existsSync(`${root}/packages/lab`)
        ? `${root}/packages/lab/src/mount/`
        : `${root}/lib/no-lab/`,
    },
    { find: /^@\//, replacement: `${root}/` },
  ],
}

/** Tests that drive browsers. */
const engineTests = ['packages/browser/tests/engines/*.test.ts', 'packages/doctor/tests/engines/*.test.ts']
/** Tests of the packages that the product stands on, quick enough for every change. */
const foundations = 'packages/{cors,browser}/tests/!(copy).test.ts'

// next-auth imports `next/server` without an extension, which Node.js alone cannot resolve.
const server = { deps: { inline: ['next-auth'] } }

const integration = (engine: 'embedded' | 'postgres') => ({
  resolve,
  test: {
    name: `integration, ${engine}`,
    include: ['tests/integration/**/*.test.ts'],
    setupFiles: ['tests/integration/environment.ts'],
    env: { INTEGRATION_ENGINE: engine },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    server,
  },
})

const postgres = Boolean(process.env.TEST_DATABASE_URL)
if (!postgres) {
  console.log(
    'Integration tests on PostgreSQL: not run, because TEST_DATABASE_URL is not set.\n' +
      '  node --import tsx packages/local/src/with-postgres.ts npm test   starts one and sets it\n',
  )
}

export default defineConfig({
  test: {
    // Much of the time goes into waiting, for a browser or for a password's hash.
    maxWorkers: 3,
    // The log of the handlers, where it explains a failure.
    silent: 'passed-only',
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts', foundations],
          // These tests share no state, so the modules of one file can serve the next: half the time.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'packages',
          include: ['packages/*/{tests,mutants,tutorial}/*.test.ts'],
          exclude: [...engineTests, foundations],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'proofs',
          server,
          include: ['prove/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        resolve,
        test: {
          name: 'doctor fixtures',
          include: ['packages/doctor/fixtures/*.test.ts'],
          // The software has a lock file of its own: nobody else installs it.
          globalSetup: 'packages/doctor/fixtures/install.ts',
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        test: {
          name: 'browser model',
          include: engineTests,
          // Before the workers start: two installers at once stand in each other's way.
          globalSetup: 'packages/browser/drivers/install.ts',
        },
      },
      integration('embedded'),
      ...(postgres ? [integration('postgres')] : []),
    ],
  },
})
