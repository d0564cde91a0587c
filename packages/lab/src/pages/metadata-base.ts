/** Returns where the dashboard is found, which the addresses of Open Graph pictures need; read when the page is asked for. */
export function metadataBase(): URL {
  return new URL(process.env.DASHBOARD_ORIGIN ?? 'http://localhost:3000')
}
