import clsx from 'clsx'

/** Returns the index of the first character in which two texts differ; null when they are equal. */
export function firstDifference(a: string, b: string): number | null {
  if (a === b) return null
  let index = 0
  while (index < a.length && a[index] === b[index]) index += 1
  return index
}

/**
 * Sets the page's origin above the value that came back, character under character, and lights the first character that
 * differs. A browser compares byte by byte.
 */
export function OriginCompare({ sent, received }: { sent: string; received: string | null }) {
  const at = received === null ? null : firstDifference(sent, received)
  return (
    <div className="overflow-x-auto rounded-control border border-line bg-sunken p-3 font-mono text-xs">
      <dl>
        <Row term="The browser sent" name="Origin" text={sent} at={at} />
        <Row
          term="The server answered"
          name="Access-Control-Allow-Origin"
          text={received}
          at={at}
          isFault={at !== null || received === null}
        />
      </dl>
      <p className="mt-2 font-sans text-muted">
        {received === null
          ? 'The header never came.'
          : at === null
            ? 'Equal in every byte.'
            : `They differ from character ${at + 1} on${at >= received.length ? ', where the answer ends' : at >= sent.length ? ', where the origin ends' : ''}.`}
      </p>
    </div>
  )
}

function Row({
  term,
  name,
  text,
  at,
  isFault = false,
}: {
  term: string
  name: string
  text: string | null
  at: number | null
  isFault?: boolean
}) {
  return (
    <div className="not-first:mt-2">
      <dt className="font-sans text-muted">
        {term} <span className="font-mono">{name}</span>
      </dt>
      <dd className="mt-0.5 whitespace-pre">
        {text === null ? (
          <span className="rounded border border-danger/60 border-dashed px-1.5 text-danger">
            {name}: never sent
          </span>
        ) : at === null ? (
          text
        ) : (
          <>
            {text.slice(0, at)}
            <mark
              className={clsx(
                'rounded-sm px-px outline-1 outline-danger',
                isFault ? 'bg-danger text-surface' : 'bg-danger-soft text-danger',
              )}
            >
              {shown(text[at])}
            </mark>
            {text.slice(at + 1)}
          </>
        )}
      </dd>
    </div>
  )
}

/** Shows a character that is missing or cannot be seen. */
function shown(character: string | undefined): string {
  if (character === undefined) return '∅'
  return /[\s\p{Cc}\p{Cf}]/u.test(character)
    ? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    : character
}
