import { EventSourceParserStream } from 'eventsource-parser/stream'

/**
 * Reads server-sent events (HTML § 9.2) one by one. Leaving the loop closes the connection. The API ends a stream after
 * some minutes, so that a revoked session stops hearing: open it again for as long as the page needs it.
 * @param checked takes the JSON of one event and returns it as the contract describes it
 * @example
 * for await (const event of await client.call('events', 'GET')) show(event)
 */
export async function* eventsOf<Event>(
  { body }: Response,
  checked: (value: unknown) => Event | Promise<Event>,
): AsyncGenerator<Event, void> {
  if (body === null) return
  // A loop over a reader, because not every browser can iterate a stream.
  const reader = body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      yield await checked(JSON.parse(next.value.data))
    }
  } finally {
    await reader.cancel()
  }
}
