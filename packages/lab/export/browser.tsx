import { hydrateRoot } from 'react-dom/client'
import type { ChapterText } from '../src/learn/text.ts'
import { exportedPages } from './exported.tsx'
import { ExportedFrame, type Place } from './frame.tsx'

/** Takes a page of the static export over in the browser. The page itself says which it is. */
const known = JSON.parse(document.getElementById('place')?.textContent ?? '{}') as Place & {
  chapters: ChapterText[]
}
const page = exportedPages(known.chapters).find(({ path }) => path === known.path)
const container = document.getElementById('bench')
if (page !== undefined && container !== null) {
  hydrateRoot(
    container,
    <ExportedFrame path={known.path} root={known.root}>
      {page.content}
    </ExportedFrame>,
  )
}
