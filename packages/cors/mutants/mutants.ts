/** One way to get a policy wrong: a source file, and the text that replaces another text in it. */
export interface Mutant {
  readonly name: string
  /** In `src`. */
  readonly file: string
  /** Each text is in the file exactly once. */
  readonly changes: readonly (readonly [find: string, replace: string])[]
}

const listedOrigin = 'if (origins.has(text)) return text'

/** Mistakes that others have shipped. The published cases must notice every one of them. */
export const mutants: readonly Mutant[] = [
  {
    name: 'suffix match',
    file: 'decide.ts',
    changes: [
      [
        listedOrigin,
        "for (const listed of origins) if (text.endsWith(listed.slice('https://'.length))) return listed",
      ],
    ],
  },
  {
    name: 'unescaped dot',
    file: 'decide.ts',
    changes: [
      [
        listedOrigin,
        "for (const listed of origins) if (new RegExp('^' + listed + '$').test(text)) return listed",
      ],
    ],
  },
  {
    name: '`null` trusted',
    file: 'decide.ts',
    changes: [[listedOrigin, "if (origins.has(text) || text === 'null') return text"]],
  },
  {
    name: 'header list reflected',
    file: 'decide.ts',
    changes: [
      [
        "requestHeadersFault(compiled, request.headers.get('access-control-request-headers'))",
        '(requestHeadersFault, null)',
      ],
      [
        'return allow(kind, rule, named, compiled.preflight)',
        `return allow(kind, rule, named, compiled.preflight.map(([name, value]) => [
          name,
          name === 'access-control-allow-headers' ? (request.headers.get('access-control-request-headers') ?? '') : value,
        ]))`,
      ],
    ],
  },
  {
    name: 'first of two origins wins',
    file: 'decide.ts',
    changes: [
      [
        "const text = request.headers.get('origin')",
        "const text = request.headers.get('origin')?.split(',')[0]?.trim() ?? null",
      ],
    ],
  },
]
