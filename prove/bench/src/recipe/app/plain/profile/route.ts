import { hashPassword } from '@/lib/auth/passwords'
import { apiConfig } from '@/lib/config/api'
import { openDatabase } from '@/lib/db/client'
import { demoAccount, seed } from '@/lib/db/seed'
import { findUser, profileOf } from '@/lib/db/users'
import { createSession, liveSession } from '@/lib/session/rows'

/** Makes a database like the one of the API, with one session. */
async function prepare() {
  await (await openDatabase()).migrate()
  await seed(hashPassword)
  const user = await findUser(demoAccount.username)
  if (!user) throw new Error('The demo account was not made.')
  const config = apiConfig()
  const session = await createSession({ userId: user.id, userAgent: '', origin: '' }, config)
  return { config, claims: { sessionId: session.id, userId: user.id } }
}

let prepared: ReturnType<typeof prepare> | undefined

/** Runs the queries of a signed-in read of a profile, with neither policy nor token around them. */
export async function GET() {
  prepared ??= prepare()
  const { config, claims } = await prepared
  const live = await liveSession(claims, config)
  const user = await findUser(demoAccount.username)
  return live && user ? Response.json(profileOf(user)) : new Response(null, { status: 404 })
}

export const dynamic = 'force-dynamic'
