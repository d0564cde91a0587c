import type { BrowserEngine } from '@next-cross-origin/browser'
import { consoleMessages, type Examination, examineGiven } from '@next-cross-origin/doctor'
import type { ErrorEntry } from './catalogue.ts'

/** Describes what the three engines make of an entry's example. */
export interface Wordings {
  /** Null where no exchange shows it. */
  readonly examination: Examination | null
  /** Null where the engine prints nothing. */
  readonly messages: Readonly<Record<BrowserEngine, string | null>>
}

/** Computes the wordings of an entry: by the model of each browser, or as the entry quotes them. */
export function wordingsOf({ request, answers, wordings }: ErrorEntry): Wordings {
  const examination = answers === null ? null : examineGiven(request, answers)
  const computed = examination === null ? null : consoleMessages(request, examination)
  const messageOf = (engine: BrowserEngine) => wordings?.[engine] ?? computed?.[engine] ?? null
  return {
    examination,
    messages: { chromium: messageOf('chromium'), firefox: messageOf('firefox'), webkit: messageOf('webkit') },
  }
}
