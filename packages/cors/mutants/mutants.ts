/** One way to get a gate wrong: a source file, and what stands in it instead of what. */
export interface Mutant {
  readonly name: string
  readonly file: string
  /** Each text is in the file exactly once. */
  readonly changes: readonly (readonly [find: string, replace: string])[]
}

const listedOrigin = 'if (origins.has(text)) return text'

/** Mistakes that others have shipped. The cases of tests/conformance must notice every one of them. */
export const mutants: readonly Mutant[] = [
  {
    name: 'suffix match',
    file: 'packages/cors/src/decide.ts',
    changes: [
      [
        listedOrigin,
        "for (const listed of origins) if (text.endsWith(listed.slice('https://'.length))) return listed",
      ],
    ],
  },
  {
    name: 'unescaped dot',
    file: 'packages/cors/src/decide.ts',
    changes: [
      [
        listedOrigin,
        "for (const listed of origins) if (new RegExp('^' + listed + '$').test(text)) return listed",
      ],
    ],
  },
  {
    name: '`null` trusted',
    file: 'packages/cors/src/decide.ts',
    changes: [[listedOrigin, "if (origins.has(text) || text === 'null') return text"]],
  },
  {
    name: 'no Vary',
    file: 'lib/gate/answer.ts',
    changes: [
      [
        'for (const [name, value] of decision.headers) {',
        "for (const [name, value] of decision.headers) {\n    if (name === 'vary') continue",
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
      [
        'return contentType !== null && /^application\\/json[ \\t]*(;[^,]*)?$/i.test(contentType)',
        'return true',
      ],
    ],
  },
  {
    name: 'header list reflected',
    file: 'packages/cors/src/decide.ts',
    changes: [
      [
        "requestHeadersFault(compiled, request.headers.get('access-control-request-headers'))",
        '(requestHeadersFault, null)',
      ],
      [
        'return allow(kind, rule, text, compiled.preflight)',
        `return allow(kind, rule, text, compiled.preflight.map(([name, value]) => [
          name,
          name === 'access-control-allow-headers' ? (request.headers.get('access-control-request-headers') ?? '') : value,
        ]))`,
      ],
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
  {
    name: 'first of two origins wins',
    file: 'packages/cors/src/decide.ts',
    changes: [
      [
        "const text = request.headers.get('origin')",
        "const text = request.headers.get('origin')?.split(',')[0]?.trim() ?? null",
      ],
    ],
  },
]
