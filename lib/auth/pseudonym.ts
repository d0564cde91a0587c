import { createHmac } from 'node:crypto'
import { apiConfig } from '@/lib/config/api'
import { deriveKey } from '@/lib/session/keys'

const keys = new Map<string, Promise<Uint8Array>>()

/**
 * Returns a stand-in for an address or a name, the same for the same text. The hash has a key, because all IPv4
 * addresses can be tried in seconds and people type passwords into the field for the name. A new AUTH_SECRET begins
 * new stand-ins.
 */
export async function pseudonym(text: string): Promise<string> {
  const [secret = ''] = apiConfig().secrets
  const key = keys.get(secret) ?? deriveKey(secret, 'pseudonym').then((bytes) => new Uint8Array(bytes))
  keys.set(secret, key)
  return createHmac('sha256', await key)
    .update(text)
    .digest('base64url')
}
