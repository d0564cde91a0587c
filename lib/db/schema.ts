import { boolean, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  /** Lower case, so that uniqueness needs no collation. */
  username: text('username').notNull().unique(),
  displayName: text('display_name').notNull(),
  bio: text('bio').notNull().default(''),
  /** argon2id, in PHC string format. */
  passwordHash: text('password_hash').notNull(),
  disabled: boolean('disabled').notNull().default(false),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})

/** One row per sign-in. A token without its row is worth nothing. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: moment('created_at').notNull().defaultNow(),
    lastSeenAt: moment('last_seen_at').notNull().defaultNow(),
    /** The absolute limit; the idle limit counts from `lastSeenAt`. */
    expiresAt: moment('expires_at').notNull(),
    userAgent: text('user_agent').notNull().default(''),
    /** The origin it was started from; empty when the browser named none. */
    origin: text('origin').notNull().default(''),
  },
  (table) => [index('sessions_user_id').on(table.userId), index('sessions_expires_at').on(table.expiresAt)],
)

/** How often something was tried: docs/decisions/0009-rate-limits.md. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  points: integer('points').notNull().default(0),
  expire: timestamp('expire', { withTimezone: true, mode: 'date' }),
})

/** What happened to an account, for its owner to see: docs/decisions/0014-audit-trail.md. */
export const events = pgTable(
  'events',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    at: moment('at').notNull().defaultNow(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<EventKind>().notNull(),
    /** Finds the lines of the log that belong to it. */
    requestId: text('request_id').notNull(),
    /** A hash with a key: equal for equal addresses, and readable by nobody. */
    address: text('address').notNull(),
    /** What the browser said it is, as in `sessions`. */
    userAgent: text('user_agent').notNull().default(''),
  },
  (table) => [index('events_user_id_at').on(table.userId, table.at), index('events_at').on(table.at)],
)

export type EventKind =
  | 'sign_up'
  | 'sign_in'
  | 'sign_in_failed'
  | 'limit_reached'
  | 'password_changed'
  | 'session_revoked'
  | 'sessions_revoked'
  | 'token_made'
  | 'token_revoked'

export type EventRow = typeof events.$inferSelect
export type UserRow = typeof users.$inferSelect
export type SessionRow = typeof sessions.$inferSelect
