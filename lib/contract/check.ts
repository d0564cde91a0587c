import * as z from 'zod/mini'

// zod would compile its schemas with `new Function`, which the dashboard's Content-Security-Policy forbids.
z.config({ jitless: true })

export const { safeParse } = z

/** Checks the fields of a form. @returns the values, or the first message for each field that is refused */
export function checkFields<Fields extends z.ZodMiniObject>(
  schema: Fields,
  data: FormData,
): { values: z.output<Fields>; errors?: never } | { errors: Record<string, string> } {
  const result = z.safeParse(schema, valuesOf(schema, data))
  if (result.success) return { values: result.data }
  const { issues } = result.error
  return {
    errors: Object.fromEntries(
      issues.toReversed().map(({ path, message }) => [String(path[0] ?? ''), message]),
    ),
  }
}

/** Reads the fields that the schema names. */
function valuesOf(schema: z.ZodMiniObject, data: FormData): Record<string, string> {
  const named = Object.entries(schema.shape).map(([name, field]) => {
    const value = String(data.get(name) ?? '')
    return [name, value === '' && isOptional(field) ? undefined : value]
  })
  return Object.fromEntries(named.filter(([, value]) => value !== undefined))
}

const isOptional = (field: z.core.$ZodType) => z.safeParse(field, undefined).success
