import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Nothing private of Node.js or Next.js is touched: an update of either must not break what stands on documented parts. */

const product = ['app', 'components', 'lib', 'scripts', '*.ts', '*.js', '*.mjs', '.npmrc']

const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...product], {
  encoding: 'utf8',
})
const files = listed.stdout
  .split('\n')
  .filter((file) => /\.(tsx?|m?js)$/.test(file) && !/^(packages|prove|tests|docs)\//.test(file))

/** Names what is private, and the files that may name it. */
const parts: readonly [what: string, pattern: RegExp, allowed?: readonly string[]][] = [
  ['a field or method that begins with an underscore', /(?<!\bz)\??\.(?:_[a-z])|\[['"`]_[a-z]/i],
  ['a symbol of Node.js', /Symbol\(k[A-Z]|getOwnPropertySymbols/],
  ['a binding or an internal module', /process\.binding|internalBinding|['"]internal\/|node:internal/],
  ['a prototype or a method of Node.js that is replaced', /\.prototype\b|\b(?:http|https|net|tls)\.\w+ = /],
  ['a diagnostics channel', /diagnostics_channel/],
  ['the layout of the package next', /next\/(?:dist|src)\b/],
  ['a variable by which Next.js talks to itself', /__NEXT|NEXT_PRIVATE|NEXT_OTEL/],
  // The one file that names them makes sure that no request brings one.
  [
    'a header by which Next.js talks to itself',
    /x-middleware-|x-nextjs-|x-invoke-/i,
    ['lib/gate/page-protocol.ts'],
  ],
]

test('the product is looked at', () => {
  for (const file of [
    'server.ts',
    'middleware.ts',
    'next.config.js',
    'lib/serve/listener.ts',
    'scripts/start.js',
  ]) {
    expect(files).toContain(file)
  }
})

test.each(parts)('the product does not touch %s', (_, pattern, allowed = []) => {
  const hits = files
    .filter((file) => !allowed.includes(file))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    )
  expect(hits).toEqual([])
})

test('each pattern finds what it looks for', () => {
  const examples = [
    'response._dumped = true',
    'socket[Symbol(kHandle)]',
    "process.binding('http_parser')",
    'http.createServer = patched',
    "import dc from 'node:diagnostics_channel'",
    "import 'next/dist/server/next'",
    'process.env.__NEXT_PRIVATE_ORIGIN',
    "headers.set('x-middleware-next', '1')",
  ]
  expect(examples.map((example, index) => parts[index]?.[1].test(example))).toEqual(examples.map(() => true))
})
