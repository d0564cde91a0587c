import { expect, test } from 'vitest'
import { providerConfig, providerFaults } from '@/lib/config/providers'

const oidc = { AUTH_OIDC_ISSUER: 'https://login.example.com', AUTH_OIDC_ID: 'id', AUTH_OIDC_SECRET: 'secret' }

test('a provider that is not configured is absent', () => {
  expect(providerConfig({})).toEqual({})
  expect(providerFaults({})).toEqual([])
})

test('each provider is configured by itself', () => {
  const github = { AUTH_GITHUB_ID: 'id', AUTH_GITHUB_SECRET: 'secret' }
  expect(Object.keys(providerConfig(github))).toEqual(['github'])
  expect(Object.keys(providerConfig({ ...oidc, ...github }))).toEqual(['github', 'oidc'])
  expect(providerFaults({ ...oidc, ...github })).toEqual([])
})

test.each([
  [{ AUTH_GITHUB_ID: 'id' }, ['AUTH_GITHUB_SECRET']],
  [{ AUTH_GOOGLE_SECRET: 'secret' }, ['AUTH_GOOGLE_ID']],
  [{ AUTH_OIDC_ID: 'id' }, ['AUTH_OIDC_ISSUER', 'AUTH_OIDC_SECRET']],
  [{ ...oidc, AUTH_OIDC_ISSUER: 'login.example.com' }, ['AUTH_OIDC_ISSUER']],
])('half a configuration is refused, and what is missing is named: %j', (env, names) => {
  const faults = providerFaults(env)
  expect(faults.map(({ variable }) => variable)).toEqual(names)
  expect(JSON.stringify(faults)).not.toContain('"secret"')
})
