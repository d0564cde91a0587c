import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { docsOfTheLab } from './files.tsx'

/** `npm run pictures` writes `docs/lessons.md` and the pictures below `docs/pictures`. */
const docs = join(import.meta.dirname, '..', '..', '..', 'docs')
rmSync(join(docs, 'pictures'), { recursive: true, force: true })
mkdirSync(join(docs, 'pictures'))
const files = docsOfTheLab()
for (const [path, text] of files) writeFileSync(join(docs, path), text)
console.log(`${files.size} files in docs`)
