import { once } from 'node:events'
import { auditReport } from './audit/report.ts'
import { askAsAttackers } from './audit/run.ts'
import { runBatch } from './batch.ts'
import { type Command, parseArguments } from './command-line.ts'
import { fetchDestination } from './destination.ts'
import { examineGiven } from './examination.ts'
import { examine } from './examine.ts'
import { subjectOf } from './given.ts'
import { type ExitStatus, exitStatusOf, failedResult, resultOf, resultOfFinding } from './result.ts'
import { findingText, textOf } from './text.ts'
import { UsageError, usage } from './usage.ts'
import { neutralised, safeJson } from './visible.ts'

/** Says how long one request may take, in milliseconds. */
const TIMEOUT_MS = 10_000

async function main(args: readonly string[]): Promise<ExitStatus> {
  const command = parseArguments(args)
  if (command.kind === 'help') {
    console.log(usage)
    return 0
  }
  if (command.kind === 'batch') return runBatch(process.stdin, writeLine, TIMEOUT_MS, command.engine)
  return command.kind === 'audit' ? audit(command) : single(command)
}

async function audit(command: Command): Promise<ExitStatus> {
  const subject = subjectOf(command)
  if ('cause' in subject) throw new UsageError('--audit wants a URL and --origin.')
  const { origin, url } = subject.request
  const asked = await askAsAttackers(url, origin, TIMEOUT_MS)
  const { status, text } = auditReport(url, asked, command.format)
  await writeLine(text)
  return status
}

async function single(command: Command): Promise<ExitStatus> {
  const { destination, engine, framework, isJson, isVerbose } = command
  const subject = subjectOf(command)
  if ('cause' in subject) {
    await writeLine(isJson ? safeJson(resultOfFinding(subject)) : coloured(findingText(subject)))
    return 1
  }
  const { answers, body, notes, request } = subject
  const examination =
    answers === null
      ? await examine(request, {
          timeoutMs: TIMEOUT_MS,
          engine,
          destination: fetchDestination[destination],
          ...(body === null ? {} : { body }),
        })
      : examineGiven(request, answers, engine)
  const result = resultOf(request, examination, framework)
  for (const note of notes) console.error(neutralised(note))
  const text = isJson ? safeJson(result) : coloured(textOf(request, examination, { framework, isVerbose }))
  await writeLine(text)
  return exitStatusOf(result)
}

const hasColours = process.stdout.isTTY === true && process.env.NO_COLOR === undefined
const colours: readonly (readonly [line: RegExp, code: number])[] = [
  [/^Verdict {4}blocked.*/gm, 31],
  [/^Verdict {4}allowed.*/gm, 32],
  [/^ +\^ .*/gm, 31],
  [/^Fix, .*/gm, 1],
  [/^(As code: |Everything: ).*/gm, 2],
]

/** Gives the lines of a text their colours, where the terminal has any. The text is neutralised before. */
function coloured(text: string): string {
  if (!hasColours) return text
  return colours.reduce((painted, [line, code]) => painted.replace(line, `\x1b[${code}m$&\x1b[0m`), text)
}

async function writeLine(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain')
}

const args = process.argv.slice(2)
try {
  process.exitCode = await main(args)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  if (args.includes('--json')) console.log(safeJson(failedResult('bad-usage', error.message)))
  console.error(neutralised(`${error.message}\n\n${usage}`))
  process.exitCode = 2
}
