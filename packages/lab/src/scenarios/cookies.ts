import type { Target, Theme, Variant } from '../types.ts'
import { allowPageWithCredentials, ok } from './answers.ts'

/** Sets a cookie in one call, and looks in a second whether the browser sends it. */
function setAndAsk(to: Target, cookie: string): Variant {
  const call = { to, by: 'page', credentials: 'include' } as const
  return {
    calls: [
      { ...call, step: 'set', note: 'The answer sets a cookie.' },
      { ...call, step: 'ask', note: 'Does the browser send it?' },
    ],
    steps: {
      set: {
        request: ok(...allowPageWithCredentials, ['Set-Cookie', `${cookie}; Path=/api/lab; Max-Age=60`]),
      },
      ask: { request: ok(...allowPageWithCredentials) },
    },
  }
}

export const cookies: Theme = {
  id: 'cookies',
  title: 'Cookies have rules of their own',
  summary:
    'CORS decides who may read. Whether a cookie is kept and sent is decided by its attributes, by the two sites, and by the browser’s settings.',
  scenarios: [
    {
      id: 'cookie-same-site',
      title: 'A cookie that SameSite keeps back',
      story: 'A session cookie with SameSite=Lax, and a page on another site.',
      why: 'To a call from another site, SameSite=Lax and Strict mean: neither store nor send.',
      fix: {
        side: 'server',
        what: 'For a page on another site, say SameSite=None with Secure and Partitioned; better, put both on one site.',
        where: 'server',
        code: '-Set-Cookie: session=…; SameSite=Lax; HttpOnly\n+Set-Cookie: session=…; SameSite=None; Secure; Partitioned; HttpOnly',
      },
      wants: { kind: 'cookie', name: 'lab-session-{run}' },
      dependsOn: 'site',
      broken: setAndAsk('third', 'lab-session-{run}=ada; SameSite=Lax'),
      fixed: setAndAsk('third', 'lab-session-{run}=ada; SameSite=None; Secure; Partitioned'),
    },
    {
      id: 'cookie-without-secure',
      title: 'SameSite=None without Secure',
      story: 'The cookie is meant for other sites, so it says SameSite=None, and no more.',
      why: 'A cookie that crosses sites must not cross the network in the clear: without Secure, SameSite=None is refused when it is set.',
      fix: {
        side: 'server',
        what: 'Add Secure, and serve over https. Chromium and Firefox trust http on this machine as well.',
        where: 'server',
        code: '-Set-Cookie: session=…; SameSite=None; HttpOnly\n+Set-Cookie: session=…; SameSite=None; Secure; HttpOnly',
      },
      wants: { kind: 'cookie', name: 'lab-open-{run}' },
      broken: setAndAsk('api', 'lab-open-{run}=ada; SameSite=None'),
      fixed: setAndAsk('api', 'lab-open-{run}=ada; SameSite=None; Secure'),
    },
    {
      id: 'cookie-partitioned',
      title: 'A cookie that is partitioned',
      story: 'The page’s site and the API’s differ, and the browser may block third-party cookies.',
      why: 'Where third-party cookies are blocked, a cookie that would be shared between all sites is dropped. A partitioned one is kept for this site alone.',
      fix: {
        side: 'server',
        what: 'Add Partitioned: one jar for every top-level site, so there is nothing to track with.',
        where: 'server',
        code: '-Set-Cookie: session=…; SameSite=None; Secure; HttpOnly\n+Set-Cookie: session=…; SameSite=None; Secure; Partitioned; HttpOnly',
      },
      wants: { kind: 'cookie', name: 'lab-shared-{run}' },
      dependsOn: 'third-party-cookies',
      broken: setAndAsk('third', 'lab-shared-{run}=ada; SameSite=None; Secure'),
      fixed: setAndAsk('third', 'lab-shared-{run}=ada; SameSite=None; Secure; Partitioned'),
    },
  ],
}
