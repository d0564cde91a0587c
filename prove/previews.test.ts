import { afterEach, describe, expect, test, vi } from 'vitest'
import { dashboardConfig } from '@/lib/config/dashboard'
import { gateConfig } from '@/lib/config/gate'
import { previewVariables } from '@/lib/config/platform'
import { ConfigError, type Deployment, validate } from '@/lib/config/validate'
import { testSecret } from '@/tests/stack'

/** Previews, with the variables that Vercel sets: docs/deploying/previews.md. */

const hosts = {
  dashboard: 'dashboard-git-feature-team.vercel.app',
  api: 'api-git-feature-team.vercel.app',
}
const related = (...entries: [id: string, branch?: string][]) =>
  JSON.stringify(
    entries.map(([id, branch]) => ({
      project: { id, name: id },
      production: { url: `${id}.vercel.app`, alias: `${id}.example.com` },
      preview: branch === undefined ? {} : { branch },
    })),
  )

/** Returns the variables of one deployment's preview. */
function preview(deployment: Deployment, more: Record<string, string> = {}): Record<string, string> {
  const other = deployment === 'api' ? 'dashboard' : 'api'
  return {
    VERCEL: '1',
    VERCEL_ENV: 'preview',
    VERCEL_URL: `${deployment}-abc123-team.vercel.app`,
    VERCEL_BRANCH_URL: hosts[deployment],
    VERCEL_PROJECT_ID: `prj_${deployment}`,
    VERCEL_RELATED_PROJECTS: related([`prj_${other}`, hosts[other]]),
    DEPLOYMENT: deployment,
    // The same for every environment of the project, as a deploy button leaves them.
    DASHBOARD_ORIGIN: 'https://app.example.com',
    API_ORIGIN: 'https://api.example.com',
    AUTH_SECRET: testSecret,
    DATABASE_URL: 'postgres://user@db.example.com/preview',
    ...more,
  }
}

const problemsOf = (deployment: Deployment, variables: Record<string, string>): string => {
  try {
    validate(variables, { deployment, production: true, building: true })
    return ''
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

const both = { DASHBOARD_ORIGIN: `https://${hosts.dashboard}`, API_ORIGIN: `https://${hosts.api}` }

afterEach(() => vi.unstubAllEnvs())

describe('a preview takes both origins from what the platform names', () => {
  test.each(['dashboard', 'api'] as const)('the %s', (deployment) => {
    expect(previewVariables(preview(deployment), deployment)).toEqual(both)
    expect(problemsOf(deployment, preview(deployment))).toBe('')
    for (const [name, value] of Object.entries(preview(deployment))) vi.stubEnv(name, value)
    expect(dashboardConfig()).toEqual({ dashboardOrigin: both.DASHBOARD_ORIGIN, apiOrigin: both.API_ORIGIN })
    if (deployment === 'api') expect(gateConfig().allowedOrigins).toEqual([both.DASHBOARD_ORIGIN])
  })

  test('origins that are allowed besides stay allowed', () => {
    const variables = preview('api', { ALLOWED_ORIGINS: 'https://partner.example.org' })
    expect(previewVariables(variables, 'api').ALLOWED_ORIGINS).toBe(
      `${both.DASHBOARD_ORIGIN},https://partner.example.org`,
    )
  })

  test('two projects that share one vercel.json list themselves as well', () => {
    const VERCEL_RELATED_PROJECTS = related(['prj_dashboard', hosts.dashboard], ['prj_api', hosts.api])
    for (const deployment of ['dashboard', 'api'] as const) {
      expect(previewVariables(preview(deployment, { VERCEL_RELATED_PROJECTS }), deployment)).toEqual(both)
    }
  })

  test('a deployment without a branch is known by its own address', () => {
    const variables = preview('api', { VERCEL_BRANCH_URL: '' })
    expect(previewVariables(variables, 'api').API_ORIGIN).toBe('https://api-abc123-team.vercel.app')
  })
})

test.each([
  ['in production', { VERCEL_ENV: 'production' }],
  ['on any other platform', { VERCEL_ENV: '' }],
  ['without related projects', { VERCEL_RELATED_PROJECTS: '' }],
])('%s the variables of the project count', (_where, more) => {
  expect(previewVariables(preview('api', more), 'api')).toEqual({})
  expect(problemsOf('api', preview('api', more))).toBe('')
})

test.each([
  ['no JSON', 'prj_dashboard'],
  ['no list', '{}'],
  ['a project without a deployment of this branch', related(['prj_dashboard'])],
  ['two other projects', related(['prj_api', hosts.api], ['prj_docs', 'docs.vercel.app'])],
])('related projects that are %s fail the build, so that no preview calls production', (_what, value) => {
  const problems = problemsOf('dashboard', preview('dashboard', { VERCEL_RELATED_PROJECTS: value }))
  expect(problems).toContain('VERCEL_RELATED_PROJECTS')
  expect(problems).toContain('relatedProjects in vercel.json')
})

test.each(['vercel.app', 'netlify.app', 'pages.dev', 'onrender.com', 'herokuapp.com', 'web.app'])(
  'https://*.%s is refused with the reason and the two safe ways',
  (suffix) => {
    const problems = problemsOf('api', preview('api', { ALLOWED_ORIGINS: `https://*.${suffix}` }))
    expect(problems).toContain(`Strangers can register names below \`${suffix}\``)
    expect(problems).toContain('a domain of your own (https://*.preview.example.com)')
    expect(problems).toContain('the exact origin, which the platform names')
    expect(problems).toContain('docs/deploying/previews.md')
  },
)

test('a preview domain of one’s own fits a pattern', () => {
  const variables = preview('api', {
    VERCEL_RELATED_PROJECTS: '',
    ALLOWED_ORIGINS: 'https://*.preview.example.com',
  })
  expect(problemsOf('api', variables)).toBe('')
})
