import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'

const ignored = /(^|\/)(node_modules|\.git|\.next|\.data|dist|test-results)(\/|$)/

export const read = (file: string): string => readFileSync(file, 'utf8')

/** Returns every text file of the working tree, the lock file aside. */
export function textFiles(): string[] {
  const within = (folder: string): string[] =>
    readdirSync(folder === '' ? '.' : folder).flatMap((name) => {
      const path = folder === '' ? name : `${folder}/${name}`
      if (ignored.test(path) || path === 'package-lock.json' || path === 'CHANGELOG.md') return []
      if (statSync(path).isDirectory()) return within(path)
      return /\.(ts|tsx|js|mjs|json|css|md|ya?ml|sql|example)$|(^|\/)(\.gitignore|\.dockerignore|\.npmrc|Dockerfile|run)$/.test(
        name,
      )
        ? [path]
        : []
    })
  return within('')
}

/** Returns the sources of the product. */
export function productSources(): string[] {
  return textFiles().filter((file) => /^(app|components|lib|scripts|tests)\/.*\.(ts|tsx)$/.test(file))
}

/** Next.js looks for the compiler without saying so in its `package.json`. */
const undeclared = ['typescript']

/** Returns the dependencies that no source imports, no script runs and no other dependency needs beside itself. */
export function deadDependencies(): string[] {
  const json = JSON.parse(read('package.json'))
  const names = Object.keys({ ...json.dependencies, ...json.devDependencies })
  const peers = names.flatMap((name) => {
    const file = `node_modules/${name}/package.json`
    if (!existsSync(file)) return []
    const { peerDependencies = {}, peerDependenciesMeta = {} } = JSON.parse(read(file))
    return Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional)
  })
  const text = textFiles()
    .filter((file) => /\.(ts|tsx|js|mjs|css)$/.test(file))
    .map(read)
    .join('\n')
  const scripts = Object.values<string>(json.scripts).join('\n')
  const isUsed = (name: string): boolean =>
    undeclared.includes(name) ||
    peers.includes(name) ||
    new RegExp(`(from|import|import\\(|resolve\\(|@import|@plugin) ?['"]${name}['"/]`).test(text) ||
    // A plugin of PostCSS is a key, and not imported.
    new RegExp(`['"]${name}['"]: `).test(text) ||
    new RegExp(`(^|[\\s/])${name.replace(/^@[^/]+\//, '')}([\\s/]|$)`, 'm').test(scripts)
  return names.filter((name) => !isUsed(name.replace(/^@types\//, '')))
}
