/** Matches the headers by which Next.js talks to itself. No request from outside may bring one. */
export const isForNextItself = (name: string): boolean => name.startsWith('x-middleware-')

/**
 * Matches the headers by which pages talk to Next.js, and Next.js to itself. They turn a call into a redirect, an
 * action or an empty answer. The API has no pages.
 */
export function isForPages(name: string): boolean {
  return name === 'rsc' || name.startsWith('next-') || name.startsWith('x-nextjs-') || isForNextItself(name)
}
