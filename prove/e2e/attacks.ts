import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { demoAccount } from '@/lib/db/seed'
import type { Page } from '@/packages/browser/drivers/browser'
import { ApiPage, over } from '@/tests/api-page'
import type { Stack } from '@/tests/stack'

/** Pages of an attacker, and what the database holds after them. */

/** A server whose pages set the cookies and the referrer policy that their address asks for. */
export interface AttackerServer {
  /** Its origin under a name that leads to this machine. */
  on(hostname: string): string
  stop(): Promise<void>
}

export async function startAttacker(): Promise<AttackerServer> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const policy = searchParams.get('referrer-policy')
    response.setHeader('content-type', 'text/html')
    response.setHeader('set-cookie', searchParams.getAll('cookie'))
    if (policy) response.setHeader('referrer-policy', policy)
    response.end('<!doctype html><title>A page like any other</title><iframe name="target"></iframe>')
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return {
    on: (hostname) => `http://${hostname}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Reads what an attack could have changed, with a session that has nothing to do with it. */
export async function observe(stack: Stack): Promise<() => Promise<object>> {
  const page = new ApiPage(over(stack.apiOrigin), () => ({ origin: stack.dashboardOrigin }))
  const signIn = await page.signIn()
  if (signIn.status !== 200) throw new Error(`Sign-in answered ${signIn.status}.`)
  const json = async (path: string) => (await page.send('GET', path)).json() as Promise<object>
  return async () => {
    const { sessions } = (await json('/api/sessions')) as { sessions: { id: string }[] }
    return {
      profile: await json(`/api/users/${demoAccount.username}`),
      sessions: sessions.map(({ id }) => id).toSorted(),
      mallory: (await page.send('GET', '/api/users/mallory')).status,
    }
  }
}

interface Target {
  api: string
  /** A form token and its owner's password: everything that an attacker with an account of their own has. */
  csrfToken: string
  username: string
  password: string
}

/** One attack: what a page of the attacker's runs. It gets the target as its argument, and no more. */
export interface Attack {
  name: string
  run: (target: Target) => unknown
  /** Says how the page is served. */
  referrerPolicy?: string
}

/**
 * All that a page can send without asking, and what it can only ask for. Each waits until its request has been answered,
 * as far as a page can tell.
 */
export const attacks: readonly Attack[] = [
  {
    name: 'fetch of text/plain that is JSON',
    run: ({ api }) =>
      fetch(`${api}/api/users`, {
        method: 'POST',
        mode: 'no-cors',
        credentials: 'include',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify({ username: 'mallory', password: 'a password of their own' }),
      }).catch(() => 'answered, and kept from the page'),
  },
  {
    name: 'fetch of a Blob without a type',
    run: ({ api }) =>
      fetch(`${api}/api/users`, {
        method: 'POST',
        mode: 'no-cors',
        credentials: 'include',
        body: new Blob([JSON.stringify({ username: 'mallory', password: 'a password of their own' })]),
      }).catch(() => 'answered, and kept from the page'),
  },
  {
    name: 'fetch of JSON, which asks first',
    run: async ({ api }) => {
      const send = (method: string, path: string, body: object) =>
        fetch(api + path, {
          method,
          credentials: 'include',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }).catch(() => 'refused')
      await send('PATCH', '/api/users/ada', { displayName: 'Mallory' })
      await send('POST', '/api/users', { username: 'mallory', password: 'a password of their own' })
      await send('DELETE', '/api/sessions', {})
    },
  },
  {
    name: 'sendBeacon',
    run: async ({ api, csrfToken }) => {
      const json = JSON.stringify({ username: 'mallory', password: 'a password of their own' })
      navigator.sendBeacon(`${api}/api/users`, json)
      navigator.sendBeacon(`${api}/api/users`, new Blob([json]))
      navigator.sendBeacon(`${api}/api/users`, new Blob([json], { type: 'text/plain' }))
      navigator.sendBeacon(`${api}/api/auth/signout`, new URLSearchParams({ csrfToken }))
      await new Promise((resolve) => setTimeout(resolve, 300))
    },
  },
  {
    name: 'image, script and style',
    run: ({ api }) =>
      Promise.all(
        ['img', 'script', 'link'].flatMap((tag) =>
          ['/api/auth/signout', '/api/users/ada', '/api/sessions'].map(
            (path) =>
              new Promise((resolve) => {
                const element = document.createElement(tag)
                element.addEventListener('load', resolve)
                element.addEventListener('error', resolve)
                if (element instanceof HTMLLinkElement) {
                  element.rel = 'stylesheet'
                  element.href = api + path
                } else if (element instanceof HTMLImageElement || element instanceof HTMLScriptElement) {
                  element.src = api + path
                }
                document.head.append(element)
              }),
          ),
        ),
      ).then(() => 'asked'),
  },
  ...(['', 'no-referrer'] as const).map(
    (referrerPolicy): Attack => ({
      name: `forms of every type${referrerPolicy && `, under ${referrerPolicy}`}`,
      referrerPolicy,
      run: async ({ api, csrfToken, username, password }) => {
        const submit = (path: string, enctype: string, fields: Record<string, string>) =>
          new Promise((resolve) => {
            const form = document.createElement('form')
            Object.assign(form, { method: 'POST', action: api + path, enctype, target: 'target' })
            for (const [name, value] of Object.entries(fields)) {
              const input = document.createElement('input')
              Object.assign(input, { name, value })
              form.append(input)
            }
            document.body.append(form)
            document.querySelector('iframe')?.addEventListener('load', resolve, { once: true })
            form.submit()
          })
        // A text/plain form writes `name=value`: JSON, when the equals sign is inside of a string.
        const asJson = (body: object) => {
          const [head = ''] = JSON.stringify({ ...body, rest: '' }).split(/(?<="rest":")/)
          return { [head]: '"}' }
        }
        const account = { username: 'mallory', password: 'a password of their own' }
        await submit('/api/users', 'text/plain', asJson(account))
        await submit('/api/auth/signout', 'text/plain', asJson({ csrfToken }))
        await submit(
          '/api/auth/callback/credentials',
          'text/plain',
          asJson({ csrfToken, username, password }),
        )
        for (const enctype of ['application/x-www-form-urlencoded', 'multipart/form-data']) {
          await submit('/api/users', enctype, account)
          await submit('/api/auth/signout', enctype, { csrfToken })
          await submit('/api/auth/callback/credentials', enctype, { csrfToken, username, password })
        }
      },
    }),
  ),
  {
    name: 'sandboxed frame',
    run: ({ api, csrfToken }) => {
      const frame = document.createElement('iframe')
      frame.setAttribute('sandbox', 'allow-scripts allow-forms')
      const account = JSON.stringify({ username: 'mallory', password: 'a password of their own' })
      frame.srcdoc = `<form method=post action="${api}/api/auth/signout"><input name=csrfToken value="${csrfToken}"></form><script>
        // A form that is submitted while its page still loads takes the place of the first load.
        addEventListener('load', () => setTimeout(() =>
          fetch('${api}/api/users', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '${account}' })
            .finally(() => document.forms[0].submit())))
      </script>`
      const loaded = new Promise((resolve) => {
        let loads = 0
        frame.addEventListener('load', () => {
          loads++
          if (loads === 2) resolve('sent')
        })
      })
      document.body.append(frame)
      return loaded
    },
  },
]

/** Lets a page of the attacker's do one thing to the API. */
export async function launch(attack: Attack, page: Page, attacker: string, stack: Stack): Promise<void> {
  const own = new ApiPage(over(stack.apiOrigin), () => ({ origin: stack.dashboardOrigin }))
  const target: Target = {
    api: stack.apiOrigin,
    csrfToken: await own.csrfToken(),
    ...demoAccount,
  }
  const policy = attack.referrerPolicy ? `?referrer-policy=${attack.referrerPolicy}` : ''
  await page.goto(`${attacker}/${policy}`)
  await page.evaluate(attack.run.toString(), target)
}
