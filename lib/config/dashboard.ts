import { defaults } from './defaults'
import { previewVariables } from './platform'

export interface DashboardConfig {
  dashboardOrigin: string
  apiOrigin: string
}

/**
 * Reads the dashboard's configuration when it is asked for, so that one build serves every environment. Each name is
 * written out because only a written-out `process.env.NAME` reaches a built edge function.
 */
export function dashboardConfig(): DashboardConfig {
  const preview = previewOrigins()
  return {
    dashboardOrigin: preview.DASHBOARD_ORIGIN ?? (process.env.DASHBOARD_ORIGIN || defaults.DASHBOARD_ORIGIN),
    apiOrigin: preview.API_ORIGIN ?? (process.env.API_ORIGIN || defaults.API_ORIGIN),
  }
}

/** Reads what the platform says of a preview. */
export function previewOrigins() {
  return previewVariables(
    {
      ALLOWED_ORIGINS: process.env.ALLOWED_ORIGINS,
      VERCEL_ENV: process.env.VERCEL_ENV,
      VERCEL_URL: process.env.VERCEL_URL,
      VERCEL_BRANCH_URL: process.env.VERCEL_BRANCH_URL,
      VERCEL_PROJECT_ID: process.env.VERCEL_PROJECT_ID,
      VERCEL_RELATED_PROJECTS: process.env.VERCEL_RELATED_PROJECTS,
    },
    process.env.DEPLOYMENT === 'api' ? 'api' : 'dashboard',
  )
}
