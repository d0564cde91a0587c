import { auditFailedSignIn } from '@/lib/auth/audit'
import { clientAddress } from '@/lib/auth/client-address'
import { runNextAuth } from '@/lib/auth/next-auth'
import { admitPasswordWork } from '@/lib/auth/passwords'
import { pseudonym } from '@/lib/auth/pseudonym'
import { countPasswordCheck } from '@/lib/auth/rate-limits'
import { contract } from '@/lib/contract'
import { type Call, implement } from '@/lib/gate/handler'
import { Problem } from '@/lib/gate/problem'
import { knownBrowser, rememberBrowser } from '@/lib/session/known-browser'

/** An unknown user, a wrong password and a disabled user get the same answer. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(contract.signIn, {
  POST: (call) => admitPasswordWork(() => signIn(call, call.body)),
})

async function signIn(call: Call<null>, form: { username: string }) {
  const { request, settings, headers } = call
  const { cookie, config } = settings
  const sent = request.headers.get('cookie')
  const account = await pseudonym(`account ${form.username}`)
  const browser = await knownBrowser(sent, cookie, config.secrets)
  const counted = await countPasswordCheck(
    form.username,
    clientAddress(call),
    browser?.accounts.includes(account) ? browser.id : null,
  )
  try {
    const answer = await runNextAuth(call, contract.signIn.schemas.POST.answer, form)
    await counted.wasRight()
    headers.append('set-cookie', await rememberBrowser(browser, account, cookie, config.secrets))
    return answer
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid_credentials') {
      // Not waited for: the time of the answer must not tell whether there is such an account.
      void auditFailedSignIn(call, form.username, counted.reached)
    }
    throw error
  }
}
