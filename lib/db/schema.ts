import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import type { AccountEvent } from '@/lib/contract/sessions'

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** Describes what a user may do: an `admin` also manages users and changes what others added. */
export type Role = 'member' | 'admin'
const exactMoment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  /** Lower case, so that uniqueness needs no collation. */
  username: text('username').notNull().unique(),
  displayName: text('display_name').notNull(),
  bio: text('bio').notNull().default(''),
  /** argon2id, in PHC string format. Null for a user who signs in by a provider only. */
  passwordHash: text('password_hash'),
  /** In lower case, and only once it is verified: an address that anyone may claim identifies nobody. */
  email: text('email').unique(),
  role: text('role').$type<Role>().notNull().default('member'),
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
    /** Says how the session began: `password`, or the provider's id. */
    via: text('via').notNull().default('password'),
  },
  (table) => [index('sessions_user_id').on(table.userId), index('sessions_expires_at').on(table.expiresAt)],
)

/** An account at a provider, as the provider vouches for it. */
export interface Identity {
  /** The provider's id in this deployment, such as `github`. */
  provider: string
  /** The provider's own name for the account. It never changes, unlike an address or a user name. */
  subject: string
  /** In lower case; null unless the provider itself has verified the address. */
  email: string | null
}

/** Accounts at providers by which a user can sign in: one per provider. */
export const accounts = pgTable(
  'accounts',
  {
    provider: text('provider').notNull(),
    subject: text('subject').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    email: text('email'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.subject] }),
    unique('accounts_user_provider').on(table.userId, table.provider),
  ],
)

/** Sign-ins that were finished at the API's own address and wait for the dashboard's page to fetch them. */
export const handovers = pgTable(
  'handovers',
  {
    /** SHA-256 of the one-time code, in base64url: whoever reads this table cannot use it. */
    codeHash: text('code_hash').primaryKey(),
    /** SHA-256 of the verifier that the page keeps, in base64url. */
    challenge: text('challenge').notNull(),
    /** The origin of the page. */
    origin: text('origin').notNull(),
    /** The user who signed in; null where an account is to be linked to whoever is signed in at the page. */
    userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
    /** The session that a top-level visit continues: docs/decisions/0021-without-cookies.md. */
    sessionId: uuid('session_id').references(() => sessions.id, { onDelete: 'cascade' }),
    /** The account to be linked. */
    link: jsonb('link').$type<Identity>(),
    /** The way by which the user signed in: a provider's id, `password`, `passkey` or `mail`. `ticket` and `visit` continue a session, and
     * `passkey-challenge` is one for an authenticator. */
    via: text('via').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('handovers_expires_at').on(table.expiresAt)],
)

/** Passkeys by which a user can sign in. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** The authenticator's own id of the key pair, in base64url. */
    credentialId: text('credential_id').notNull().unique(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** As its owner calls it. */
    name: text('name').notNull(),
    /** The COSE key, in base64url. */
    publicKey: text('public_key').notNull(),
    /** Grows with each use, where the authenticator counts: one that shrinks is a copy. */
    counter: integer('counter').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    lastUsedAt: moment('last_used_at'),
  },
  (table) => [index('passkeys_user_id').on(table.userId)],
)

/** Wishes for another e-mail address, one for each user, until every link of them is confirmed. */
export const addressChanges = pgTable('address_changes', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** In lower case. */
  email: text('email').notNull(),
  /** SHA-256 of the code in the mail to the new address, in base64url; null once it is confirmed. */
  newCodeHash: text('new_code_hash'),
  /** The same for the old address; null where there is none. */
  oldCodeHash: text('old_code_hash'),
  expiresAt: moment('expires_at').notNull(),
})

/** One row per bearer token, which servers and phones call with. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** As its maker calls it. */
    name: text('name').notNull(),
    /** SHA-256 of the token, in hexadecimal: the token itself is shown once and kept nowhere. */
    hash: text('hash').notNull().unique(),
    scope: text('scope', { enum: ['read', 'write'] }).notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    lastUsedAt: moment('last_used_at'),
  },
  (table) => [index('api_tokens_user_id').on(table.userId)],
)
/** Origins that people allowed at run time. Moments keep milliseconds, because the cursor of a page does. */
export const allowedOrigins = pgTable('allowed_origins', {
  id: uuid('id').primaryKey().defaultRandom(),
  /** An origin or a pattern, exactly as the policy reads it. */
  origin: text('origin').notNull().unique(),
  note: text('note').notNull().default(''),
  addedById: uuid('added_by_id').references(() => users.id, { onDelete: 'set null' }),
  expiresAt: moment('expires_at'),
  enabled: boolean('enabled').notNull().default(true),
  createdAt: exactMoment('created_at').notNull().defaultNow(),
  updatedAt: exactMoment('updated_at').notNull().defaultNow(),
})

/** Says how often something was tried: docs/decisions/0009-rate-limits.md. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  points: integer('points').notNull().default(0),
  expire: timestamp('expire', { withTimezone: true, mode: 'date' }),
})

/** Describes what happened to an account, for its owner to see: docs/decisions/0014-audit-trail.md. */
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
    /** Describes what the browser said it is, as in `sessions`. */
    userAgent: text('user_agent').notNull().default(''),
  },
  (table) => [index('events_user_id_at').on(table.userId, table.at), index('events_at').on(table.at)],
)

export type EventKind = AccountEvent['kind']

export type EventRow = typeof events.$inferSelect
export type OriginRow = typeof allowedOrigins.$inferSelect
export type UserRow = typeof users.$inferSelect
export type ApiTokenRow = typeof apiTokens.$inferSelect
export type SessionRow = typeof sessions.$inferSelect
export type HandoverRow = typeof handovers.$inferSelect
export type PasskeyRow = typeof passkeys.$inferSelect
export type AccountRow = typeof accounts.$inferSelect
