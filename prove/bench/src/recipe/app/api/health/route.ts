/** Returns what the API's own health route does, and nothing around it. */
export function GET() {
  return Response.json({ status: 'ok' })
}
