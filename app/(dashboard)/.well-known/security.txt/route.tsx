const keptMs = 180 * 86_400_000

/** Says where to report a weakness (RFC 9116). Without SECURITY_CONTACT there is nothing at this address. */
export function GET(): Response {
  const contact = process.env.SECURITY_CONTACT
  if (!contact) return new Response(null, { status: 404 })
  const expires = new Date(Date.now() + keptMs).toISOString()
  return new Response(`Contact: ${contact}\nExpires: ${expires}\nPreferred-Languages: en\n`, {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
}

export const dynamic = 'force-dynamic'
