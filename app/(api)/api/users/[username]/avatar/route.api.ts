import { createHash } from 'node:crypto'
import { contract } from '@/lib/contract'
import { implement } from '@/lib/gate/handler'
import { avatarSvg } from './avatar'

/** Any page may embed the image: `<img>` asks without CORS, and no rule here depends on who asks. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.avatar, {
  GET({ request, params }) {
    const picture = avatarSvg(params.username)
    const etag = `"${createHash('sha256').update(picture).digest('base64url').slice(0, 16)}"`
    const headers = {
      'content-type': 'image/svg+xml',
      etag,
      // Not in shared caches: each answer names the request that it answers.
      'cache-control': 'private, max-age=300',
      'cross-origin-resource-policy': 'cross-origin',
    }
    const unchanged = request.headers.get('if-none-match')?.split(', ').includes(etag)
    return unchanged ? new Response(null, { status: 304, headers }) : new Response(picture, { headers })
  },
})
