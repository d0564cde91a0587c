/** One way to get a gate wrong: a source file, and the text that replaces another text in it. */
export interface Mutant {
  readonly name: string
  readonly file: string
  /** Each text is in the file exactly once. */
  readonly changes: readonly (readonly [find: string, replace: string])[]
}

/** Mistakes that others have shipped. The cases of tests/conformance must notice every one of them. */
export const mutants: readonly Mutant[] = [
  {
    name: 'no Vary',
    file: 'lib/gate/answer.ts',
    changes: [
      [
        "if (name !== 'vary') lines.push(line)",
        "if (name === 'vary') continue\n    lines.push(line)\n    if (true) {}",
      ],
    ],
  },
  {
    name: 'absent origin trusted',
    file: 'lib/gate/gate.ts',
    changes: [['if (!isSafe(method) && isForged(headers))', 'if (false)']],
  },
  {
    name: 'no content-type check',
    file: 'lib/gate/gate.ts',
    changes: [
      ["if (takes.types !== 'any' && !takes.types.some((taken) => taken === type)) {", 'if (false) {'],
      ['} else if (!forcesPreflight(method, headers)) {', '} else if (false) {'],
    ],
  },
  {
    name: 'credentials leaked on denial',
    file: 'lib/gate/answer.ts',
    changes: [
      [
        "[['x-request-id', requestId]]",
        "[['x-request-id', requestId], ['access-control-allow-credentials', 'true']]",
      ],
    ],
  },
  {
    name: 'middleware only',
    file: 'lib/gate/handler.ts',
    changes: [
      [
        'await gate(request, settings)',
        'await gate({ ...request, url: request.url, method: "GET", headers: new Headers() }, settings)',
      ],
    ],
  },
]
