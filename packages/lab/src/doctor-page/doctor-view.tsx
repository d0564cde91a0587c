'use client'

import { questions, requestOf } from '@next-cross-origin/doctor'
import { Link2, X } from 'lucide-react'
import { type FormEvent, useEffect, useMemo, useState } from 'react'
import { usePlace } from '../ui/bench-context.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { examples } from './examples.ts'
import { ProbeServer } from './probe-server.tsx'
import { readGiven } from './reading.ts'
import { ResultView } from './result-view.tsx'
import { fromFragment, type Given, nothingGiven, toFragment } from './shared-case.ts'

/** Takes any text about a failed call, asks for what is missing, and shows the diagnosis. Sends nothing. */
export function DoctorView() {
  const [given, setGiven] = useState<Given>(nothingGiven)
  const reading = useMemo(() => readGiven(given), [given])
  const { found, judgement, missing, problem } = reading
  const request = found === null || found.finding !== null ? null : requestOf(found)

  // The fragment is in the browser alone, so the first render on the server knows nothing of it.
  useEffect(() => {
    const open = () => {
      const shared = fromFragment(window.location.hash.slice(1))
      if (shared !== null) setGiven(shared)
    }
    open()
    window.addEventListener('hashchange', open)
    return () => window.removeEventListener('hashchange', open)
  }, [])

  function show(next: Given) {
    setGiven(next)
    const fragment = toFragment(next)
    const { pathname, search } = window.location
    window.history.replaceState(null, '', `${pathname}${search}${fragment ? `#${fragment}` : ''}`)
  }

  return (
    <div data-diagnosis={judgement?.diagnosis.cause ?? missing ?? 'none'}>
      <PasteBox given={given} onChange={show} />
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Examples onChoose={show} />
        {given.text !== '' && <CopyAndClear given={given} onClear={() => show(nothingGiven)} />}
      </div>
      <p role="status" className="mt-6 text-muted empty:mt-0">
        {found === null && given.text.trim() !== ''
          ? 'Nothing in this text says what was called. Paste the console’s whole message, a curl command, “Copy as fetch”, a HAR file, the request and response headers, or a URL.'
          : judgement === null && problem !== null
            ? problem
            : ''}
      </p>
      {found !== null && missing !== null && (
        <Question key={missing} missing={missing} onAnswer={(answer) => show({ ...given, ...answer })} />
      )}
      {request !== null && (
        <ProbeServer key={request.url} request={request} onAnswer={(answer) => show({ ...given, answer })} />
      )}
      {judgement !== null && found !== null && (
        <ResultView given={given} found={found} judgement={judgement} problem={problem} onChange={show} />
      )}
    </div>
  )
}

function CopyAndClear({ given, onClear }: { given: Given; onClear: () => void }) {
  const { announce } = usePlace()
  function copyLink() {
    if (toFragment(given) === null) {
      announce('The text is too long for an address. Copy the text itself.')
      return
    }
    void navigator.clipboard.writeText(window.location.href).then(
      () => announce('Link copied, without cookies and tokens'),
      () => announce('The browser refused the clipboard. Copy the address bar.'),
    )
  }

  return (
    <span className="ml-auto flex gap-1">
      <Button variant="ghost" size="sm" onClick={copyLink}>
        <Link2 aria-hidden className="size-4" />
        Copy link
      </Button>
      <Button variant="ghost" size="sm" onClick={onClear}>
        <X aria-hidden className="size-4" />
        Clear
      </Button>
    </span>
  )
}

function Examples({ onChoose }: { onChoose: (given: Given) => void }) {
  return (
    <>
      <span className="mr-1 text-muted text-sm">Try one:</span>
      {examples.map(({ name, given: example }) => (
        <button
          key={name}
          type="button"
          onClick={() => onChoose(example)}
          className="min-h-8 rounded-full border border-control/60 bg-surface px-3 py-1 text-left text-sm transition-colors hover:border-control hover:bg-sunken"
        >
          {name}
        </button>
      ))}
    </>
  )
}

function PasteBox({ given, onChange }: { given: Given; onChange: (given: Given) => void }) {
  return (
    <div className="mt-8">
      <label htmlFor="pasted" className="font-medium text-sm">
        Paste what you have
      </label>
      <textarea
        id="pasted"
        name="pasted"
        spellCheck={false}
        autoCapitalize="none"
        rows={6}
        value={given.text}
        aria-describedby="pasted-note"
        placeholder="Access to fetch at 'https://…' from origin 'https://…' has been blocked by CORS policy: …"
        onChange={(event) => onChange({ ...nothingGiven, text: event.target.value })}
        className="mt-1.5 block max-h-[50vh] w-full resize-y rounded-card border border-control/70 bg-surface p-4 font-mono text-base leading-6 placeholder:text-muted hover:border-ink/60 focus-visible:border-dashboard sm:text-sm"
      />
      <p id="pasted-note" className="mt-2 text-muted text-sm">
        The text stays in this page. Nothing is sent anywhere: the diagnosis is computed here.
      </p>
    </div>
  )
}

/** Asks for one thing that is missing. */
function Question({
  missing,
  onAnswer,
}: {
  missing: 'url' | 'origin' | 'answer'
  onAnswer: (answer: Partial<Given>) => void
}) {
  const [text, setText] = useState('')
  const hints = {
    url: 'For example https://api.example.com/users',
    origin: 'For example https://app.example.com',
    answer: '',
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (text.trim() !== '') onAnswer({ [missing]: text.trim() })
  }
  return (
    <form
      onSubmit={submit}
      noValidate
      className="mt-2 flex flex-col gap-4 rounded-card border border-line bg-surface p-5"
    >
      {missing === 'answer' ? (
        <div>
          <label htmlFor="answer-question" className="font-medium text-sm">
            {questions.answer}
          </label>
          <textarea
            id="answer-question"
            name="answer"
            rows={5}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={'HTTP/1.1 200 OK\nContent-Type: application/json'}
            className="mt-1.5 block w-full resize-y rounded-control border border-control/70 bg-surface p-3 font-mono text-base sm:text-sm"
          />
        </div>
      ) : (
        <TextField
          label={questions[missing]}
          name={missing}
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          hint={hints[missing]}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <Button type="submit" className="self-start">
        Go on
      </Button>
    </form>
  )
}
