import type { ToldLesson } from '../types.ts'

/** The lessons that a page cannot perform, because a setting, an extension or a second site takes part. */
export const toldLessons: readonly ToldLesson[] = [
  {
    id: 'local-network-access',
    title: 'Local Network Access: a public page calls this machine',
    story: 'A page on the internet calls http://localhost or http://192.168.1.20, and Chrome blocks it.',
    why: 'Since version 142 Chrome asks the person before a public page may call loopback or a private address. It asks before CORS, so no header of the server answers it. On a page without https it does not even ask.',
    fix: {
      side: 'client',
      what: 'Serve the page over https and tell people why the question appears. Once they allow it, the rules of CORS apply as always.',
      where: 'page',
      code: "-await fetch('http://192.168.1.20/status')\n+await fetch('http://192.168.1.20/status', { targetAddressSpace: 'local' })",
    },
    seenAs:
      'Access to fetch at … has been blocked by CORS policy: Permission was denied for this request to access the `local` address space.',
  },
  {
    id: 'service-worker-in-between',
    title: 'A service worker in between',
    story: 'The API is mended and redeployed, and one browser still reports the old error.',
    why: 'A service worker answers fetch() for its pages. It may hand out an answer that it stored before the fix, or an opaque one that it fetched with no-cors. The server sees no request.',
    fix: {
      side: 'client',
      what: 'Look at the Size column of the network panel: it says “ServiceWorker”. Unregister it once, and let the worker fetch the API’s answers from the network.',
      where: 'service worker',
      code: '+if (new URL(event.request.url).origin !== location.origin) return\n event.respondWith(caches.match(event.request))',
    },
    seenAs:
      'The FetchEvent for "…" resulted in a network error response: an "opaque" response was used for a request whose type is not no-cors',
  },
  {
    id: 'extension-in-between',
    title: 'An extension in between',
    story: 'It works for everybody but one person, or for nobody but you.',
    why: 'Extensions can change requests and answers. A blocker cancels the call before CORS; an “Allow CORS” extension adds headers, often a star with credentials, and hides the fault from you alone.',
    fix: {
      side: 'client',
      what: 'Open a private window, in which extensions are off, and try again. Uninstall whatever “turns CORS off”.',
      where: 'browser',
      code: '-Extension “Allow CORS”: on\n+Extension “Allow CORS”: removed',
    },
    seenAs: 'net::ERR_BLOCKED_BY_CLIENT',
  },
  {
    id: 'oauth-cookie-not-sent-back',
    title: 'The OAuth cookie that is not sent back',
    story:
      'The page starts a sign-in with fetch(), the API sets a cookie with the state, the provider sends the person back, and the state is missing.',
    why: 'A fetch() from another site stores the cookie in the jar of that site, or not at all. The way back is a top-level visit to the API, which looks into the API’s own jar. A SameSite=Strict cookie does not come along on that visit either.',
    fix: {
      side: 'client',
      what: 'Start the sign-in by navigating to the API, so that the cookie is set and read in one jar. Hand the finished session to the page afterwards.',
      where: 'page',
      code: "-await fetch(api + '/auth/start/github', { credentials: 'include' })\n+location.assign(api + '/auth/start/github?origin=' + location.origin)",
    },
    seenAs: 'OAuthCallbackError: state cookie was missing',
  },
]
