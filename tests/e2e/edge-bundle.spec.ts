import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { z } from 'zod'

const manifestOf = (distDir: string) =>
  z
    .object({ middleware: z.record(z.string(), z.object({ files: z.array(z.string()) })) })
    .parse(JSON.parse(readFileSync(join(distDir, 'server/middleware-manifest.json'), 'utf8')))

/** Every file that an edge runtime loads to run the middleware of a build. */
function edgeFiles(distDir: string): string[] {
  return Object.values(manifestOf(distDir).middleware).flatMap(({ files }) =>
    files.map((file) => readFileSync(join(distDir, file), 'utf8')),
  )
}

test('the edge bundle of the API stays under 60 KB gzip', () => {
  const bytes = edgeFiles('.next/api').reduce((sum, file) => sum + gzipSync(file).length, 0)
  console.log(`edge bundle of the API: ${(bytes / 1024).toFixed(1)} KB gzip`)
  expect(bytes).toBeGreaterThan(10_000)
  expect(bytes).toBeLessThan(60_000)
})

test('each deployment keeps its own branch of the middleware and drops the other', () => {
  const api = edgeFiles('.next/api').join('\n')
  const dashboard = edgeFiles('.next/dashboard').join('\n')
  expect(api).toContain('origin_required')
  expect(api).not.toContain('strict-dynamic')
  expect(dashboard).toContain('strict-dynamic')
  expect(dashboard).not.toContain('origin_required')
})
