import { type ChildProcess, execFile, spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

export const run = promisify(execFile)

export const root = join(import.meta.dirname, '..')
export const packed = ['cors', 'browser', 'doctor'] as const

/** A folder outside the repository, and the processes that were started in it. */
export class Outside {
  readonly folder = mkdtempSync(join(tmpdir(), 'outside-'))
  private readonly children: ChildProcess[] = []

  /** Creates an empty project. @returns its folder */
  project(name: string): string {
    const folder = join(this.folder, name)
    mkdirSync(folder)
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }))
    return folder
  }

  /** Starts a program with Node.js. @returns the first line that it prints which matches */
  async firstLine(args: readonly string[], folder: string, pattern: RegExp): Promise<string> {
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    this.children.push(child)
    let errors = ''
    child.stderr.on('data', (chunk) => {
      errors += String(chunk)
    })
    for await (const line of createInterface({ input: child.stdout })) if (pattern.test(line)) return line
    throw new Error(`${args.join(' ')} ended without the line ${pattern}:\n${errors}`)
  }

  close(): void {
    for (const child of this.children) child.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Packs each package as `npm publish` would. @returns the paths of the tarballs, by package */
export async function pack(folder: string): Promise<Record<(typeof packed)[number], string>> {
  const tarballs = { cors: '', browser: '', doctor: '' }
  for (const name of packed) {
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: join(root, 'packages', name),
    })
    const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('[')))
    tarballs[name] = join(folder, filename)
  }
  return tarballs
}

/** Installs into a project outside: tarballs, or what the registry has in the version that this repository uses. */
export async function install(folder: string, wanted: readonly string[]): Promise<void> {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const versions: Record<string, string> = { ...dependencies, ...devDependencies }
  const specifiers = wanted.map((name) => (name.endsWith('.tgz') ? name : `${name}@${versions[name]}`))
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...specifiers], { cwd: folder })
}

/** Copies the programs of `prove/outside` into a project. */
export function copyPrograms(folder: string): void {
  cpSync(join(import.meta.dirname, 'outside'), folder, { recursive: true })
}

/** Returns the size of everything in a folder, in bytes. */
export function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0)
}
