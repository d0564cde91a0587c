import type { CredentialsMode, HeaderList } from '@next-cross-origin/browser'

/** Whom a call goes to: the API, its other name (the API's own where it has none), or nobody. */
export type Target = 'api' | 'third' | 'down'

/** Describes what the API answers, as data. Values may hold the markers of `fill.ts`; a header left empty is not sent. */
export interface ScriptedAnswer {
  readonly status: number
  /** Each name once: Next.js would join the values of duplicates. */
  readonly headers: HeaderList
  /** The body: JSON, or the small picture. Default `json`. */
  readonly body?: 'json' | 'picture' | 'none'
}

/** Describes what the API answers at one step: to a preflight, and to everything else. */
export interface ScriptedStep {
  readonly preflight?: ScriptedAnswer
  readonly request: ScriptedAnswer
}

/** One thing the page does. */
export interface Call {
  /** The step of the variant that it asks for. */
  readonly step: string
  readonly to: Target
  /** `fetch()` in the page, `fetch()` in a sandboxed frame, or an `<img>` that is drawn on a canvas. */
  readonly by: 'page' | 'sandbox' | 'image'
  readonly method?: string
  /** For an image: whether it carries `crossorigin="anonymous"` (`cors`) or not (`no-cors`). */
  readonly mode?: 'cors' | 'no-cors'
  readonly credentials?: CredentialsMode
  readonly headers?: HeaderList
  /** Describes what happens in this call, in a few words, where a variant makes several. */
  readonly note?: string
}

/** One way through a scenario. */
export interface Variant {
  readonly calls: readonly Call[]
  readonly steps: Readonly<Record<string, ScriptedStep>>
}

/** Describes what the page is after: the scenario has worked when it got it. */
export type Want =
  | { readonly kind: 'read' }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'picture' }
  | { readonly kind: 'pixels' }
  /** The last call carries the cookie of the first. */
  | { readonly kind: 'cookie'; readonly name: string }
  /** The calls together need one preflight. */
  | { readonly kind: 'one-preflight' }
  /** The one who calls is an attacker, and gets nothing. */
  | { readonly kind: 'guarded' }

/** A change as code: each line begins with `+`, `-` or a space. */
export interface Fix {
  readonly side: 'client' | 'server'
  /** Describes what to do, in one sentence. */
  readonly what: string
  /** Says where the code stands, such as `server` or `page`. */
  readonly where: string
  readonly code: string
}

/** One lesson: a broken exchange, why it fails, and the fix. */
export interface Scenario {
  /** Stable: part of its address. */
  readonly id: string
  readonly title: string
  /** Describes what somebody tries to do, in one sentence. */
  readonly story: string
  /** Says why the broken variant fails, in one sentence. */
  readonly why: string
  readonly fix: Fix
  readonly wants: Want
  /** Describes what decides besides: the two sites, a setting, whether the API has a second name, the habits of the browser's cache. */
  readonly dependsOn?: 'site' | 'third-party-cookies' | 'third-origin' | 'cache'
  readonly broken: Variant
  readonly fixed: Variant
}

/** A lesson that a page cannot perform. */
export interface ToldLesson extends Pick<Scenario, 'id' | 'title' | 'story' | 'why' | 'fix'> {
  /** Quotes what the reader finds in the console or in a log. */
  readonly seenAs: string
}

export interface Theme {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly scenarios: readonly Scenario[]
}

export type VariantName = 'broken' | 'fixed'
