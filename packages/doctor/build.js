// @ts-check
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { build } from 'esbuild'

/** `npm pack`: writes `dist`, whose files import nothing that is not in them, so that `npx` fetches one package. */
const dist = join(import.meta.dirname, 'dist')
rmSync(dist, { recursive: true, force: true })

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['src/cli.ts', 'src/index.ts', 'src/node.ts'],
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  legalComments: 'inline',
})
const cli = join(dist, 'cli.js')
writeFileSync(cli, `#!/usr/bin/env node\n${readFileSync(cli, 'utf8')}`, { mode: 0o755 })

// The types of the model come along; a declaration that names its package has to find them beside it.
execFileSync(
  process.execPath,
  [createRequire(import.meta.url).resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
  {
    cwd: import.meta.dirname,
    stdio: 'inherit',
  },
)
const types = join(dist, 'types/doctor/src')
const files = readdirSync(types, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
for (const { name, parentPath } of files) {
  const file = join(parentPath, name)
  const model = relative(parentPath, join(dist, 'types/browser/src'))
  const text = readFileSync(file, 'utf8').replace(
    /'@next-cross-origin\/browser(?:\/([a-z-]+))?'/g,
    (_, entry = 'index') => `'${model}/${entry}.ts'`,
  )
  writeFileSync(file, text)
}
