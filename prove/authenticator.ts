import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const hashOf = (data: string | Buffer) => createHash('sha256').update(data).digest()
const text = (value: Buffer | string) => Buffer.from(value).toString('base64url')

/** Says what an authenticator's answer is for. An honest one takes all of it from the browser. */
export interface Ceremony {
  challenge: string
  /** The page's origin, as the browser saw it. */
  origin: string
  /** Tells whether the device knows who holds it. */
  verified?: boolean
}

const [userPresent, userVerified, hasCredential] = [0x01, 0x04, 0x40]

/** An authenticator in this process (WebAuthn § 6). It signs whatever it is told to, as an attacker's would. */
export class Authenticator {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  counter = 0

  constructor(
    private readonly relyingParty: string,
    readonly id = randomBytes(32).toString('base64url'),
  ) {}

  /** Makes a passkey. @returns the JSON of WebAuthn § 5.1.9, with the attestation `none` */
  create(ceremony: Ceremony) {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const id = Buffer.from(this.id, 'base64url')
    // COSE_Key, RFC 9053 § 7.1: EC2 with ES256 on P-256.
    const key = [
      cbor('a5010203262001215820'),
      Buffer.from(x, 'base64url'),
      cbor('225820'),
      Buffer.from(y, 'base64url'),
    ]
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, ...key])
    const data = Buffer.concat([this.#data(ceremony, hasCredential), credential])
    // {"fmt": "none", "attStmt": {}, "authData": bytes}
    const head = cbor('a363666d74646e6f6e656761747453746d74a068617574684461746158')
    const attestationObject = text(Buffer.concat([head, Buffer.from([data.length]), data]))
    return this.#answer({ clientDataJSON: clientData('webauthn.create', ceremony), attestationObject })
  }

  /** Signs in. @returns the JSON of WebAuthn § 5.1.10 */
  get(ceremony: Ceremony) {
    const data = this.#data(ceremony, 0)
    const clientDataJSON = clientData('webauthn.get', ceremony)
    const signed = Buffer.concat([data, hashOf(Buffer.from(clientDataJSON, 'base64url'))])
    const signature = text(sign('sha256', signed, this.#keys.privateKey))
    return this.#answer({ clientDataJSON, authenticatorData: text(data), signature })
  }

  /** WebAuthn § 6.1. */
  #data({ verified = true }: Ceremony, more: number): Buffer {
    this.counter++
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    const flags = userPresent | (verified ? userVerified : 0) | more
    return Buffer.concat([hashOf(this.relyingParty), Buffer.from([flags]), counter])
  }

  #answer(response: Readonly<Record<string, string>>) {
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response }
  }
}

const cbor = (hex: string) => Buffer.from(hex, 'hex')

const clientData = (type: string, { challenge, origin }: Ceremony) =>
  text(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
