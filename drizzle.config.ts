import { defineConfig } from 'drizzle-kit'

/** `npx drizzle-kit generate` writes the migration for a change of lib/db/schema.ts. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './lib/db/schema.ts',
  out: './lib/db/migrations',
})
