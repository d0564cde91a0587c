import * as z from 'zod/mini'
import type { Schema } from '@/lib/contract/types'
import { type FieldError, problems } from './problem'

/** Says in English what is wrong with a field whose schema brings no words of its own. */
z.config(z.locales.en())

/**
 * Reads the body and counts it while it arrives, because its length can be left out or lie. It is never cut. A handler
 * runs after this, so that one which does not look at the body does not let a longer one through.
 * @throws Problem 413 over the limit, 400 when the client breaks off
 */
export async function readBody({ body }: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body ?? []) {
      size += chunk.byteLength
      if (size > maxBytes) break
      chunks.push(chunk)
    }
  } catch {
    throw problems.bodyIncomplete()
  }
  if (size > maxBytes) throw problems.payloadTooLarge(maxBytes)
  return new Uint8Array(Buffer.concat(chunks))
}

/**
 * Reads JSON in UTF-8.
 * @throws Problem 400 for anything else
 */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw problems.malformedJson()
  }
}

/**
 * Checks a body or a query against its schema.
 * @throws Problem 400 with the fields that are refused
 */
export function checked<Type extends Schema>(schema: Type, value: unknown): z.output<Type> {
  const result = z.safeParse(schema, value)
  if (result.success) return result.data
  throw problems.invalidRequest(fieldErrors(result.error))
}

/** A message may name what was sent, such as every field that is not known: the answer stays short even so. */
const mostErrors = 16
const longestMessage = 200

function fieldErrors({ issues }: z.core.$ZodError): FieldError[] {
  return issues.slice(0, mostErrors).map(({ path, message }) => ({
    path: path.join('.').slice(0, longestMessage),
    message: message.slice(0, longestMessage),
  }))
}
