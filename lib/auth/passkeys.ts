import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { and, asc, eq } from 'drizzle-orm'
import { brand } from '@/lib/brand'
import type { ApiConfig } from '@/lib/config/api'
import { siteOf } from '@/lib/config/site'
import { database } from '@/lib/db/client'
import { type PasskeyRow, passkeys, type UserRow, users } from '@/lib/db/schema'
import { Problem } from '@/lib/gate/problem'
import { log } from '@/lib/log'
import { issueHandover, takeHandover } from './handover'

/** Passkeys. Which name they belong to, and why: docs/decisions/0022-passkeys.md. */

/** Says how long a person may take with the authenticator. */
const challengeSeconds = 300

/**
 * Returns the relying party's id: the site where both origins are on one, else the API's host, which lists the origins
 * that may use it.
 */
export function relyingParty({ apiOrigin, topology }: Pick<ApiConfig, 'apiOrigin' | 'topology'>): string {
  return new URL(topology === 'cross-site' ? apiOrigin : siteOf(apiOrigin)).hostname
}

/** A page that asks, and the name that its passkeys belong to. */
export interface Asking {
  origin: string
  config: ApiConfig
}

/** Makes a challenge that is good once, for one page. It is a handover that no verifier fits. */
async function newChallenge(userId: string | null, origin: string): Promise<Uint8Array<ArrayBuffer>> {
  const subject = { userId, link: null, via: 'passkey-challenge' }
  const code = await issueHandover(subject, { challenge: '', origin }, challengeSeconds)
  return new Uint8Array(Buffer.from(code, 'base64url'))
}

/** Takes a challenge out, and tells whether it was made for this page and user. */
async function takeChallenge(challenge: string, userId: string | null, origin: string): Promise<boolean> {
  const row = await takeHandover(challenge)
  return (
    row?.via === 'passkey-challenge' &&
    row.userId === userId &&
    row.origin === origin &&
    row.expiresAt.getTime() > Date.now()
  )
}

/** Returns the options for a new passkey of a user. The authenticators that have one already are left out. */
export async function registrationOptions(user: UserRow, { origin, config }: Asking) {
  const held = await listPasskeys(user.id)
  return generateRegistrationOptions({
    rpName: brand.name,
    rpID: relyingParty(config),
    userName: user.username,
    userDisplayName: user.displayName,
    userID: new TextEncoder().encode(user.id),
    challenge: await newChallenge(user.id, origin),
    excludeCredentials: held.map(({ credentialId }) => ({ id: credentialId })),
    // The passkey is the whole sign-in: it has to name its user, and the device has to know who holds it.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** Keeps a new passkey. @throws Problem 403 when the authenticator's answer does not fit */
export async function register(
  user: UserRow,
  { name, response }: { name: string; response: unknown },
  { origin, config }: Asking,
): Promise<void> {
  const { registrationInfo } = await orRefuse(() =>
    verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: (challenge) => takeChallenge(challenge, user.id, origin),
      expectedOrigin: origin,
      expectedRPID: relyingParty(config),
      requireUserVerification: true,
    }),
  )
  if (!registrationInfo) throw refused()
  const { id: credentialId, publicKey, counter } = registrationInfo.credential
  const row = {
    userId: user.id,
    name,
    credentialId,
    publicKey: Buffer.from(publicKey).toString('base64url'),
    counter,
  }
  const [added] = await (await database()).insert(passkeys).values(row).onConflictDoNothing().returning()
  if (!added) throw refused()
}

/** Returns the options for a sign-in. They name no user, so they tell nobody who has a passkey. */
export async function signInOptions({ origin, config }: Asking) {
  return generateAuthenticationOptions({
    rpID: relyingParty(config),
    challenge: await newChallenge(null, origin),
    userVerification: 'required',
  })
}

/** Returns the user whose passkey signed the challenge. @throws Problem 403 when the authenticator's answer does not fit */
export async function userOfPasskey(sent: unknown, { origin, config }: Asking): Promise<UserRow> {
  const db = await database()
  const response = sent as AuthenticationResponseJSON
  const [found] = await db
    .select({ passkey: passkeys, user: users })
    .from(passkeys)
    .innerJoin(users, eq(users.id, passkeys.userId))
    .where(and(eq(passkeys.credentialId, String(response.id)), eq(users.disabled, false)))
  if (!found) throw refused()
  const { passkey, user } = found
  const { verified, authenticationInfo } = await orRefuse(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => takeChallenge(challenge, null, origin),
      expectedOrigin: origin,
      expectedRPID: relyingParty(config),
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
      requireUserVerification: true,
    }),
  )
  if (!verified) throw refused()
  const used = { counter: authenticationInfo.newCounter, lastUsedAt: new Date() }
  await db.update(passkeys).set(used).where(eq(passkeys.id, passkey.id))
  return user
}

/** Whatever a client sends, the library throws for, and what is wrong with it is for the log. */
async function orRefuse<Result>(verify: () => Promise<Result>): Promise<Result> {
  try {
    return await verify()
  } catch (err) {
    log.info({ event: 'passkey_refused', err })
    throw refused()
  }
}

const refused = () =>
  new Problem('passkey_invalid', 'The passkey was not accepted. Try again, or sign in another way.')

/** Lists a user's passkeys, the oldest first. */
export async function listPasskeys(userId: string): Promise<PasskeyRow[]> {
  return (await database())
    .select()
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .orderBy(asc(passkeys.createdAt))
}
