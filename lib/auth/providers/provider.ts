import type { Provider } from 'next-auth/providers'
import { z } from 'zod'

/** One way to sign in elsewhere. */
export interface AuthProvider {
  /** Describes what its button says. */
  name: string
  /** next-auth's own description of it. */
  provider: Provider
  /** Returns the address that the provider itself has verified, or null. */
  verifiedEmail(profile: unknown, accessToken: string | undefined): Promise<string | null>
}

/** Describes what the provider gave to whoever registered this application. */
export interface Client {
  id: string
  secret: string
}

const claims = z.object({ email: z.email(), email_verified: z.literal(true) })

/** The address of an OpenID provider's claims: OpenID Connect Core § 5.1. */
export async function claimedEmail(profile: unknown): Promise<string | null> {
  return claims.safeParse(profile).data?.email ?? null
}
