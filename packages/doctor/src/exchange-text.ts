import type { Exchange } from './exchange.ts'
import type { Guilty } from './guilty.ts'
import { visible } from './visible.ts'

/** The request headers that CORS is about; the others are the same in every call. */
const telling = /^(origin|access-control-)/i
/** The same of an answer, and what says who gave it. */
const tellingAnswer =
  /^(access-control-|vary$|location$|set-cookie$|server$|via$|x-powered-by$|cross-origin-resource-policy$|www-authenticate$)/i
/** Says how many header lines of an answer a short text shows, besides the one that decided. */
const SHOWN = 5

/** Says how much of an exchange is shown: every header, those that CORS is about, the line that decided, or nothing. */
export type Detail = 'all' | 'telling' | 'deciding' | 'none'

/** Writes one exchange: what was sent, what came, and a mark under the line that decided. */
export function exchangeLines(
  exchange: Exchange,
  index: number,
  guilty: Guilty | null,
  detail: Detail,
): string[] {
  if (detail === 'none') return []
  const { failure, purpose, request, response, durationMs } = exchange
  const { host, pathname, search } = new URL(request.url)
  const own = guilty?.exchange === index ? guilty : null
  return [
    `${index + 1}. ${purpose} to ${host}`,
    `> ${request.method} ${pathname}${search}`,
    ...(detail === 'deciding' ? [] : request.headers)
      .filter(([name]) => detail === 'all' || telling.test(name))
      .map(([name, value]) => `>   ${name}: ${visible(value)}`),
    ...(response === null
      ? [`< no answer: ${visible(failure?.detail ?? 'not given')}`]
      : [
          `< ${response.status} ${visible(response.statusText)}${durationMs === null ? '' : `  (${durationMs} ms)`}`,
          ...answerLines(response.headers, own, detail),
        ]),
  ]
}

function answerLines(
  headers: Exchange['request']['headers'],
  guilty: Guilty | null,
  detail: Detail,
): string[] {
  let others = 0
  const shown = headers.flatMap(([name, value], index) => {
    const line = `<   ${name}: ${visible(value)}`
    if (guilty?.header === index) return [line, ...markLines(name, value, guilty)]
    if (detail === 'all') return [line]
    return detail === 'telling' && tellingAnswer.test(name) && ++others <= SHOWN ? [line] : []
  })
  const absent =
    guilty !== null && guilty.header === null && guilty.name !== null
      ? [`    ^ ${guilty.name} is missing`]
      : []
  return [...shown, ...absent]
}

/** The lines under the header that decided: what was expected under what came, and where they begin to differ. */
function markLines(name: string, value: string, { differsAt, expected }: Guilty): string[] {
  const indent = ' '.repeat(name.length + '<   : '.length)
  if (expected === null || differsAt === null) return [`    ${'^'.repeat(name.length)} this line decided`]
  const at = visible(value.slice(0, differsAt)).length
  const end = differsAt >= value.length ? 'it ends too early' : 'here it differs'
  return [`${indent}${expected}  <- the page's origin`, `${indent}${' '.repeat(at)}^ ${end}`]
}
