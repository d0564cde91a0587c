const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' })
const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' })

/**
 * A moment, given as ISO 8601: how long ago, with the exact time behind it, or the day. For what is rendered in the
 * browser only, whose clock and time zone it uses.
 */
export function When({ at, as = 'ago' }: { at: string; as?: 'ago' | 'day' }) {
  const moment = new Date(at)
  return (
    <time dateTime={at} title={absolute.format(moment)}>
      {as === 'day' ? day.format(moment) : ago((moment.getTime() - Date.now()) / 1000)}
    </time>
  )
}

function ago(seconds: number): string {
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit)
  }
  return 'just now'
}
