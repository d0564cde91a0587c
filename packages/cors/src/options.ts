/** Describes what a policy is made of. */
export interface PolicyOptions {
  /** Says who may call: origins, and patterns such as `https://*.preview.example.com` (see `OriginPattern`). */
  readonly origins: readonly string[]
  /**
   * Methods a preflight may ask for, case-sensitive. `GET`, `HEAD` and `POST` need no permission in the Fetch
   * standard, so a preflight may ask for them in any case. Default: none besides those.
   */
  readonly methods?: readonly string[]
  /** Headers a preflight may ask for, in any case. Default: none. */
  readonly requestHeaders?: readonly string[]
  /** Response headers that scripts may read besides the safelisted ones. Default: none. */
  readonly exposedHeaders?: readonly string[]
  /** Tells whether requests may carry cookies. Default: `false`. */
  readonly credentials?: boolean
  /** Says how long browsers may remember a preflight, in seconds, at most 86400. Default: they choose (5 seconds). */
  readonly maxAgeSeconds?: number
  /** Says where plain `http` is acceptable. Default: `'loopback'`, this machine. */
  readonly insecureHttp?: 'loopback' | 'any'
  /** Tells whether strangers can register names below this host; give one to refuse patterns such as `https://*.vercel.app`. */
  readonly isPublicSuffix?: (host: string) => boolean
}

/** Describes what a public policy is made of: who may call, with what and how is settled. */
export type PublicPolicyOptions = Pick<PolicyOptions, 'requestHeaders' | 'exposedHeaders' | 'maxAgeSeconds'>
