import { createHash, randomBytes } from 'node:crypto'

/** Holds what a browser knows at top-level visits of the API. */

export const newVerifier = () => randomBytes(32).toString('base64url')
export const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

export class Jar {
  readonly #cookies = new Map<string, string>()

  keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1)
      const name = pair.slice(0, pair.indexOf('='))
      if (/max-age=0/i.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, pair.slice(name.length + 1))
    }
  }

  get headers(): Record<string, string> {
    return { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  }

  drop(part: string): void {
    for (const name of this.#cookies.keys()) if (name.includes(part)) this.#cookies.delete(name)
  }
}

/** The top-level visits of one browser. */
export class Visitor {
  /** The API's cookies of top-level visits. */
  readonly jar = new Jar()
}

export function outcomeOf(response: Response): URLSearchParams {
  return new URLSearchParams(new URL(response.headers.get('location') ?? '').hash.slice(1))
}
