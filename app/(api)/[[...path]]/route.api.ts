import { noRoute } from '@/lib/gate/handler'

/**
 * Stands for everything that is not an API route, `/` included. The gate answers 404 for it before any handler; without
 * this file Next.js would, with a page whose `Vary` lacks `Origin`.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = noRoute
