import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = process.cwd()
const labFolders = ['packages/lab/', 'app/(dashboard)/lab/', 'app/(api)/api/lab/']
const isOfTheLab = (path: string) => labFolders.some((folder) => path.startsWith(folder))

/** What a file imports, as paths from the root; packages are left out. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true)
  return importedFiles.flatMap(({ fileName }) => {
    if (fileName.startsWith('@/')) return [fileName.slice(2)]
    return fileName.startsWith('.') ? [relative(root, join(root, dirname(file), fileName))] : []
  })
}

it('the lab can be deleted: nothing outside its folders imports what is in them', () => {
  const folders = ['app', 'components', 'lib', 'scripts', 'tests']
  const files = [
    ...folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${folder}/${file}`,
      ),
    ),
    ...readdirSync(root),
  ].filter((file) => /\.(ts|tsx|js)$/.test(file))
  const outside = files.filter((file) => !isOfTheLab(file))
  expect(outside.length).toBeGreaterThan(100)
  const importers = outside.filter((file) => importsOf(file).some((path) => isOfTheLab(`${path}/`)))
  expect(importers).toEqual([])
})
