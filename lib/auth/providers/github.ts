import GitHub from 'next-auth/providers/github'
import { z } from 'zod'
import type { AuthProvider, Client } from './provider'

const emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/** GitHub, or a GitHub Enterprise Server. The profile does not say which addresses are verified, so GitHub is asked. */
export function github({ id, secret, url }: Client & { url?: string | undefined }): AuthProvider {
  const api = url === undefined ? 'https://api.github.com' : `${url}/api/v3`
  return {
    name: 'GitHub',
    provider: GitHub({
      clientId: id,
      clientSecret: secret,
      checks: ['pkce', 'state'],
      ...(url === undefined ? {} : { enterprise: { baseUrl: url } }),
    }),
    async verifiedEmail(_profile, accessToken) {
      const response = await fetch(`${api}/user/emails`, {
        headers: { authorization: `Bearer ${accessToken}`, 'user-agent': 'next-cross-origin' },
      })
      const { data } = emails.safeParse(response.ok ? await response.json() : null)
      return data?.find(({ primary, verified }) => primary && verified)?.email ?? null
    },
  }
}
