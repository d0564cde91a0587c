import type { Environment } from './defaults'
import type { Deployment } from './validate'

/** Returns true where Vercel builds or runs a deployment. Its `vercel dev` runs on one's own machine and does not count. */
export function isOnPlatform(env: Environment): boolean {
  return env.VERCEL === '1' && env.VERCEL_ENV !== 'development'
}

/** The entries of `VERCEL_RELATED_PROJECTS`, as far as they are read here. */
interface RelatedProject {
  project?: { id?: unknown }
  preview?: { branch?: unknown }
}

/**
 * Returns the host of the related project's deployment of this branch, as the platform names it.
 * @returns null unless exactly one other project has such a deployment
 */
function relatedHost(env: Environment): string | null {
  let projects: unknown
  try {
    projects = JSON.parse(env.VERCEL_RELATED_PROJECTS || '[]')
  } catch {
    return null
  }
  if (!Array.isArray(projects)) return null
  // Two projects that share one vercel.json list themselves as well.
  const others = projects.filter(
    (entry: RelatedProject | null) => entry?.project?.id !== env.VERCEL_PROJECT_ID,
  )
  const host: unknown = others.length === 1 ? others[0]?.preview?.branch : null
  return typeof host === 'string' ? host : null
}

/**
 * Returns the origins of a preview, each exactly as the platform names it, because a pattern on `vercel.app` would
 * admit strangers: docs/deploying/previews.md.
 * @returns variables that replace those of the same name; none outside previews and without a related project
 */
export function previewVariables(env: Environment, deployment: Deployment): Environment {
  const own = env.VERCEL_BRANCH_URL || env.VERCEL_URL
  const other = relatedHost(env)
  if (env.VERCEL_ENV !== 'preview' || !own || other === null) return {}
  const [dashboard, api] = deployment === 'dashboard' ? [own, other] : [other, own]
  const origin = `https://${dashboard}`
  return {
    DASHBOARD_ORIGIN: origin,
    API_ORIGIN: `https://${api}`,
    ...(env.ALLOWED_ORIGINS ? { ALLOWED_ORIGINS: `${origin},${env.ALLOWED_ORIGINS}` } : {}),
  }
}
