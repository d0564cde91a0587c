import { spawnSync } from 'node:child_process'
import { expect, test } from '@playwright/test'

const bad = {
  API_ORIGIN: 'https://api.example.com/',
  DASHBOARD_ORIGIN: 'http://app.example.com',
  ALLOWED_ORIGINS: '*,https://*.vercel.app',
  AUTH_SECRET: 'too-short-to-sign-with',
  DATABASE_URL: 'mysql://root:hunter2@localhost/app',
}

test('a bad configuration does not start: it says every problem at once, each with its variable, value and example', () => {
  const env = { ...process.env, NODE_ENV: 'production' as const, ...bad }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/start.js', 'api'], {
    env,
    encoding: 'utf8',
  })
  const output = stdout + stderr
  expect(status).toBeGreaterThan(0)
  for (const variable of Object.keys(bad)) {
    expect(output).toContain(variable)
    expect(output).toMatch(new RegExp(`example  ${variable}=`))
  }
  expect(output).toContain('"https://api.example.com/"')
  expect(output).toContain('"https://*.vercel.app"')
  expect(output, 'secrets').not.toMatch(/too-short-to-sign-with|hunter2/)
})
