import type { HeaderList } from '@next-cross-origin/browser'
import { simulatedValue } from './simulate.ts'
import type { Scenario, ScriptedAnswer, VariantName } from './types.ts'

/** One message of a lesson that a reader may change: status and headers of an answer, or the headers of a call. */
export interface Editable {
  /** Stable within a variant, such as `call/preflight`. */
  readonly key: string
  readonly title: string
  readonly text: string
}

/** Texts by the key of the message that they replace. */
export type Edits = Readonly<Record<string, string>>

/** Lists what can be changed in a variant, as text: one header a line, and the status of an answer in the first. */
export function editablesOf(scenario: Scenario, variant: VariantName): readonly Editable[] {
  const { calls, steps } = scenario[variant]
  const answerText = ({ headers, status }: ScriptedAnswer): string =>
    [
      String(status),
      ...linesOf(headers.map(([name, value]) => [name, simulatedValue(value, scenario, variant)])),
    ].join('\n')
  const sent = calls.flatMap(({ by, headers = [], note }, index) =>
    by === 'image'
      ? []
      : [
          {
            key: `${index}/sent`,
            title: `The page sends${note === undefined ? '' : ` (${note})`}`,
            text: linesOf(headers).join('\n'),
          },
        ],
  )
  const isAlone = Object.keys(steps).length === 1
  const answered = Object.entries(steps).flatMap(([step, { preflight, request }]) => {
    const of = isAlone ? '' : ` (${step})`
    return [
      ...(preflight === undefined
        ? []
        : [
            {
              key: `${step}/preflight`,
              title: `The API answers the preflight${of}`,
              text: answerText(preflight),
            },
          ]),
      { key: `${step}/request`, title: `The API answers the request${of}`, text: answerText(request) },
    ]
  })
  return [...sent, ...answered]
}

/** Returns the scenario with the texts in place of what the variant says. What cannot be read as a header line is left out. */
export function edited(scenario: Scenario, variant: VariantName, edits: Edits): Scenario {
  const { calls, steps } = scenario[variant]
  const answerOf = (key: string, answer: ScriptedAnswer): ScriptedAnswer => {
    const text = edits[key]
    if (text === undefined) return answer
    const status = /^\s*(?:HTTP\/[\d.]+\s+)?([1-5]\d\d)\b/.exec(text)?.[1]
    // A line that was left as it is keeps its markers: some depend on the request that is answered.
    const own = answer.headers.map((header) => [lineOf(header, scenario, variant), header] as const)
    const headers = headersIn(text).map((header) => new Map(own).get(header.join(': ')) ?? header)
    return { ...answer, status: status === undefined ? answer.status : Number(status), headers }
  }
  return {
    ...scenario,
    [variant]: {
      calls: calls.map((call, index) => {
        const text = edits[`${index}/sent`]
        return text === undefined ? call : { ...call, headers: headersIn(text) }
      }),
      steps: Object.fromEntries(
        Object.entries(steps).map(([step, { preflight, request }]) => [
          step,
          {
            ...(preflight === undefined ? {} : { preflight: answerOf(`${step}/preflight`, preflight) }),
            request: answerOf(`${step}/request`, request),
          },
        ]),
      ),
    },
  }
}

const lineOf = ([name, value]: HeaderList[number], scenario: Scenario, variant: VariantName): string =>
  `${name}: ${simulatedValue(value, scenario, variant)}`

const linesOf = (headers: HeaderList): string[] =>
  headers.filter(([, value]) => value !== '').map((header) => header.join(': '))

/** Reads the lines that are header lines. A brace would be a marker of the lab's own. */
function headersIn(text: string): HeaderList {
  return text.split('\n').flatMap((line): (readonly [string, string])[] => {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*([\x20-\x7e]*?)\s*$/.exec(line.trim()) ?? []
    return name === undefined || value === undefined ? [] : [[name, value.replace(/[{}]/g, '')]]
  })
}
