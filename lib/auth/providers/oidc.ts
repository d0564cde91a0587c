import { type AuthProvider, type Client, claimedEmail } from './provider'

/** Any OpenID Connect issuer, found by its discovery document. */
export function oidc({ id, secret, issuer, name }: Client & { issuer: string; name: string }): AuthProvider {
  return {
    name,
    provider: {
      id: 'oidc',
      name,
      type: 'oidc',
      issuer,
      clientId: id,
      clientSecret: secret,
      checks: ['pkce', 'state', 'nonce'],
      // The ID token alone need not have the person's name and address: OpenID Connect Core § 5.4.
      idToken: false,
    },
    verifiedEmail: claimedEmail,
  }
}
