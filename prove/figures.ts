import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import ts from 'typescript'
import { startStack } from '../tests/stack.ts'

/** The most that the project allows itself. Sign-in by providers, mail and passkeys may take 2,000 lines more. */
export const budgets = {
  productLines: 9_500,
  testLines: 6_000,
  badOpeningsPercent: 5,
  dashboardKilobytes: 180,
} as const

const root = join(import.meta.dirname, '..')
const product = ['app', 'components', 'lib', 'scripts']
const entries = ['middleware.ts', 'server.ts', 'instrumentation.ts', 'next.config.js']
const notOurs = /(^|\/)(node_modules|dist|\.next)\//

export interface SourceFile {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

/** Returns every source file below the folders; a name of a file stands for itself. */
export function sourcesOf(places: readonly string[], kinds = /\.(ts|tsx|js|css)$/): SourceFile[] {
  return places
    .filter((place) => existsSync(join(root, place)))
    .flatMap((place) =>
      kinds.test(place)
        ? [place]
        : readdirSync(join(root, place), { recursive: true, encoding: 'utf8' }).map(
            (name) => `${place}/${name}`,
          ),
    )
    .filter((path) => kinds.test(path) && !notOurs.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

const linesOf = (files: readonly SourceFile[]): number =>
  files.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0)

/** The longest function that the rules of the house allow, in lines. */
const FUNCTION_LINES = 60

/** A suite of tests is a list of functions, and not itself one that somebody has to follow. */
const isSuite = (node: ts.Node): boolean =>
  ts.isCallExpression(node.parent) && /(^|\.)describe(\.|$)/.test(node.parent.expression.getText())

/** Returns where each function stands that is too long, with its length. */
export function longFunctions(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !path.endsWith('.css'))
    .flatMap(({ path, text }) => {
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
      const found: string[] = []
      const visit = (node: ts.Node): void => {
        if (ts.isFunctionLike(node) && 'body' in node && node.body && !isSuite(node)) {
          const first = source.getLineAndCharacterOfPosition(node.getStart()).line
          const length = source.getLineAndCharacterOfPosition(node.getEnd()).line - first + 1
          if (length > FUNCTION_LINES) found.push(`${path}:${first + 1} (${length} lines)`)
        }
        ts.forEachChild(node, visit)
      }
      visit(source)
      return found
    })
}

/** Returns where each doc comment stands, and whether it opens with a word that starts a riddle. */
export function docComments(files: readonly SourceFile[]): { place: string; opensBadly: boolean }[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(/(?<=^|\s)\/\*\*\s[\s*]*([^\s*]+)/g)].map(({ index, 1: word = '' }) => ({
      place: `${path}:${text.slice(0, index).split('\n').length}`,
      opensBadly: /^(what|whether|who|where|how|its|that)\b/i.test(word),
    })),
  )
}

/** Returns the scripts that a page names, in kilobytes of gzip; null without a build of the dashboard. */
async function dashboardKilobytes(): Promise<number | null> {
  if (!existsSync(join(root, '.next/dashboard/BUILD_ID'))) return null
  const stack = await startStack({ only: 'dashboard' })
  try {
    const origin = `http://localhost:${new URL(stack.dashboardOrigin).port}`
    const page = await (await fetch(`${origin}/dashboard`)).text()
    // A browser that knows modules never loads the polyfills for those that do not.
    const scripts = [...page.matchAll(/<script[^>]+src="([^"]+)"[^>]*>/g)].filter(
      ([tag]) => !/nomodule/i.test(tag),
    )
    const urls = new Set(scripts.map(([, url = '']) => url))
    const sizes = [...urls].map(
      async (url) => gzipSync(await (await fetch(new URL(url, origin))).text()).length,
    )
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1_024
  } finally {
    await stack.stop()
  }
}

/** Returns the files of the API's middleware, in kilobytes of gzip; null without a build of the API. */
function edgeKilobytes(): number | null {
  const build = join(root, '.next/api')
  if (!existsSync(join(build, 'BUILD_ID'))) return null
  const manifest: { middleware: Record<string, { files: string[] }> } = JSON.parse(
    readFileSync(join(build, 'server/middleware-manifest.json'), 'utf8'),
  )
  const files = Object.values(manifest.middleware).flatMap((entry) => entry.files)
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(build, file))).length, 0) / 1_024
}

/** Counts what the sources can be held to without a build. */
export function sourceFigures() {
  const kept = sourcesOf([...product, ...entries])
  const tests = sourcesOf(['tests'])
  const all = sourcesOf([...product, ...entries, 'tests', 'packages', 'prove'])
  const comments = docComments(all)
  return {
    productLines: linesOf(kept),
    testLines: linesOf(tests),
    packageLines: linesOf(sourcesOf(['packages'])),
    proofLines: linesOf(sourcesOf(['prove'])),
    longFunctions: longFunctions(all),
    comments: comments.length,
    badOpenings: comments.filter(({ opensBadly }) => opensBadly).map(({ place }) => place),
  }
}

/** Measures the builds that are there. */
export async function buildFigures() {
  return { dashboardKilobytes: await dashboardKilobytes(), edgeKilobytes: edgeKilobytes() }
}
