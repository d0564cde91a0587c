/** The database cannot be used now. The API answers `503 database_unavailable` with `Retry-After`. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
}

/** Codes of Node.js for a connection that could not be made or was lost. */
const connectionCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
])

/**
 * Describes what PostgreSQL says when it cannot work now (PostgreSQL, appendix A "PostgreSQL Error Codes"): connection exceptions,
 * a role or database that is not there, a server that is read-only or out of room, a statement that was cancelled at
 * its deadline, a lock that was not to be had, a server that is ending or starting, a failing disk, and tables or
 * columns that a migration has yet to make.
 */
const serverCodes = /^(08...|25006|28...|3D000|42703|42P01|53...|55P03|57...|58...)$/

/** Describes what `pg`, `pg-pool` and PGlite say without a code. */
const driverMessages =
  /^(PGlite is closed|timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|The server does not support SSL)/

/** Tells the faults of the database, and of the way to it, from those of a query. */
export function isUnavailable(error: unknown): boolean {
  // Drizzle wraps the driver's error, and a failed connection to several addresses wraps one for each.
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; depth++) {
    if (cause instanceof DatabaseUnavailable || cause instanceof WebAssembly.RuntimeError) return true
    if ('code' in cause && typeof cause.code === 'string') {
      if (connectionCodes.has(cause.code) || serverCodes.test(cause.code)) return true
      // The socket of a local server that is not running.
      if (cause.code === 'ENOENT' && 'syscall' in cause && cause.syscall === 'connect') return true
    }
    if (driverMessages.test(cause.message)) return true
    cause = cause instanceof AggregateError ? cause.errors[0] : cause.cause
  }
  return false
}
