import type { FetchRequest } from '@next-cross-origin/browser'

/** Describes what loads a URL: a call of `fetch()`, an element, or another interface. */
export const destinations = ['fetch', 'img', 'script', 'module', 'font', 'eventsource', 'websocket'] as const

export type Destination = (typeof destinations)[number]

/** Describes what `Sec-Fetch-Dest` says of it (Fetch Metadata §2.1). */
export const fetchDestination: Readonly<Record<Destination, string>> = {
  fetch: 'empty',
  img: 'image',
  script: 'script',
  module: 'script',
  font: 'font',
  eventsource: 'empty',
  websocket: 'websocket',
}

/** Returns the request as such an element makes it: images and classic scripts load without CORS and with cookies. */
export function requestAs(destination: Destination, request: FetchRequest): FetchRequest {
  switch (destination) {
    case 'img':
    case 'script':
      return {
        ...request,
        method: 'GET',
        headers: [],
        mode: 'no-cors',
        credentials: 'include',
        element: destination === 'img' ? 'image' : 'script',
      }
    case 'module':
    case 'font':
      return { ...request, method: 'GET', headers: [], mode: 'cors' }
    case 'eventsource':
      return { ...request, method: 'GET', headers: [['Accept', 'text/event-stream']], mode: 'cors' }
    default:
      return request
  }
}
