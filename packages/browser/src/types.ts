/** Header lines in the order and the case they have on the wire, duplicates included. */
export type HeaderList = readonly (readonly [name: string, value: string])[]

export type CredentialsMode = 'omit' | 'same-origin' | 'include'

/** Describes what a page asks of `fetch()`. */
export interface FetchRequest {
  /** Absolute URL. */
  readonly url: string
  /** The page's origin as the browser serialises it; `null` for an opaque origin (a sandboxed frame, a file). */
  readonly origin: string
  /** As the page wrote it, before normalisation. Default `GET`. */
  readonly method?: string
  /** As the page wrote them. Default none. */
  readonly headers?: HeaderList
  /** Default `same-origin`, as `fetch()` has it. */
  readonly credentials?: CredentialsMode
  /** Default `cors`, as `fetch()` has it. */
  readonly mode?: 'cors' | 'no-cors' | 'same-origin'
  /** Default `follow`, as `fetch()` has it. */
  readonly redirect?: 'follow' | 'error' | 'manual'
  /** The page's `Cross-Origin-Embedder-Policy`. Default `unsafe-none`. */
  readonly embedderPolicy?: 'unsafe-none' | 'require-corp' | 'credentialless'
  /** The element that loads it, if not `fetch()`. Default: a script calls, and gets an opaque response whatever its type. */
  readonly element?: 'image' | 'script'
  /** Present when there is a body; `type` is the Content-Type that the body itself brings (null: an untyped Blob brings none). */
  readonly body?: { readonly type: string | null }
}

/** Describes what came back for one request on the wire. */
export type Answer =
  | {
      readonly type: 'response'
      readonly status: number
      readonly headers: HeaderList
      /** The first bytes of the body, where they are known. */
      readonly body?: string
    }
  /** No HTTP response: nobody listened, the connection broke, or the bytes were not HTTP. */
  | { readonly type: 'no-response' }

/** One request as the browser puts it on the wire. */
export interface WireRequest {
  readonly purpose: 'preflight' | 'request'
  readonly method: string
  readonly url: string
  /** Those headers that the page or the CORS protocol put there, in sending order; not what every request of the browser has. */
  readonly headers: HeaderList
  /** Tells whether cookies, client certificates and HTTP authentication go along. */
  readonly credentials: boolean
}

/**
 * Whose behaviour counts. `standard` is the text; an engine departs from it here and there (see `differences.ts`);
 * `consensus` departs only where every engine does, so it is what a page meets in any browser.
 */
export type Engine = 'standard' | 'consensus' | BrowserEngine

export type BrowserEngine = 'chromium' | 'firefox' | 'webkit'

/** Says where the exchange stopped, or ended. */
export type Stage = 'request' | 'preflight' | 'redirect' | 'response'

/** Says why a browser decides as it does. Closed: a caller may switch over it. */
export type Reason =
  // Allowed.
  | 'same-origin'
  | 'cors-allowed'
  | 'opaque-response'
  | 'opaque-redirect'
  | 'data-url'
  // Refused before anything is sent.
  | 'invalid-url'
  | 'url-with-credentials'
  | 'unsupported-scheme'
  | 'bad-port'
  | 'mixed-content'
  | 'invalid-method'
  | 'forbidden-method'
  | 'invalid-header'
  | 'body-on-get-or-head'
  | 'method-needs-cors'
  | 'cross-origin-in-same-origin-mode'
  // No answer at all.
  | 'no-response'
  // The CORS check, of a preflight's answer or of the answer itself (`stage` says which).
  | 'allow-origin-missing'
  | 'allow-origin-multiple'
  | 'allow-origin-wildcard-with-credentials'
  | 'allow-origin-mismatch'
  | 'allow-origin-not-null-after-redirect'
  | 'allow-credentials-missing'
  | 'allow-credentials-not-true'
  // The preflight's own checks.
  | 'preflight-redirect'
  | 'preflight-status'
  | 'allow-methods-malformed'
  | 'allow-headers-malformed'
  | 'method-not-allowed'
  | 'method-wildcard-with-credentials'
  | 'header-not-allowed'
  | 'header-wildcard-with-credentials'
  | 'authorization-not-listed'
  // Redirects of the request itself.
  | 'redirect-location-malformed'
  | 'redirect-scheme'
  | 'redirect-with-credentials'
  | 'redirect-limit'
  | 'redirect-not-followed'
  // What a server lets other sites load without CORS.
  | 'resource-policy'
  | 'opaque-response-blocked'
  // A WebSocket, which knows no CORS.
  | 'websocket-open'
  | 'websocket-refused'

/** Describes what the verdict rests on. */
export interface Evidence {
  /** The header that decided; null when it was not a header (a status, a URL). */
  readonly header: string | null
  /** Its value as the browser combined it, or the status or URL; null when it was absent. */
  readonly value: string | null
  /** Describes what would have passed, in the notation of the header or a short phrase. */
  readonly expected: string
}

/** Says why a request is not simple enough to go without asking first. */
export type PreflightCause =
  | { readonly kind: 'method'; readonly method: string }
  | { readonly kind: 'header'; readonly name: string }

/** Describes what the page gets when the exchange is allowed. */
export interface ReadableResponse {
  readonly type: 'basic' | 'cors' | 'opaque' | 'opaqueredirect'
  /** 0 for an opaque response. */
  readonly status: number
  readonly url: string
  readonly redirected: boolean
  /** The headers that the page can read; names in lower case, one entry per header line. */
  readonly headers: HeaderList
}

/** Describes what a browser does with an exchange. */
export interface Verdict {
  /** Tells whether the promise of `fetch()` is fulfilled. An opaque response is allowed and still unreadable. */
  readonly allowed: boolean
  readonly reason: Reason
  readonly stage: Stage
  /** The step of the standard that decided. */
  readonly step: string
  readonly evidence: Evidence | null
  /** Tells whether any hop needed a preflight, and why the first of them did. */
  readonly preflight: { readonly needed: boolean; readonly because: readonly PreflightCause[] }
  /** Describes what was put on the wire, in order. */
  readonly sent: readonly WireRequest[]
  /** Null unless allowed. */
  readonly response: ReadableResponse | null
}
