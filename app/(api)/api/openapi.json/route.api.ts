import { brand } from '@/lib/brand'
import { contract } from '@/lib/contract'
import { openApiDocument } from '@/lib/contract/openapi'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.openapi, {
  GET: ({ settings: { config } }) =>
    Response.json(openApiDocument(brand.name, config.apiOrigin), {
      headers: { 'cache-control': 'public, max-age=300' },
    }),
})
