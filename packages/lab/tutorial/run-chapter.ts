import { expectedLines } from '../src/learn/run.ts'
import type { Block, Chapter } from './blocks.ts'
import { differences, parseExchange, replay, signedInMemory } from './exchange.ts'
import { isLike } from './likeness.ts'
import { runModule } from './module.ts'
import { runShell, type ShellResult } from './shell.ts'
import type { Stage } from './stage.ts'

/** Holds the outcome of one block. */
export interface BlockResult {
  readonly info: string
  readonly line: number
  readonly output: string
  /** Empty when the block did what is shown. */
  readonly faults: readonly string[]
}

/** Runs the blocks of a chapter in order. Those that a browser performs are left to the tests. */
export async function runChapter({ blocks }: Chapter, stage: Stage): Promise<BlockResult[]> {
  const commands = blocks.filter(({ info }) => info === 'sh run')
  const written = await runShell(
    commands.map(({ text }) => text),
    stage,
  )
  const memory = blocks.some(({ info }) => info === 'http')
    ? await signedInMemory(stage)
    : new Map<string, string>()
  const results: BlockResult[] = []
  for (const [index, block] of blocks.entries()) {
    const { info, line } = block
    if (info === 'ts run') results.push({ info, line, ...(await ranModule(block)) })
    if (info === 'http') results.push({ info, line, ...(await ranExchange(block, stage, memory)) })
    if (info === 'sh run') {
      const after = blocks[index + 1]
      const shown = after?.info === 'text output' ? after.text : null
      results.push({ info, line, ...ranCommand(shown, written[commands.indexOf(block)]) })
    }
  }
  return results
}

type Ran = Pick<BlockResult, 'output' | 'faults'>

async function ranModule({ text }: Block): Promise<Ran> {
  const output = (await runModule(text)).join('\n')
  const isRight = isLike(expectedLines(text).join('\n'), output)
  return { output, faults: isRight ? [] : ['It was to print what stands behind // →'] }
}

async function ranExchange({ text }: Block, stage: Stage, memory: Map<string, string>): Promise<Ran> {
  const written = parseExchange(text)
  const received = await replay(written.request, stage, memory)
  const head = [received.start, ...received.headers.map((header) => header.join(': '))]
  const output = `${text.slice(0, text.indexOf('\nHTTP/1.1 '))}\n${head.join('\n')}\n\n${received.body}`
  return { output, faults: differences(written.answer, received) }
}

function ranCommand(shown: string | null, { output, status }: ShellResult = { output: '', status: 1 }): Ran {
  const isRight = shown === null ? status === 0 : isLike(shown, output)
  return { output, faults: isRight ? [] : [`It was to print\n${shown ?? ''}`] }
}
