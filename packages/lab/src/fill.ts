/** Describes what the markers of scripted answers stand for in one run. All of it is configuration, or checked before. */
export interface Places {
  /** The origin of the page, as the policy admits it. */
  readonly page: string
  /** Tells whether the request that is answered has an `Origin`. */
  readonly hasOrigin: boolean
  /** `null` where the request has that origin, else the page's: no other origin is ever reflected. */
  readonly caller: string
  /** The API's other name, or its own where it has none. */
  readonly third: string
  /** The id of the run. */
  readonly run: string
  /** The path of a step of this run. */
  readonly pathOf: (step: string) => string
}

const fillings: Readonly<Record<string, (places: Places, argument: string) => string>> = {
  page: ({ page }) => page,
  caller: ({ caller }) => caller,
  'page-if-asked': ({ page, hasOrigin }) => (hasOrigin ? page : ''),
  'page-other-scheme': ({ page }) =>
    page.startsWith('https:') ? page.replace('https:', 'http:') : page.replace('http:', 'https:'),
  'page-other-port': ({ page }) => otherPort(page),
  'page-upper-case': ({ page }) => page.toUpperCase(),
  third: ({ third }) => third,
  run: ({ run }) => run,
  path: ({ pathOf }, step) => pathOf(step),
}

/**
 * A scripted text with its markers filled: `{page}`, `{path landed}`.
 * @throws Error for a marker that does not exist
 */
export function fill(text: string, places: Places): string {
  return text.replace(/\{([a-z-]+)(?: ([a-z-]+))?\}/g, (_, name: string, argument = '') => {
    const filling = fillings[name]
    if (filling === undefined) throw new Error(`There is no marker {${name}}.`)
    return filling(places, argument)
  })
}

function otherPort(origin: string): string {
  const url = new URL(origin)
  url.port = url.port === '8080' ? '8081' : '8080'
  return url.origin
}
