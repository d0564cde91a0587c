/** What the dashboard's process was told, read when it is asked for and never baked into the build. */
export function dashboardConfig(): { dashboardOrigin: string; apiOrigin: string; lab: boolean } {
  return {
    dashboardOrigin: process.env.DASHBOARD_ORIGIN ?? 'http://localhost:3000',
    apiOrigin: process.env.API_ORIGIN ?? 'http://localhost:4000',
    lab: process.env.LAB === '1',
  }
}
