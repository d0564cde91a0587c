import type { ZodType } from 'zod'
import { isJson, maxBodyBytes, payloadTooLarge } from './gate'
import { Problem } from './problem'

/**
 * A JSON body that satisfies a schema.
 * @throws Problem 415 for another type, 413 over the limit, 400 for malformed JSON or fields that are refused
 */
export async function jsonBody<T>(request: Request, schema: ZodType<T>): Promise<T> {
  if (!isJson(request.headers.get('content-type'))) {
    throw new Problem(
      415,
      'unsupported_media_type',
      'Send JSON',
      'Send JSON with "Content-Type: application/json".',
    )
  }
  const result = schema.safeParse(parse(await readBytes(request)))
  if (result.success) return result.data
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  throw new Problem(
    400,
    'invalid_request',
    'The request is not valid',
    errors.map(({ message }) => message).join(' '),
    { errors },
  )
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Problem(
      400,
      'malformed_json',
      'The body is not JSON',
      'The body could not be read as JSON in UTF-8.',
    )
  }
}

/** The body, counted while it arrives: a length can be left out or lie. Never cut. */
async function readBytes(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > maxBodyBytes) throw payloadTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
