import { variable } from './defaults'

export interface DashboardConfig {
  dashboardOrigin: string
  apiOrigin: string
}

/** The dashboard's configuration, read when it is asked for: one build serves every environment. */
export function dashboardConfig(): DashboardConfig {
  return {
    dashboardOrigin: variable(process.env, 'DASHBOARD_ORIGIN'),
    apiOrigin: variable(process.env, 'API_ORIGIN'),
  }
}
