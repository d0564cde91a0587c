/** Outside the middleware's matcher: what Next.js alone costs. */
export { GET } from '../../api/health/route.ts'
