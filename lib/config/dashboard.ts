import { defaults } from './defaults'

export interface DashboardConfig {
  dashboardOrigin: string
  apiOrigin: string
}

/**
 * Reads the dashboard's configuration when it is asked for, so that one build serves every environment. Each name is
 * written out because only a written-out `process.env.NAME` reaches a built edge function.
 */
export function dashboardConfig(): DashboardConfig {
  return {
    dashboardOrigin: process.env.DASHBOARD_ORIGIN || defaults.DASHBOARD_ORIGIN,
    apiOrigin: process.env.API_ORIGIN || defaults.API_ORIGIN,
  }
}
