import { format, stripVTControlCharacters } from 'node:util'
import { log, writeLinesWith } from './log'

let waiting = ''

function flush(): void {
  const lines = waiting
  waiting = ''
  if (lines !== '') process.stdout.write(lines)
}

/** The functions of the console, by the level of the line that they write. */
const levelOf = { log: 'info', info: 'info', warn: 'warn', error: 'error' } as const

let together = false

/**
 * Makes the lines of one turn of the event loop one write: under load, a call of the system for each line took a fifth
 * of a preflight. The end of the process writes what is left. What Next.js and libraries say by themselves becomes
 * lines of the same form.
 */
export function writeLinesTogether(): void {
  if (together) return
  together = true
  process.on('exit', flush)
  writeLinesWith((line) => {
    if (waiting === '') setImmediate(flush)
    waiting += `${line}\n`
  })
  for (const method of ['log', 'info', 'warn', 'error'] as const) {
    console[method] = (...said: unknown[]) => {
      const message = stripVTControlCharacters(format(...said)).trim()
      if (message !== '') log[levelOf[method]]({ event: 'said', message })
    }
  }
}
