import { readdirSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { misplacedFiles } from '@/lib/config/app-files'

test.each([
  ['app/(api)/api/notes/route.ts', 'app/(api)/api/notes/route.api.ts'],
  ['app/api/notes/route.ts', 'app/(api)/api/notes/route.api.ts'],
  ['app/(api)/api/notes/route.js', 'app/(api)/api/notes/route.api.ts'],
  ['app/(api)/api/notes/route.tsx', 'app/(api)/api/notes/route.api.ts'],
  ['app/(api)/api/notes/route.api.tsx', 'app/(api)/api/notes/route.api.ts'],
  ['app/(api)/page.tsx', 'app/(dashboard)'],
  ['app/(dashboard)/notes/page.ts', 'app/(dashboard)/notes/page.tsx'],
  ['app/(dashboard)/notes/page.jsx', 'app/(dashboard)/notes/page.tsx'],
  ['app/(dashboard)/notes/loading.ts', 'app/(dashboard)/notes/loading.tsx'],
  ['app/(dashboard)/health/route.api.ts', 'app/(dashboard)/health/route.tsx'],
  ['app/(dashboard)/health/route.ts', 'app/(dashboard)/health/route.tsx'],
  ['app/(dashboard)/sitemap.ts', 'app/(dashboard)/sitemap.tsx'],
  ['app/notes/page.ts', 'app/notes/page.tsx'],
  ['app/icon.svg', 'app/icon.tsx'],
  ['app/(dashboard)/opengraph-image2.png', 'app/(dashboard)/opengraph-image2.tsx'],
  ['app/favicon.ico', 'app/icon.tsx'],
  ['app/robots.txt', 'app/robots.tsx'],
])('%s is refused, and the advice names %s', (path, right) => {
  const [misplaced, ...others] = misplacedFiles([path])
  expect(others).toEqual([])
  expect(misplaced?.path).toBe(path)
  expect(misplaced?.advice).toContain(right)
})

test.each([
  'app/(api)/api/notes/route.api.ts',
  'app/(api)/api/lab/route.lab.ts',
  'app/(api)/api/notes/avatar.ts',
  'app/(dashboard)/notes/page.tsx',
  'app/(dashboard)/lab/page.lab.tsx',
  'app/(dashboard)/health/route.tsx',
  'app/(dashboard)/notes/notes-view.tsx',
  'app/(dashboard)/notes/messages.ts',
  'app/(dashboard)/globals.css',
  'app/notes/page.tsx',
])('%s is built by one deployment, or is no file of a convention', (path) => {
  expect(misplacedFiles([path])).toEqual([])
})

test('no file of this repository is misplaced', () => {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' })
    .map((file) => `app/${file}`)
    .filter((path) => statSync(path).isFile())
  expect(files.length).toBeGreaterThan(20)
  expect(misplacedFiles(files)).toEqual([])
})
