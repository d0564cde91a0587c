import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Stage, unstaged } from './stage.ts'

const root = join(import.meta.dirname, '..', '..', '..')
/** Ends the output of each block; no program writes it. */
const separator = '\u001e'

export interface ShellResult {
  /** Describes what the block wrote to its standard output, with the addresses of the tutorial. */
  output: string
  status: number
}

/**
 * Runs the `sh run` blocks of one chapter as a reader does: one after the other in one terminal, at the root of the
 * repository. Whatever they leave running is ended.
 * @throws Error with what was written, when the shell itself ends early
 */
export async function runShell(scripts: readonly string[], stage: Stage): Promise<ShellResult[]> {
  const script = scripts.map((block) => `${block}\nprintf '${separator}%s${separator}' $?`).join('\n')
  const shell = spawn('sh', ['-c', script], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // Playwright asks for colours, a reader's pipe does not.
      FORCE_COLOR: undefined,
      DASHBOARD: stage.dashboardOrigin,
      API: stage.apiOrigin,
      SPARE: String(stage.sparePort),
    },
  })
  const ended = new Promise<void>((resolve) => shell.once('exit', () => resolve()))
  const written = Promise.all([text(shell.stdout), text(shell.stderr)])
  await ended
  try {
    // The whole group: a server that a block left in the background keeps the output open.
    if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGTERM')
  } catch {
    // Nothing was left.
  }
  const [output, errors] = await written
  const parts = output.split(separator)
  const results = scripts.map((_, index) => ({
    output: unstaged(parts[2 * index] ?? '', stage),
    status: Number(parts[2 * index + 1]),
  }))
  if (results.some(({ status }) => Number.isNaN(status)))
    throw new Error(`The shell ended early:\n${output}${errors}`)
  return results
}
