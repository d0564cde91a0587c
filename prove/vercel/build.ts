import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { exec } from './exec'

/** Builds a deployment with the builder of the platform, from a copy of the tree that is committed or about to be. */

export const builderFolder = join(import.meta.dirname)

/**
 * Installs the builder where it is missing, at the versions of its own folder's lock file. Not by `npm ci`, which refuses a
 * lock file without the builder's programs for other systems, and not every registry has those.
 */
export async function installBuilder(): Promise<void> {
  if (existsSync(join(builderFolder, 'node_modules', 'vercel', 'package.json'))) return
  const { status, output } = await exec('npm', ['install', '--no-save', '--ignore-scripts'], {
    cwd: builderFolder,
  })
  if (status !== 0) throw new Error(`The builder could not be installed:\n${output}`)
}

/** Copies what git knows, and links to the packages, so that a build touches nothing of the working tree. */
async function copyTree(): Promise<string> {
  const tree = mkdtempSync(join(tmpdir(), 'next-cross-origin-vercel-'))
  const { output } = await exec('git', ['ls-files', '-co', '--exclude-standard', '-z'])
  for (const file of new Set(output.split('\0').filter((name) => name !== '' && existsSync(name)))) {
    mkdirSync(dirname(join(tree, file)), { recursive: true })
    cpSync(file, join(tree, file))
  }
  const linked = await exec('cp', ['-al', 'node_modules', tree])
  if (linked.status !== 0) await exec('cp', ['-a', 'node_modules', tree])
  return tree
}

export interface Built {
  status: number | null
  log: string
  tree: string
  /** Says where the output of the builder is. */
  output: string
  remove(): void
}

/**
 * Runs `vercel build` as the platform does after a push: the settings of a new project, and variables.
 * @param variables of the project
 */
export async function buildOnPlatform(variables: Readonly<Record<string, string>>): Promise<Built> {
  const tree = await copyTree()
  const folder = join(tree, '.vercel')
  mkdirSync(folder)
  // The packages are there already; installing them again is the one step of the platform's that is left out.
  const settings = { framework: 'nextjs', installCommand: 'true', nodeVersion: '22.x' }
  writeFileSync(join(folder, 'project.json'), JSON.stringify({ projectId: 'x', orgId: 'y', settings }))
  const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`)
  writeFileSync(join(folder, '.env.production.local'), lines.join(''))
  const cli = join(builderFolder, 'node_modules', 'vercel', 'dist', 'vc.js')
  const { status, output } = await exec(
    process.execPath,
    [cli, 'build', '--prod', '--yes', '--token', 'x'],
    // A clean environment: nothing of this process may decide what the platform would not know.
    {
      cwd: tree,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: tree,
        NODE_ENV: 'production',
        VERCEL_TELEMETRY_DISABLED: '1',
      },
    },
  )
  return {
    status,
    log: output,
    tree,
    output: join(folder, 'output'),
    remove: () => rmSync(tree, { recursive: true, force: true }),
  }
}
