/** Leads password managers to where a password is changed (W3C "A Well-Known URL for Changing Passwords"). */
export function GET(): Response {
  return new Response(null, { status: 302, headers: { location: '/dashboard/account' } })
}

export const dynamic = 'force-dynamic'
