import { probes } from '@next-cross-origin/lab/api'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(probes.route, probes)
