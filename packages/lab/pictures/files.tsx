import { exchangesOf, messagesOf } from '../src/bench/messages.ts'
import { recordedSteps } from '../src/film/recorded.ts'
import { themes, toldLessons } from '../src/scenarios.ts'
import type { Scenario, ToldLesson } from '../src/types.ts'
import { pictureOf, pictureOfLesson } from './picture.tsx'

/** Returns the files below `docs` that GitHub shows in place of the bench, by their paths: pictures and the page of lessons. */
export function docsOfTheLab(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const scenario of themes.flatMap((theme) => theme.scenarios)) {
    files.set(`pictures/${scenario.id}.svg`, pictureOfLesson(scenario, 'broken'))
    files.set(`pictures/${scenario.id}-fixed.svg`, pictureOfLesson(scenario, 'fixed'))
  }
  return files.set('pictures/journey.svg', journey()).set('lessons.md', lessonsPage())
}

/** Draws the recorded film from the first save on, as a picture that moves. */
function journey(): string {
  const results = recordedSteps
    .filter(({ title }) => /^(Saving|Another)/.test(title))
    .map(({ replay }) => ({
      call: { step: '', to: 'api', by: 'page', credentials: 'include' } as const,
      url: '',
      outcome: { kind: 'rejected', message: '' } as const,
      replay,
      durationMs: 0,
    }))
  return pictureOf(messagesOf(exchangesOf(results)), {
    title:
      'The dashboard saves a profile twice: a preflight and a PATCH, then a PATCH alone. Another origin is refused.',
    moves: true,
  })
}

function lessonsPage(): string {
  const head = `<!-- Written by \`npm run pictures\` from packages/lab/src/scenarios. Change the lesson, not this file. -->

# The lessons

Each lesson is a call that fails, and its fix. In a running dashboard your own browser performs them at \`/lab\`; here they
are drawn. <a id="same-origin"></a>Two tools belong to them: \`/lab/same-origin\` compares two URLs part by part, and
<a id="your-request"></a>\`/lab/your-request\` asks the policy of this API about a call that you describe.
`
  const parts = themes.map(
    ({ title, summary, scenarios }) => `## ${title}\n\n${summary}\n\n${scenarios.map(lessonText).join('\n')}`,
  )
  const told = `## Told, because no page can perform it\n\n${toldLessons.map(toldText).join('\n')}`
  return [head, ...parts, told].join('\n')
}

function lessonText(scenario: Scenario): string {
  const { id, title, story, why } = scenario
  return `### <a id="${id}"></a>${title}

${story}

![Broken: ${why.replaceAll(/[[\]"]/g, '')}](pictures/${id}.svg)

${why}

![With the fix](pictures/${id}-fixed.svg)

${fixText(scenario)}`
}

function toldText(lesson: ToldLesson): string {
  const { id, title, story, why, seenAs } = lesson
  return `### <a id="${id}"></a>${title}\n\n${story}\n\n\`\`\`text\n${seenAs}\n\`\`\`\n\n${why}\n\n${fixText(lesson)}`
}

function fixText({ fix }: Pick<Scenario, 'fix'>): string {
  return `**The fix, on the ${fix.side}’s side.** ${fix.what}\n\n\`\`\`diff\n${fix.code}\n\`\`\`\n`
}
