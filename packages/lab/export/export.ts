import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import tailwind from '@tailwindcss/postcss'
import { type BuildOptions, build } from 'esbuild'
import postcss from 'postcss'
import { readChapters } from '../src/learn/files.ts'
import type { RenderedPage } from './render.tsx'

/**
 * `npm run export:bench [-- folder]` writes the doctor, the error index, the tutorial and the lessons as static files, which
 * work from any folder and need no server.
 */

const here = import.meta.dirname
const root = join(here, '..', '..', '..')

/** Writes the export into a folder, which is emptied first. @returns the files of the pages */
export async function exportBench(folder: string): Promise<readonly string[]> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const pages = await render()
  for (const { file, html } of pages) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), html)
  }
  await build({
    ...shared,
    entryPoints: { bench: join(here, 'browser.tsx') },
    outdir: folder,
    format: 'iife',
    platform: 'browser',
    minify: true,
    loader: { '.css': 'empty' },
  })
  await writeStyles(folder)
  return pages.map(({ file }) => file)
}

const shared: BuildOptions = {
  absWorkingDir: root,
  tsconfig: join(root, 'tsconfig.json'),
  bundle: true,
  jsx: 'automatic',
  target: 'es2022',
  logLevel: 'error',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.LAB': '"1"' },
}

/** Bundles what renders the pages, because Node.js alone imports no style sheets, and runs it. */
async function render(): Promise<readonly RenderedPage[]> {
  const folder = mkdtempSync(join(root, 'node_modules', '.bench-'))
  try {
    const outfile = join(folder, 'render.mjs')
    await build({
      ...shared,
      entryPoints: [join(here, 'render.tsx')],
      outfile,
      format: 'esm',
      platform: 'node',
      external: ['react', 'react-dom', 'next-themes', 'tldts'],
      loader: { '.css': 'empty' },
    })
    const { renderPages } = await import(pathToFileURL(outfile).href)
    return renderPages(readChapters(root))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Writes the style sheet of the dashboard and of the bench, with its fonts. */
async function writeStyles(folder: string): Promise<void> {
  const from = join(root, 'app', '(dashboard)', 'globals.css')
  const sheets = [from, join(here, '..', 'src', 'lab.css'), join(here, '..', 'src', 'film', 'film.css')]
  const text = sheets.map((sheet) => readFileSync(sheet, 'utf8')).join('\n')
  const { css } = await postcss([tailwind()]).process(text, { from })
  await build({
    ...shared,
    stdin: { contents: css, loader: 'css', resolveDir: dirname(from) },
    outfile: join(folder, 'bench.css'),
    minify: true,
    loader: { '.woff2': 'file' },
  })
}

if (process.argv[1] === import.meta.filename) {
  const folder = resolve(process.argv[2] ?? 'bench-export')
  const files = await exportBench(folder)
  console.log(`${files.length} pages in ${folder}. Open ${join(folder, 'index.html')}.`)
}
