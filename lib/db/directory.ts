import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import lockfile from 'proper-lockfile'

/** A lock that nobody has renewed for this long was left by a process that was killed. */
const staleMs = 5_000

/** The directory of the embedded database cannot be used. The message says why and what to do. */
export class DataDirectoryError extends Error {
  override readonly name = 'DataDirectoryError'
}

const inUse = (path: string, holder: string) =>
  new DataDirectoryError(
    `${holder} has the database in ${path} open, and two processes would lose writes. ` +
      'Stop the other one, or start this one with a DATA_DIR of its own (DATA_DIR=.data-2), ' +
      'or give both a PostgreSQL in DATABASE_URL.',
  )

/**
 * Makes the directory where it is missing, for its owner alone.
 * @throws DataDirectoryError when it cannot be written, or when others can write to it
 */
export function claimDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new DataDirectoryError(
      `DATA_DIR cannot be written: ${code} at ${path}. ` +
        'Make it writable for the user of this process, or set DATA_DIR to another directory, ' +
        'or set DATABASE_URL to a PostgreSQL.',
    )
  }
  // Windows has no such modes.
  if (process.platform === 'win32') return
  const { mode } = statSync(path)
  if (mode & 0o022) {
    throw new DataDirectoryError(
      `DATA_DIR is refused, because others than its owner can write to ${path} (mode ${(mode & 0o777).toString(8)}), ` +
        `and with it to every password and session. Check what is in it, then: chmod 700 ${path}`,
    )
  }
  if (mode & 0o077) chmodSync(path, 0o700)
}

/** Takes every right on the files of a directory from others than the owner: PGlite makes most of them with mode 666. */
export function ownerOnly(path: string): void {
  if (process.platform === 'win32') return
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    const mode = entry.isDirectory() ? 0o700 : 0o600
    if (entry.isDirectory() || entry.isFile()) chmodSync(join(entry.parentPath, entry.name), mode)
  }
}

/** The process that holds a directory. */
interface Holder {
  host: string
  pid: number
  /** Tells the process from a later one that got the same number; empty where the system does not say. */
  started: string
}

const startOf = (pid: number): string => {
  try {
    // The 22nd field (proc(5)); the second is a name in parentheses that may contain spaces.
    return (
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[19] ?? ''
    )
  } catch {
    return ''
  }
}

/** Returns the holder when it is a living process, however long it has been frozen. */
function livingHolder(file: string): Holder | null {
  let holder: Holder
  try {
    holder = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
  // A number says nothing about a process of another machine or container: there the age of the lock decides.
  if (holder.host !== hostname() || holder.pid === process.pid) return null
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return null
  }
  return startOf(holder.pid) === holder.started ? holder : null
}

/**
 * Takes the lock on a directory. A lock whose process lives is never taken. Waits a few seconds for the lock of a
 * process that was killed to go stale.
 * @param onLost called when the lock is lost: the directory is gone, or another machine took it
 * @returns gives the lock back
 * @throws DataDirectoryError when another process holds it
 */
export async function lockDirectory(path: string, onLost: () => void): Promise<() => Promise<void>> {
  const holderFile = join(path, 'database.pid')
  const refuseLivingHolder = () => {
    const holder = livingHolder(holderFile)
    if (holder) throw inUse(path, `Another process (${holder.pid})`)
  }
  const giveUpAt = Date.now() + staleMs + 2_000
  for (;;) {
    refuseLivingHolder()
    try {
      const unlock = await lockfile.lock(path, {
        lockfilePath: join(path, 'database.lock'),
        stale: staleMs,
        update: 1_000,
        onCompromised: onLost,
      })
      const holder: Holder = { host: hostname(), pid: process.pid, started: startOf(process.pid) }
      writeFileSync(holderFile, JSON.stringify(holder), { mode: 0o600 })
      return async () => {
        rmSync(holderFile, { force: true })
        await unlock()
      }
    } catch (error) {
      const held = error instanceof Error && 'code' in error && error.code === 'ELOCKED'
      if (!held) throw error
      if (Date.now() > giveUpAt) throw inUse(path, 'Another process')
      await wait(250)
    }
  }
}
