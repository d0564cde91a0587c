import type { Deployment } from '../ui/bench-context.tsx'

/** A form of session cookie: its attributes, and where it is the right one. */
export interface CookieForm {
  readonly id: 'lax' | 'strict' | 'partitioned'
  /** The name begins so; what follows is the product's own label. */
  readonly prefix: '' | '__Host-'
  readonly attributes: string
  readonly place: string
  readonly why: string
}

export const cookieForms: readonly CookieForm[] = [
  {
    id: 'lax',
    prefix: '',
    attributes: 'HttpOnly; Path=/; SameSite=Lax',
    place: 'One site, over http',
    why: 'WebKit drops Secure cookies over plain http, localhost included, so the cookie goes without Secure. It is for development on one machine.',
  },
  {
    id: 'strict',
    prefix: '__Host-',
    attributes: 'HttpOnly; Path=/; Secure; SameSite=Strict',
    place: 'One site, over https',
    why: 'Calls between two hosts of one site count as same-site, so even Strict is sent. The prefix __Host- keeps a sibling subdomain from planting a cookie of this name.',
  },
  {
    id: 'partitioned',
    prefix: '__Host-',
    attributes: 'HttpOnly; Path=/; Secure; SameSite=None; Partitioned',
    place: 'Two sites',
    why: 'To the page it is a third-party cookie. Partitioned gives it a jar of its own for each top-level site, which browsers keep when they block third-party cookies.',
  },
]

/** Returns the form that follows from the relation of the two origins and the API's scheme. */
export function formFor({ topology, apiOrigin }: Deployment): CookieForm['id'] {
  if (topology === 'cross-site') return 'partitioned'
  return apiOrigin.startsWith('https:') ? 'strict' : 'lax'
}

/** The ways to run both deployments on one machine, by the option of `npm run dev`. */
export const developmentTopologies = [
  {
    topology: 'ports',
    title: 'One host, two ports',
    command: 'npm run dev',
    page: 'http://localhost',
    api: 'http://localhost',
    teaches:
      'Cookies ignore ports, so both share one jar. It hides most of what goes wrong between two deployed hosts.',
  },
  {
    topology: 'subdomains',
    title: 'One site, two subdomains',
    command: 'npm run dev -- --topology subdomains',
    page: 'http://app.acme.localhost',
    api: 'http://api.acme.localhost',
    teaches: 'The usual shape of a company: app. and api. of one domain. Cookies are same-site.',
  },
  {
    topology: 'cross-site',
    title: 'Two sites',
    command: 'npm run dev -- --topology cross-site',
    page: 'http://frontend.localhost',
    api: 'http://backend.localhost',
    teaches:
      'Two domains, as with preview addresses or an API of somebody else. Only a partitioned cookie survives everywhere it can.',
  },
] as const
