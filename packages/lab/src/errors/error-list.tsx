'use client'

import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import { Link } from '../ui/bench-context.tsx'
import { engineNames, useEngines } from '../ui/engines.ts'
import { TextField } from '../ui/field.tsx'
import { type ErrorEntry, errorGroups } from './catalogue.ts'
import { wordingsOf } from './wordings.ts'

const indexed = errorGroups.map(({ title, entries }) => ({
  title,
  entries: entries.map((entry) => {
    const { messages } = wordingsOf(entry)
    const words = [entry.title, entry.meaning, entry.firefox, ...entry.chromium, ...Object.values(messages)]
    return { entry, messages, words: plain(words.join(' ')) }
  }),
}))

/** Makes texts comparable: small letters, straight quotes. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[‘’“”'"`]/g, '')
    .replace(/\s+/g, ' ')
}

/** Ignores what is different in every message: addresses and values. */
function wordsOf(query: string): string[] {
  return plain(query)
    .split(' ')
    .filter((word) => word !== '' && !word.includes('://'))
}

/** Lists every message, and finds one by the words of it that the reader types or pastes. */
export function ErrorList() {
  const [query, setQuery] = useState('')
  const engines = useEngines()
  const words = wordsOf(query)
  const groups = indexed.map(({ title, entries }) => ({
    title,
    entries: entries.filter(({ words: text }) => words.every((word) => text.includes(word))),
  }))
  const count = groups.reduce((sum, { entries }) => sum + entries.length, 0)
  return (
    <>
      <div className="mt-8 max-w-xl">
        <TextField
          label="Find a message by its words"
          name="query"
          type="search"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <p role="status" className="mt-2 text-muted text-sm">
          {query === ''
            ? ''
            : count === 1
              ? 'One message has these words.'
              : `${count} messages have these words.`}
          {count === 0 && ' Paste the whole message into the doctor instead.'}
        </p>
      </div>
      <div className="mt-8 flex flex-col gap-12">
        {groups
          .filter(({ entries }) => entries.length > 0)
          .map(({ title, entries }) => (
            <section key={title} aria-label={title}>
              <h2 className="border-ink border-t pt-4 font-semibold text-lg">{title}</h2>
              <ul className="mt-2 divide-y divide-line">
                {entries.map(({ entry, messages }) => {
                  const engine = engines.find((each) => messages[each] !== null) ?? 'chromium'
                  return (
                    <Row
                      key={entry.id}
                      entry={entry}
                      engine={engineNames[engine]}
                      message={messages[engine]}
                    />
                  )
                })}
              </ul>
            </section>
          ))}
      </div>
    </>
  )
}

function Row({ entry, engine, message }: { entry: ErrorEntry; engine: string; message: string | null }) {
  return (
    <li>
      <Link href={`/errors/${entry.id}`} className="group flex items-center gap-4 py-4">
        <span className="min-w-0 flex-1">
          <span className="break-words font-medium group-hover:underline group-hover:underline-offset-4">
            {entry.title}
          </span>
          {message !== null && (
            <span className="mt-1 line-clamp-2 break-words font-mono text-muted text-xs leading-5">
              {engine}: {message}
            </span>
          )}
        </span>
        <ArrowRight aria-hidden className="size-4 shrink-0 text-muted" />
      </Link>
    </li>
  )
}
