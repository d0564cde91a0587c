import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'

/** Browsers take exact origins alone, so patterns are left out. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.relatedOrigins, {
  GET: ({ settings: { config } }) => ({
    origins: config.allowedOrigins.filter((origin) => !origin.includes('*')),
  }),
})
