import { afterAll, expect, test } from 'vitest'
import { TreeCopy } from './tree-copy.ts'

/** The packages that nobody needs, with what mounts them and what proves them. */
const deleted = [
  /^packages\/(lab|doctor)$/,
  /\.lab\.tsx?$/,
  // These need the packages that are gone.
  /^prove\/(film|lab|outside|packages\.test\.ts)$/,
]
const copy = new TreeCopy((path) => deleted.some((pattern) => pattern.test(path)))
afterAll(() => copy.remove())

test('without packages/lab, packages/doctor and their one-line pages, npm test is green', async () => {
  await copy.npm('install', '--prefer-offline')
  expect(await copy.npm('test')).toMatch(/\d+ passed/)
}, 2_400_000)
