import { brand } from '@/lib/brand'

/** Describes what a secret is used for. One purpose, one derived key: a value made for one is worthless for another. */
export type Purpose =
  | 'session token'
  | 'sign-in form'
  | 'round trip'
  | 'key id'
  | 'known browser'
  | 'pseudonym'

const encoder = new TextEncoder()

/**
 * 32 bytes for one purpose, from a secret of the configuration: HKDF with SHA-256, RFC 5869.
 * The secret has at least 32 bytes of its own, so the salt is empty.
 */
export async function deriveKey(secret: string, purpose: Purpose): Promise<Uint8Array<ArrayBuffer>> {
  const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveBits'])
  const info = encoder.encode(`${brand.keyLabel} ${purpose}`)
  const bits = await crypto.subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    material,
    256,
  )
  return new Uint8Array(bits)
}

/** The keys of the session tokens: the first secret signs, all verify. */
export interface TokenKeys {
  signing: { id: string; key: Uint8Array<ArrayBuffer> }
  verifying: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

const keyIdBytes = 8

/**
 * @param secrets of the configuration, the signing one first
 * @throws Error when there is none
 */
export async function tokenKeys(secrets: readonly string[]): Promise<TokenKeys> {
  const pairs = await Promise.all(
    secrets.map(async (secret) => {
      const id = (await deriveKey(secret, 'key id')).slice(0, keyIdBytes)
      const hex = Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('')
      return { id: hex, key: await deriveKey(secret, 'session token') }
    }),
  )
  const [signing] = pairs
  if (!signing) throw new Error('No secret to sign sessions with.')
  return { signing, verifying: new Map(pairs.map(({ id, key }) => [id, key])) }
}
