// @ts-check
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'

/** `npm pack`: writes `dist`, whose files import nothing that is not in them, so that `npx` fetches one package. */
const dist = join(import.meta.dirname, 'dist')
rmSync(dist, { recursive: true, force: true })

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['src/cli.ts', 'src/index.ts'],
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
for (const name of readdirSync(types)) {
  const file = join(types, name)
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replaceAll("'@next-cross-origin/browser'", "'../../browser/src/index.ts'"))
}
