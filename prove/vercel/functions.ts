import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { exec } from './exec'

/** A function of the builder's output, running from exactly the files that its own list names. */
export interface RunningFunction {
  folder: string
  /** Bytes of all its files. */
  bytes: number
  files: readonly string[]
  child: ChildProcess
  log(): string
  invoke(request: Invocation): Promise<IncomingMessage>
  stop(): Promise<void>
}

export interface Invocation {
  method: string
  url: string
  headers: Readonly<Record<string, string | string[]>>
  body: Buffer
}

const configSchema = z.object({ handler: z.string(), filePathMap: z.record(z.string(), z.string()) })

/** Plays the platform's bridge: one process, one launcher, requests over a socket of this machine. */
const host = `
const { createServer } = require('node:http')
const exit = process.exit
process.exit = (code) => { console.error('PROCESS.EXIT was called with ' + code); exit(code) }
const handler = require(process.argv[1])
const server = createServer((request, response) => handler(request, response))
server.listen(0, '127.0.0.1', () => console.log('LISTENING ' + server.address().port))
`

/** The user that owns nothing here. A process of root's would write to a read-only folder. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/** Copies the files of a function into an empty folder that nobody may write to. */
async function assemble(
  tree: string,
  at: string,
): Promise<{ folder: string; handler: string; files: string[] }> {
  const { handler, filePathMap } = configSchema.parse(
    JSON.parse(readFileSync(join(at, '.vc-config.json'), 'utf8')),
  )
  const folder = mkdtempSync(join(tmpdir(), 'next-cross-origin-function-'))
  cpSync(at, folder, { recursive: true, verbatimSymlinks: true })
  for (const [to, from] of Object.entries(filePathMap)) {
    mkdirSync(dirname(join(folder, to)), { recursive: true })
    cpSync(join(tree, from), join(folder, to), { verbatimSymlinks: true })
  }
  await exec('chmod', ['-R', 'a=rX', folder])
  chmodSync(folder, 0o555)
  return { folder, handler, files: Object.keys(filePathMap) }
}

/**
 * Starts a function.
 * @param tree the folder in which it was built
 * @param at its `.func` folder
 * @param variables everything that its environment has
 */
export async function startFunction(
  tree: string,
  at: string,
  variables: Readonly<Record<string, string>>,
): Promise<RunningFunction> {
  const { folder, handler, files } = await assemble(tree, at)
  const child = spawn(process.execPath, ['-e', host, join(folder, handler)], {
    cwd: folder,
    env: { ...variables, VERCEL: '1', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...nobody,
  })
  let log = ''
  const port = await new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        log += String(chunk)
        const listening = /LISTENING (\d+)/.exec(log)?.[1]
        if (listening !== undefined) resolve(Number(listening))
      })
    }
    child.once('exit', () => reject(new Error(`The function ended:\n${log}`)))
  })
  const sizes = await exec('du', ['-sb', folder])
  return {
    folder,
    bytes: Number.parseInt(sizes.output, 10),
    files,
    child,
    log: () => log,
    invoke: ({ method, url, headers, body }) =>
      new Promise((resolve, reject) => {
        const sent = httpRequest({ host: '127.0.0.1', port, method, path: url, headers }, resolve)
        sent.once('error', reject)
        sent.end(body)
      }),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      if (child.exitCode === null && child.kill('SIGKILL')) await ended
      await exec('chmod', ['-R', 'u+w', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Tells whether the output has a function at a path of the output's folder. */
export const isFunctionAt = (at: string): boolean => existsSync(join(at, '.vc-config.json'))
