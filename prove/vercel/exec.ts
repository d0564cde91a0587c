import { type SpawnOptions, spawn } from 'node:child_process'

/** Runs a command to its end. @returns its status, and everything that it wrote */
export function exec(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => (output += String(chunk)))
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, output }))
  })
}
