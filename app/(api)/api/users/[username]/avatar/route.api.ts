import { contract } from '@/lib/contract'
import { findUser } from '@/lib/db/users'
import { implement } from '@/lib/gate/handler'
import { problems } from '@/lib/gate/problem'
import { avatarSvg } from './avatar'

/** Any page may embed the image: `<img>` asks without CORS, and no rule here depends on who asks. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.avatar, {
  async GET({ params }) {
    const user = await findUser(params.username)
    if (!user) throw problems.notFound()
    return new Response(avatarSvg(user.username, user.displayName), {
      headers: {
        'content-type': 'image/svg+xml',
        'cache-control': 'public, max-age=300',
        'cross-origin-resource-policy': 'cross-origin',
      },
    })
  },
})
