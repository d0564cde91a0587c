import { once } from 'node:events'
import { runBatch } from './batch.ts'
import { parseArguments, UsageError, usage } from './command-line.ts'
import { examine } from './examine.ts'
import { type ExitStatus, exitStatusOf, failedResult, resultOf, textOf } from './report.ts'

/** How long one request may take, in milliseconds. */
const TIMEOUT_MS = 10_000

async function main(args: readonly string[]): Promise<ExitStatus> {
  const command = parseArguments(args)
  if (command.kind === 'help') {
    console.log(usage)
    return 0
  }
  if (command.kind === 'batch') return runBatch(process.stdin, writeLine, TIMEOUT_MS, command.engine)
  const { request, isJson, engine } = command
  const examination = await examine(request, TIMEOUT_MS, engine)
  const result = resultOf(request, examination)
  await writeLine(isJson ? JSON.stringify(result) : textOf(request, examination))
  return exitStatusOf(result)
}

async function writeLine(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain')
}

const args = process.argv.slice(2)
try {
  process.exitCode = await main(args)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  if (args.includes('--json')) console.log(JSON.stringify(failedResult('bad-usage', error.message)))
  console.error(`${error.message}\n\n${usage}`)
  process.exitCode = 2
}
