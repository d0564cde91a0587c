/** Answers while the process lives. Where a load balancer asks for the dashboard’s health. */
export function GET() {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } })
}

export const dynamic = 'force-dynamic'
