import { getHeader } from '@next-cross-origin/browser'
import type { Examination } from '@next-cross-origin/doctor'
import { Drawing } from '../bench/drawing.tsx'
import type { Message } from '../bench/messages.ts'

/** Draws what happened in an examination: every request, every answer, and where the browser stopped. */
export function ExchangePicture({ origin, examination }: { origin: string; examination: Examination }) {
  const { exchanges, verdict } = examination
  const first = exchanges[0]
  if (first === undefined) return null
  const messages = exchanges.flatMap((exchange, index): Message[] => {
    const isBlocked = index === exchanges.length - 1 && !verdict.allowed
    const { purpose, request, response } = exchange
    const shared = { exchange: index, lane: 'api' } as const
    const asked: Message = {
      ...shared,
      key: `${index}-request`,
      from: 'page',
      line: request.method,
      note: purpose === 'preflight' ? 'May this page call?' : `Origin: ${origin}`,
      end: response === null ? 'lost' : 'arrives',
    }
    if (response === null) return [asked]
    const allowed = getHeader(response.headers, 'Access-Control-Allow-Origin')
    const answered: Message = {
      ...shared,
      key: `${index}-answer`,
      from: 'server',
      line: String(response.status),
      note: isBlocked ? faultOf(verdict) : allowed === null ? '' : `Access-Control-Allow-Origin: ${allowed}`,
      end: isBlocked ? 'blocked' : 'arrives',
    }
    return [asked, answered]
  })
  return (
    <Drawing
      pageOrigin={origin}
      apiOrigin={new URL(first.request.url).origin}
      thirdOrigin={null}
      messages={messages}
      pointedAt={null}
      title={`The exchange: ${messages.map(({ line, note }) => `${line}, ${note}`).join('; ')}. ${verdict.allowed ? 'The page gets the answer.' : 'The browser withholds the answer.'}`}
    />
  )
}

function faultOf({ evidence }: Examination['verdict']): string {
  if (evidence?.header == null) return 'the browser stops here'
  return evidence.value === null ? `no ${evidence.header}` : `${evidence.header}: ${evidence.value}`
}
