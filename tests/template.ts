import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Makes an embedded database with its tables, once per run of tests: Vitest and Playwright call it before the first test. It
 * takes ten times as long to make a database as to copy one.
 * @returns removes it
 */
export default async function makeTemplate(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'next-cross-origin-template-'))
  const { openEmbedded } = await import('@/lib/db/embedded')
  const engine = await openEmbedded(folder)
  await engine.migrate()
  await engine.close()
  process.env.DATABASE_TEMPLATE = join(folder, 'pglite')
  return () => rmSync(folder, { recursive: true, force: true })
}

/** Puts a copy of the database that was made for this run into a `DATA_DIR` that has none. */
export function copyTemplate(dataDir: string): void {
  const template = process.env.DATABASE_TEMPLATE
  const copy = join(dataDir, 'pglite')
  if (template !== undefined && !existsSync(copy)) cpSync(template, copy, { recursive: true })
}
