import { defineConfig } from '@playwright/test'
import { findChromium } from './packages/browser/drivers/find.ts'

const executablePath = findChromium()

/** `npm run test:e2e` builds first; each worker starts the deployments it needs, with a database of its own. */
export default defineConfig({
  testDir: '.',
  globalSetup: './tests/template.ts',
  projects: [
    { name: 'product', testMatch: 'tests/{e2e,conformance}/**/*.spec.ts' },
    { name: 'proofs', testMatch: 'prove/e2e/*.spec.ts' },
    { name: 'lab', testMatch: ['packages/lab/tests/*.spec.ts', 'prove/{lab,film}/*.spec.ts'] },
  ],
  outputDir: 'test-results',
  // One at a time where nobody waits: two browsers and four deployments fill two cores.
  workers: process.env.CI ? 1 : 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // A test starts deployments and a browser of its own, and two tests share two cores.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        // Chromium's sandbox cannot run as root, as in most containers.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
