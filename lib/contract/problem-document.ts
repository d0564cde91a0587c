import * as z from 'zod/mini'
import { type ProblemCode, problemCodes } from './problems'

/** The body of every error: RFC 9457, with a code that programs can switch on. */
export const problemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(Object.keys(problemCodes) as [ProblemCode]),
  requestId: z.string(),
  /** Fields that were refused. */
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
  /** The rule of the policy that denied the origin. */
  reason: z.optional(z.string()),
})
