import Google from 'next-auth/providers/google'
import { type AuthProvider, type Client, claimedEmail } from './provider'

export function google({ id, secret }: Client): AuthProvider {
  return {
    name: 'Google',
    // `state` besides PKCE: a callback that this browser did not ask for ends before a code is spent.
    provider: Google({ clientId: id, clientSecret: secret, checks: ['pkce', 'state', 'nonce'] }),
    verifiedEmail: claimedEmail,
  }
}
