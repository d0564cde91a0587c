/** The names by which this product is told from another one on the same host. `npm run adopt` replaces them. */
export const brand = {
  /** As people read it. */
  name: 'next-cross-origin',
  /** The description of every page, for search engines and previews of links. */
  description:
    'The reference for cross-origin Next.js: a dashboard on one origin, an API on another, credentialed cookie sessions.',
  /** Begins the name of every cookie, so that two apps on `localhost` keep theirs apart. */
  cookieLabel: 'nco',
  /** Goes into every derived key. Changing it ends all sessions. */
  keyLabel: 'next-cross-origin',
} as const
