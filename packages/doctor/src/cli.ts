import { once } from 'node:events'
import { type BrowserEngine, browserEngines, type Engine } from '@next-cross-origin/browser'
import { auditReport } from './audit/report.ts'
import { askAsAttackers } from './audit/run.ts'
import { runBatch } from './batch.ts'
import { type Command, parseArguments } from './command-line.ts'
import { fetchDestination } from './destination.ts'
import { examineGiven } from './examination.ts'
import { examine } from './examine.ts'
import type { Finding } from './finding.ts'
import { subjectOf } from './given.ts'
import { type CallingPage, forbiddenBy, pageOf, policyFinding } from './page-policy.ts'
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
  const page = await callingPage(command)
  const subject = subjectOf(page === null ? command : { ...command, origin: command.origin ?? page.url })
  if ('cause' in subject) return tellFinding(subject, isJson)
  const directive = page === null ? null : forbiddenBy(page, subject.request.url)
  if (directive !== null) return tellFinding(policyFinding(subject.request.url, directive), isJson)
  const { answers, body, notes } = subject
  const request =
    page === null ? subject.request : { ...subject.request, embedderPolicy: page.embedderPolicy }
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
  const text = isJson
    ? safeJson(result)
    : coloured(
        textOf(request, examination, { framework, isVerbose, engine: shownEngine(engine, subject.engine) }),
      )
  await writeLine(text)
  return exitStatusOf(result)
}

/** The browser that was asked about, else the one whose message was pasted, else the one that most people use. */
function shownEngine(asked: Engine, pasted: BrowserEngine | null): BrowserEngine {
  return browserEngines.find((each) => each === asked) ?? pasted ?? 'chromium'
}

async function tellFinding(finding: Finding, isJson: boolean): Promise<ExitStatus> {
  await writeLine(isJson ? safeJson(resultOfFinding(finding)) : coloured(findingText(finding)))
  return 1
}

/** The page that calls, where the command names it or its policy; null otherwise. */
async function callingPage({ csp, origin, page }: Command): Promise<CallingPage | null> {
  if (csp !== null)
    return { url: page ?? origin ?? 'https://invalid', policies: [csp], embedderPolicy: 'unsafe-none' }
  if (page === null) return null
  try {
    const { host, hostname } = new URL(page)
    // Browsers resolve every name under localhost to this machine, whatever the resolver says (RFC 6761 §6.3).
    const isLocal = /\.localhost\.?$/.test(hostname)
    const answer = await fetch(isLocal ? page.replace(hostname, 'localhost') : page, {
      headers: { Accept: 'text/html', ...(isLocal ? { Host: host } : {}) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return pageOf(isLocal ? page : answer.url, [...answer.headers], await answer.text())
  } catch (error) {
    throw new UsageError(
      `--page ${page} cannot be fetched: ${error instanceof Error ? error.message : error}.`,
    )
  }
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
  // Somebody who knows the tool needs the one sentence; somebody who called it with nothing needs the whole.
  const more = args.length === 0 ? usage : 'Every option: --help'
  console.error(neutralised(`${error.message}\n\n${more}`))
  process.exitCode = 2
}
