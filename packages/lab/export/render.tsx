import { renderToString } from 'react-dom/server'
import type { ChapterText } from '../src/learn/text.ts'
import { exportedPages } from './exported.tsx'
import { ExportedFrame } from './frame.tsx'

/** One file of the export. */
export interface RenderedPage {
  /** Below the folder of the export. */
  readonly file: string
  readonly html: string
}

/** Renders every page of the static export. */
export function renderPages(chapters: readonly ChapterText[]): readonly RenderedPage[] {
  return exportedPages(chapters).map(({ path, title, content }) => {
    const folders = path.split('/').filter((part) => part !== '')
    const root = folders.length === 0 ? './' : '../'.repeat(folders.length)
    const body = renderToString(
      <ExportedFrame path={path} root={root}>
        {content}
      </ExportedFrame>,
    )
    // A page carries the text of its own chapter alone; the titles of the others make its list of contents.
    const carried = chapters.map((chapter) => ({
      ...chapter,
      markdown: path === (chapter.id === '' ? '/learn' : `/learn/${chapter.id}`) ? chapter.markdown : '',
    }))
    const place = JSON.stringify({ path, root, chapters: carried }).replaceAll('<', '\\u003c')
    return { file: [...folders, 'index.html'].join('/'), html: documentOf({ title, root, body, place }) }
  })
}

function documentOf({
  title,
  root,
  body,
  place,
}: Record<'title' | 'root' | 'body' | 'place', string>): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · next-cross-origin</title>
<link rel="stylesheet" href="${root}bench.css">
<script defer src="${root}bench.js"></script>
</head>
<body>
<div id="bench">${body}</div>
<script type="application/json" id="place">${place}</script>
</body>
</html>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
