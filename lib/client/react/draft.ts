'use client'

import { useState } from 'react'

/**
 * Keeps what a person typed into a form, in this tab, until the form is saved, so that the text survives a lost session
 * and a change of page.
 * @param name tells the drafts of different forms and people apart
 * @param saved the values that the API knows, by the names of the fields
 * @example
 * const draft = useDraft(`profile-${username}`, { bio: profile.bio })
 * return <form onInput={draft.keep}><textarea name="bio" defaultValue={draft.values.bio} /></form>
 */
export function useDraft<Values extends Readonly<Record<string, string>>>(name: string, saved: Values) {
  const key = `draft-${name}`
  const [kept, setKept] = useState(() => read(key, Object.keys(saved)))
  const values: Values = { ...saved, ...kept }
  const isRestored = Object.keys(saved).some((field) => values[field] !== saved[field])
  return {
    values,
    isRestored,
    /** Takes the form's own `input` event. */
    keep({ currentTarget }: { currentTarget: HTMLFormElement }) {
      const fields = Object.keys(saved).map((field) => [
        field,
        String(new FormData(currentTarget).get(field) ?? ''),
      ])
      write(key, JSON.stringify(Object.fromEntries(fields)))
    },
    /** Ends the draft: the fields show the saved values again. */
    forget() {
      write(key, null)
      setKept({})
    },
  }
}

function read(key: string, fields: readonly string[]): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(key) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return {}
    return Object.fromEntries(
      Object.entries(kept).filter(([field, value]) => fields.includes(field) && typeof value === 'string'),
    )
  } catch {
    return {}
  }
}

/** Storage can be full or forbidden; the draft then lasts as long as the page. */
function write(key: string, text: string | null): void {
  try {
    if (text === null) window.sessionStorage.removeItem(key)
    else window.sessionStorage.setItem(key, text)
  } catch {
    // Nothing depends on the draft.
  }
}
