import { styleText } from 'node:util'
import { chapters } from './blocks.ts'
import { runChapter } from './run-chapter.ts'
import { stageFor } from './stage.ts'

/**
 * `npm run tutorial -- 3` runs every code block of chapter 3 here, against the deployments of `npm run dev`. With `--json`
 * it prints the results as one object, for the page of the chapter.
 */

const [wanted] = process.argv.slice(2)
const asJson = process.argv.includes('--json')
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
const results = await runChapter(chapter, await stageFor({ dashboardOrigin: DASHBOARD, apiOrigin: API }))
const isRight = results.every(({ faults }) => faults.length === 0)
if (asJson) console.log(JSON.stringify({ results }))
else {
  for (const { info, line, output, faults } of results) {
    const mark = faults.length === 0 ? styleText('green', '✓') : styleText('red', '✗')
    const place = styleText('bold', `docs/tutorial/${chapter.file}:${line}`)
    console.log(`${mark} ${place} ${info}\n\n${output.trim()}\n`)
    for (const fault of faults) console.log(`${styleText('red', fault)}\n`)
  }
}
process.exitCode = isRight ? 0 : 1
