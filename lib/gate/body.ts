import type { ZodType } from 'zod'
import { isJson } from './gate'
import { maxBodyBytes, problems } from './problem'

/**
 * The body, counted while it arrives, because its length can be left out or lie; never cut. Read before the handler
 * runs, so that a handler which does not look at the body does not let a longer one through.
 * @throws Problem 413 over the limit, 400 when the client breaks off
 */
export async function readBody({ body }: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body ?? []) {
      size += chunk.byteLength
      if (size > maxBodyBytes) break
      chunks.push(chunk)
    }
  } catch {
    throw problems.bodyIncomplete()
  }
  if (size > maxBodyBytes) throw problems.payloadTooLarge()
  return Buffer.concat(chunks)
}

/** A message may name what was sent, such as every field that is not known: the answer stays short even so. */
const mostErrors = 16
const longestMessage = 200

/**
 * A JSON body that satisfies a schema.
 * @throws Problem 415 for another type, 400 for malformed JSON or fields that are refused
 */
export function parseJson<T>(contentType: string | null, bytes: Uint8Array, schema: ZodType<T>): T {
  if (!isJson(contentType)) throw problems.notJson()
  const result = schema.safeParse(parse(bytes))
  if (result.success) return result.data
  const errors = result.error.issues.slice(0, mostErrors).map(({ path, message }) => ({
    path: path.join('.').slice(0, longestMessage),
    message: message.slice(0, longestMessage),
  }))
  throw problems.invalidRequest(errors)
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw problems.malformedJson()
  }
}
