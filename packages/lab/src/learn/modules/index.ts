// Written by `npm run learn` from docs/tutorial. Change the chapter, not this file.
import type { Output } from '../run.ts'

export const modules: Readonly<Record<string, () => Promise<{ run(console: Output): void }>>> = {
  '01-what-an-origin-is:12': () => import('./01-1.ts'),
  '01-what-an-origin-is:41': () => import('./01-2.ts'),
  '01-what-an-origin-is:81': () => import('./01-3.ts'),
  '02-who-may-read:42': () => import('./02-1.ts'),
  '02-who-may-read:110': () => import('./02-2.ts'),
  '03-the-preflight:21': () => import('./03-1.ts'),
  '03-the-preflight:93': () => import('./03-2.ts'),
  '04-credentials:38': () => import('./04-1.ts'),
  '04-credentials:98': () => import('./04-2.ts'),
  '05-what-caches-must-know:41': () => import('./05-1.ts'),
  '06-cookies-by-topology:30': () => import('./06-1.ts'),
  '07-cors-is-not-a-lock:15': () => import('./07-1.ts'),
  '07-cors-is-not-a-lock:33': () => import('./07-2.ts'),
  '08-finding-the-fault:105': () => import('./08-1.ts'),
  '10-what-not-to-build:24': () => import('./10-1.ts'),
  '11-every-way-to-sign-in:15': () => import('./11-1.ts'),
}
