import { type BrowserEngine, browserEngines, type FetchRequest } from '@next-cross-origin/browser'
import { cookieReports } from './cookies.ts'
import { type Diagnosis, diagnose } from './diagnose.ts'
import type { Examination } from './examination.ts'
import type { Exchange } from './exchange.ts'
import { type Detail, exchangeLines } from './exchange-text.ts'
import type { Finding } from './finding.ts'
import { readableOf } from './readable.ts'
import { type Framework, frameworks, recipes } from './recipes/index.ts'
import { consoleMessages, recipeOf, wordFor } from './result.ts'
import { neutralised, visible } from './visible.ts'

/** Says how the text is written. */
export interface TextOptions {
  /** Every header, every browser's message and every recipe. */
  readonly isVerbose: boolean
  /** The software to write the fix for; null for the one that answered. */
  readonly framework: Framework | null
  /** The browser whose console's message is shown. */
  readonly engine: BrowserEngine
}

const plain: TextOptions = { isVerbose: false, framework: null, engine: 'chromium' }

/** Writes the result of an examination as text for a terminal: the verdict first. */
export function textOf(
  request: FetchRequest,
  examination: Examination,
  options: TextOptions = plain,
): string {
  const diagnosis = diagnose(request, examination)
  const details: readonly Detail[] = options.isVerbose ? ['all'] : ['telling', 'deciding', 'none']
  const texts = details.map((detail) =>
    neutralised(textWith(detail, request, examination, diagnosis, options)),
  )
  return texts.find((text) => text.split('\n').length <= MOST_LINES) ?? texts.at(-1) ?? ''
}

const stillBlocked =
  'If a browser blocks it all the same, a service worker, an extension or a cached answer stands in between: try a private window.'

/** Says how many lines a text has that was not asked to be verbose, where the fix allows it. */
const MOST_LINES = 24

function textWith(
  detail: Detail,
  request: FetchRequest,
  examination: Examination,
  diagnosis: Diagnosis,
  options: TextOptions,
): string {
  const { exchanges } = examination
  const parts = [
    verdictLines(examination, diagnosis),
    ...exchanges
      .slice(options.isVerbose ? 0 : -1)
      .map((exchange) => exchangeLines(exchange, exchanges.indexOf(exchange), diagnosis.guilty, detail)),
    ...(exchanges.length === 0 ? [['Nothing was sent.']] : []),
    detail === 'none' ? [] : gainLines(request, examination),
    fixLines(request, exchanges, diagnosis, options),
    [
      ...(detail === 'none' ? [] : consoleLines(request, examination, options)),
      ...(examination.verdict.response?.type === 'cors' ? [stillBlocked] : []),
      ...hintLines(diagnosis, exchanges, options),
    ],
  ]
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')
}

/** Writes a finding that a pasted text names itself. */
export function findingText({ cause, explanation, fix }: Finding): string {
  const lines =
    fix === null
      ? []
      : ['', `Fix, ${places[fix.side]}: ${fix.text}`, ...fix.lines.map((line) => `    ${line}`)]
  return neutralised([`Verdict    blocked: ${cause}`, `Reason     ${explanation}`, ...lines].join('\n'))
}

const places = {
  server: 'on the server',
  client: 'in the page',
  gateway: 'in front of the application',
} as const

function verdictLines(examination: Examination, { cause, explanation }: Diagnosis): string[] {
  const { verdict } = examination
  const word = wordFor(verdict)
  return [
    `Verdict    ${word}: ${cause} (${verdict.step})`,
    `Reason     ${explanation}`,
    `Preflight  ${preflightText(examination)}`,
  ]
}

/** Describes what the page gets of an answer that it may read: headers, cookies, and how long no preflight is asked again. */
function gainLines(request: FetchRequest, examination: Examination): string[] {
  const readable = readableOf(request, examination)
  const cookies = cookieReports(request, examination.exchanges).map(
    ({ fates, name }) =>
      `${visible(name)} ${listed(
        fates,
        ({ comesBack }) => comesBack,
        ({ browser }) => browser,
      )}`,
  )
  if (readable === null) return []
  const { exposed, hidden, preflightRemembered } = readable
  const ages = browserEngines.map((engine) => `${names[engine]} ${preflightRemembered?.[engine]} s`)
  return [
    ...(exposed.length === 0 ? [] : [`Readable   ${exposed.map(visible).join(', ')}`]),
    ...(hidden.length === 0
      ? []
      : [`Hidden     ${hidden.map(visible).join(', ')} (until Access-Control-Expose-Headers names them)`]),
    ...(preflightRemembered === null ? [] : [`Asked once ${ages.join(', ')}, then the preflight again`]),
    ...cookies.map((each) => `Cookie     ${each}`),
  ]
}

function listed<Each>(all: readonly Each[], isIn: (each: Each) => boolean, nameOf: (each: Each) => string) {
  const [inside, outside] = [all.filter(isIn), all.filter((each) => !isIn(each))].map((some) =>
    some.map(nameOf).join(', '),
  )
  if (outside === '') return 'goes along with the next call'
  return inside === '' ? 'goes along in no browser' : `goes along in ${inside}; not in ${outside}`
}

function preflightText({ verdict }: Examination): string {
  const causes = verdict.preflight.because.map((cause) =>
    cause.kind === 'method' ? `the method ${cause.method}` : `the request header ${cause.name}`,
  )
  return causes.length === 0 ? 'not needed' : `needed, because of ${causes.join(' and ')}`
}

function fixLines(
  request: FetchRequest,
  exchanges: readonly Exchange[],
  diagnosis: Diagnosis,
  { framework, isVerbose }: TextOptions,
): string[] {
  const { fix } = diagnosis
  if (fix === null) return []
  const recipe = recipeOf(diagnosis, request, exchanges, framework)
  const head = `Fix, ${places[fix.side]}: ${fix.text}`
  const lines = fix.lines.map((line) => `    ${line}`)
  if (isVerbose && fix.lines.length > 1)
    return [head, ...lines, ...recipes(request, exchanges).flatMap((each) => recipeLines(each))]
  return recipe === null ? [head, ...lines] : [head, ...recipeLines(recipe)]
}

function recipeLines({ code, executed, place, title }: ReturnType<typeof recipes>[number]): string[] {
  const note = executed ? '' : ' (written from documentation, not executed here)'
  return [
    '',
    `  ${title}${note}. ${place}`,
    ...code.split('\n').map((line) => (line === '' ? '' : `    ${line}`)),
  ]
}

const names = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' } as const

function consoleLines(
  request: FetchRequest,
  examination: Examination,
  { engine: shown, isVerbose }: TextOptions,
): string[] {
  const messages = consoleMessages(request, examination)
  return browserEngines
    .filter((engine) => messages[engine] !== null && (isVerbose || engine === shown))
    .map(
      (engine) =>
        `${names[engine]}'s console: ${visible(messages[engine] ?? '').replace(/\\u\{(2018|2019)\}/g, "'")}`,
    )
}

function hintLines(
  diagnosis: Diagnosis,
  exchanges: readonly Exchange[],
  { framework, isVerbose }: TextOptions,
): string[] {
  if (isVerbose) return []
  const hints: string[] = []
  const isOpen = framework === null && diagnosis.responder.framework === null
  if ((diagnosis.fix?.lines.length ?? 0) > 1 && isOpen)
    hints.push(`As code: --for ${frameworks.slice(0, 8).join('|')}|…`)
  if (exchanges.length > 0) hints.push('Everything: --verbose')
  return hints.length === 0 ? [] : [hints.join('   ')]
}
