/** A file under `app/` that a deployment would not build as its author expects. */
export interface MisplacedFile {
  /** From the root of the repository, with `/`. */
  path: string
  /** Says where it belongs, or the name that it needs. */
  advice: string
}

/** The names of Next.js's file conventions that have code, by the group of `app/` that may hold them. */
const pageConventions =
  /^(page|layout|template|loading|error|global-error|not-found|default|forbidden|unauthorized|global-not-found|sitemap|robots|manifest|(icon|apple-icon|opengraph-image|twitter-image)\d?)$/

/** Next.js builds these as they are, whatever `pageExtensions` says, and so into both deployments. */
const staticMetadata =
  /^(favicon\.ico|sitemap\.xml|robots\.txt|manifest\.(json|webmanifest)|(icon|apple-icon|opengraph-image|twitter-image)\d?(\.alt\.txt|\.(ico|jpe?g|png|svg|gif)))$/

const apiEnding = /\.(api|lab)\.ts$/
const dashboardEnding = /(?<!\.api)\.tsx$/

/**
 * Finds the files under `app/` that both deployments would build or that neither would. The ending alone decides
 * which deployment builds a file: docs/decisions/0001-two-deployments-one-tree.md.
 * @param paths every file under `app/`, from the root of the repository, with `/`
 */
export function misplacedFiles(paths: readonly string[]): MisplacedFile[] {
  return paths.flatMap((path) => {
    const advice = adviceFor(path)
    return advice === null ? [] : [{ path, advice }]
  })
}

function adviceFor(path: string): string | null {
  const file = path.slice(path.lastIndexOf('/') + 1)
  const [name = ''] = file.split('.')
  if (staticMetadata.test(file)) {
    const generated = inFolder(path, `${name === 'favicon' ? 'icon' : name}.tsx`)
    return `both deployments would serve it: generate it in ${generated}, or name it in the metadata of app/(dashboard)/layout.tsx`
  }
  const isCode = /\.(c|m)?[jt]sx?$/.test(file)
  if (!isCode || (name !== 'route' && !pageConventions.test(name))) return null
  if (path.startsWith('app/(dashboard)/')) {
    return dashboardEnding.test(file)
      ? null
      : `the dashboard builds *.tsx: rename it to ${inFolder(path, `${name}.tsx`)}`
  }
  if (name === 'route') {
    if (apiEnding.test(file)) return null
    return `the API builds *.api.ts: rename it to ${inApi(inFolder(path, 'route.api.ts'))}`
  }
  if (path.startsWith('app/(api)/')) return 'the API has no pages: move it to app/(dashboard)'
  return dashboardEnding.test(file)
    ? null
    : `the dashboard builds *.tsx: rename it to ${inFolder(path, `${name}.tsx`)}`
}

function inFolder(path: string, file: string): string {
  return path.replace(/[^/]*$/, file)
}

function inApi(path: string): string {
  return path.startsWith('app/(api)/') ? path : path.replace(/^app\//, 'app/(api)/')
}
