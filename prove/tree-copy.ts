import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..')
const made = /^(node_modules|\.git|\.next|\.data|\.work|dist|test-results)$/

/** A copy of the working tree in a folder of its own, as somebody else would have it. */
export class TreeCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'tree-copy-'))

  /** @param leaveOut tells whether a path, from the root of the repository, stays behind */
  constructor(leaveOut: (path: string) => boolean = () => false) {
    cpSync(root, this.folder, {
      recursive: true,
      filter: (path) => !made.test(basename(path)) && !leaveOut(relative(root, path).split(sep).join('/')),
    })
  }

  /**
   * Runs npm in the copy.
   * @returns what it wrote
   * @throws Error with the end of what it wrote, when its status is not 0
   */
  async npm(...args: readonly string[]): Promise<string> {
    const { NODE_ENV: _, TEST_DATABASE_URL: __, VITEST: ___, ...env } = process.env
    const options = { cwd: this.folder, maxBuffer: 64_000_000, env: env as NodeJS.ProcessEnv }
    try {
      return (await promisify(execFile)('npm', args, options)).stdout
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
      throw new Error(`npm ${args.join(' ')} failed:\n${(stdout + stderr).slice(-8_000)}`)
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
