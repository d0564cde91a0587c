/** Nothing to start; without this file, Next.js would take the one at the root of the repository. */
export function register() {}
