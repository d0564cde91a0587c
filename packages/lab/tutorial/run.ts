import { styleText } from 'node:util'
import { chapters } from './blocks.ts'
import { differences, parseExchange, replay, signedInMemory } from './exchange.ts'
import { isLike } from './likeness.ts'
import { expectedLines, runModule } from './module.ts'
import { runShell } from './shell.ts'
import { stageFor } from './stage.ts'

/** `npm run tutorial -- 3`: runs every code block of chapter 3 here, against the deployments of `npm run dev`. */

const [wanted] = process.argv.slice(2)
const numbered = chapters().filter(({ file }) => file !== 'README.md')
const chapter = numbered.find((_, index) => String(index + 1) === wanted)
if (!chapter) {
  console.error(
    `Which chapter?\n\n${numbered.map(({ file }, index) => `  npm run tutorial -- ${index + 1}   ${file}`).join('\n')}`,
  )
  process.exit(2)
}

const { DASHBOARD = 'http://localhost:3000', API = 'http://localhost:4000' } = process.env
const answers = await fetch(`${API}/api/health`).catch(() => null)
if (!answers?.ok) {
  console.error(`Nothing answers at ${API}. Start both deployments first, in another terminal: npm run dev`)
  process.exit(2)
}
const stage = await stageFor({ dashboardOrigin: DASHBOARD, apiOrigin: API })
const { blocks } = chapter
const commands = blocks.filter(({ info }) => info === 'sh run')
const results = await runShell(
  commands.map(({ text }) => text),
  stage,
)
const memory = blocks.some(({ info }) => info === 'http')
  ? await signedInMemory(stage)
  : new Map<string, string>()

let failures = 0
for (const [index, { info, text, line }] of blocks.entries()) {
  const faults: string[] = []
  let output = ''
  if (info === 'ts run') {
    const lines = await runModule(text)
    output = lines.join('\n')
    if (!isLike(expectedLines(text).join('\n'), output))
      faults.push('It was to print what stands behind // →')
  } else if (info === 'http') {
    const written = parseExchange(text)
    const received = await replay(written.request, stage, memory)
    const head = [received.start, ...received.headers.map((header) => header.join(': '))]
    output = `${text.slice(0, text.indexOf('\nHTTP/1.1 '))}\n${head.join('\n')}\n\n${received.body}`
    faults.push(...differences(written.answer, received))
  } else if (info === 'sh run') {
    const { output: written = '', status = 0 } =
      results[commands.findIndex((command) => command.line === line)] ?? {}
    const shown = blocks[index + 1]?.info === 'text output' ? blocks[index + 1]?.text : undefined
    output = `${text}\n${written}`
    if (shown === undefined ? status !== 0 : !isLike(shown, written))
      faults.push(`It was to print\n${shown ?? ''}`)
  } else continue
  failures += faults.length === 0 ? 0 : 1
  const mark = faults.length === 0 ? styleText('green', '✓') : styleText('red', '✗')
  console.log(
    `${mark} ${styleText('bold', `docs/tutorial/${chapter.file}:${line}`)} ${info}\n\n${output.trim()}\n`,
  )
  for (const fault of faults) console.log(`${styleText('red', fault)}\n`)
}
process.exit(failures === 0 ? 0 : 1)
