import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { examineGiven, frameworks, resultOf } from '../src/index.ts'
import { failedResult } from '../src/result.ts'

interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
}

const schema: Schema & { properties: Readonly<Record<string, Schema>> } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../result.schema.json'), 'utf8'),
)

const typeOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : Number.isInteger(value)
        ? 'integer'
        : typeof value

/** Returns what of a value the schema does not allow, by the words of JSON Schema that the file uses. */
function faults(
  value: unknown,
  { anyOf, enum: values, items, properties, required = [], type }: Schema,
  at = '',
): string[] {
  if (anyOf !== undefined)
    return anyOf.some((each) => faults(value, each).length === 0) ? [] : [`${at}: none of anyOf`]
  if (values !== undefined) return values.includes(value) ? [] : [`${at}: ${String(value)}`]
  const own = typeOf(value)
  const isTyped = [type].flat().some((each) => each === own || (each === 'number' && own === 'integer'))
  if (!isTyped) return [`${at}: ${own}`]
  if (Array.isArray(value)) return value.flatMap((each, index) => faults(each, items ?? {}, `${at}/${index}`))
  if (own !== 'object' || properties === undefined) return []
  const record = value as Record<string, unknown>
  return [
    ...required.filter((name) => !(name in record)).map((name) => `${at}/${name}: missing`),
    ...Object.entries(record).flatMap(([name, each]) => {
      const known = properties[name]
      return known === undefined ? [`${at}/${name}: unknown`] : faults(each, known, `${at}/${name}`)
    }),
  ]
}

it('describes every kind of result, and nothing else', () => {
  const request = {
    url: 'https://api.example.com/x',
    origin: 'https://app.example.com',
    credentials: 'include' as const,
  }
  const headers = [
    ['Access-Control-Allow-Origin', request.origin],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Set-Cookie', 'a=1; SameSite=Lax'],
    ['X-Powered-By', 'Express'],
  ] as const
  const answers = [
    [],
    [{ status: 200, statusText: 'OK', headers }],
    [{ status: 200, statusText: '', headers: headers.slice(2), body: '{}' }],
  ]
  const results = [
    failedResult('bad-usage', 'No URL.'),
    ...answers.map((given) => resultOf(request, examineGiven(request, { preflight: null, request: given }))),
    resultOf(
      { ...request, method: 'PUT' },
      examineGiven({ ...request, method: 'PUT' }, { preflight: answers[1]?.[0] ?? null, request: [] }),
    ),
  ]
  for (const result of results) expect(faults(JSON.parse(JSON.stringify(result)), schema)).toEqual([])
  expect(faults({ ...results[0], verdict: 'maybe', more: 1 }, schema)).toEqual([
    '/verdict: maybe',
    '/more: unknown',
  ])
  expect(schema.properties.for?.enum).toEqual([...frameworks, null])
})
