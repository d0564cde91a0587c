import { compilePolicy, isLoopback, PolicyError } from '@next-cross-origin/cors'
import { z } from 'zod'
import { topologyFrom } from './api'
import { defaults, type Environment, list, variable } from './defaults'
import { mailFaults } from './mail'
import { isOnPlatform, previewVariables } from './platform'
import { providerFaults } from './providers'
import { isPublicSuffix, topologyOf, whyTopology } from './site'

export type Deployment = 'api' | 'dashboard'

/**
 * Says when the configuration is looked at. A build needs no secret, which is read when the process starts; on a platform,
 * whose variables change only with a deployment, it needs all of it.
 */
export interface Moment {
  deployment: Deployment
  /** `true` for `next build` and `next start`. */
  production: boolean
  /** `true` while building. */
  building: boolean
}

export interface ConfigProblem {
  variable: string
  /** The offending value as it may be shown: secrets and passwords are left out. */
  value: string
  message: string
  example: string
}

/** Everything that is wrong with a deployment's environment, in one error. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(
    readonly deployment: Deployment,
    readonly problems: readonly ConfigProblem[],
  ) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
    const details = problems.map(
      ({ variable, value, message, example }) =>
        `  ${variable}\n    value    ${value}\n    problem  ${message}\n    example  ${variable}=${example}`,
    )
    super(
      [
        `The ${deployment} deployment refuses its configuration: ${count}.`,
        ...details,
        'Every variable is described in .env.example.',
      ].join('\n\n'),
    )
  }
}

const examples: Record<string, string> = {
  DASHBOARD_ORIGIN: 'https://app.example.com',
  API_ORIGIN: 'https://api.example.com',
  PORT: '4000',
  LAB: '0',
  ALLOWED_ORIGINS: 'https://app.example.com,https://*.preview.example.com',
  TOPOLOGY: 'cross-site',
  AUTH_SECRET: '$(openssl rand -base64 32)',
  DATABASE_URL: 'postgres://user:password@db.example.com:5432/app',
  DATA_DIR: '.data',
  SEED_DEMO: '0',
  MIGRATE: '0',
  SESSION_IDLE_DAYS: '7',
  SESSION_ABSOLUTE_DAYS: '30',
  TRUSTED_PROXIES: '1',
  PAGE_TOKENS: '0',
  METRICS_TOKEN: '$(openssl rand -base64 32)',
  REQUEST_LOG: '0.1',
  WORKERS: '2',
  SHUTDOWN_DELAY_SECONDS: '3',
}

const unreadable = new Set(['AUTH_SECRET', 'DATABASE_URL', 'METRICS_TOKEN'])
const flag = z.enum(['0', '1'], { error: 'This is a switch: 1 or 0.' }).optional()
const wholeNumber = (least: number, most: number, unit: string) =>
  z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `This is ${unit}: a whole number from ${least} to ${most}.`,
    })
    .optional()

/** Of the requests that are answered, how many get a line in the log. */
const share = z
  .string()
  .regex(/^(0|1|0?\.\d{1,6})$/, { error: 'This is a share of all requests: a number from 0 to 1.' })
  .optional()

type Issue = { message: string; value?: string; example?: string }

const safeWaysForPreviews =
  ' Two ways are safe for previews: a domain of your own (https://*.preview.example.com), or the exact origin, which the platform names. See docs/deploying/previews.md.'

/** The faults of a list of origins, in the words of the policy that will enforce it. */
function originFaults(origins: readonly string[], production: boolean): Issue[] {
  try {
    compilePolicy({ origins, insecureHttp: production ? 'loopback' : 'any', isPublicSuffix })
    return []
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return error.problems.map(({ code, message, value, suggestion }) => ({
      message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.${
        code === 'origin_wildcard_on_public_suffix' ? safeWaysForPreviews : ''
      }`,
      value: JSON.stringify(value),
      ...(suggestion === undefined ? {} : { example: suggestion }),
    }))
  }
}

/** 32 random bytes in base64 have 20 different characters or more; a word that is repeated has not. */
const fewestCharacters = 10

function report(context: z.RefinementCtx, issues: readonly Issue[]): void {
  for (const { message, ...params } of issues) context.addIssue({ code: 'custom', message, params })
}

/** One origin, and no pattern. */
const originOf = (production: boolean) =>
  z.string().superRefine((value, context) => {
    if (value.includes('*')) {
      return report(context, [{ message: 'This is one origin: patterns belong in ALLOWED_ORIGINS.' }])
    }
    const faults = originFaults([value], production)
    if (faults.length === 0 && !URL.canParse(value)) {
      faults.push({ message: `Node.js ${process.versions.node} cannot read this host.` })
    }
    report(context, faults)
  })

const secretsOf = (production: boolean) =>
  z.string().superRefine((value, context) => {
    const secrets = list(value)
    for (const [index, entry] of secrets.entries()) {
      const bytes = new TextEncoder().encode(entry).length
      const different = new Set(entry).size
      const which = `Secret ${index + 1} of ${secrets.length}`
      if (bytes < 32) report(context, [{ message: `${which} has ${bytes} bytes; 32 are needed.` }])
      else if (production && different < fewestCharacters) {
        const message = `${which} has only ${different} different characters, so it can be guessed. Make it at random.`
        report(context, [{ message }])
      }
    }
    if (new Set(secrets).size < secrets.length)
      report(context, [{ message: 'The same secret is listed twice.' }])
  })

function schemaFor({ deployment, production, building }: Moment, onPlatform: boolean) {
  const shared = z.object({
    DASHBOARD_ORIGIN: originOf(production).default(defaults.DASHBOARD_ORIGIN),
    API_ORIGIN: originOf(production).default(defaults.API_ORIGIN),
    PORT: wholeNumber(1, 65_535, 'a port'),
    LAB: flag,
    SHUTDOWN_DELAY_SECONDS: wholeNumber(0, 600, 'a number of seconds'),
  })
  if (deployment === 'dashboard') return shared
  const secret = secretsOf(production)
  return shared.extend({
    ALLOWED_ORIGINS: z
      .string()
      .superRefine((value, context) => report(context, originFaults(list(value), production)))
      .optional(),
    TOPOLOGY: z
      .enum(['ports', 'subdomains', 'cross-site'], {
        error: 'This is how the origins relate: ports, subdomains or cross-site.',
      })
      .optional(),
    AUTH_SECRET:
      onPlatform || (production && !building)
        ? z.string({ error: 'A secret is required in production: it signs the session cookies.' }).and(secret)
        : secret.optional(),
    DATABASE_URL: z
      .string({
        error: 'A PostgreSQL database is required here, because a function has no disk to keep one.',
      })
      .refine((value) => URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol), {
        error: 'This is the URL of a PostgreSQL database. Leave it out to use the embedded one in DATA_DIR.',
      })
      [onPlatform ? 'nonoptional' : 'optional'](),
    DATA_DIR: z.string().optional(),
    SEED_DEMO: flag,
    MIGRATE: flag,
    PAGE_TOKENS: flag,
    METRICS_TOKEN: z.string().min(32, { error: 'A token of at least 32 characters is needed.' }).optional(),
    REQUEST_LOG: share,
    SESSION_IDLE_DAYS: wholeNumber(1, 365, 'a number of days'),
    SESSION_ABSOLUTE_DAYS: wholeNumber(1, 365, 'a number of days'),
    TRUSTED_PROXIES: wholeNumber(0, 20, 'the number of proxies in front of the API'),
    WORKERS: wholeNumber(1, 128, 'a number of processes'),
  })
}

function shown(name: string, value: string | undefined): string {
  if (value === undefined) return '(not set)'
  if (unreadable.has(name)) return '(set, not shown)'
  return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value)
}

/**
 * Checks a deployment's whole environment.
 * @throws ConfigError with every problem at once
 */
export function validate(variables: Environment, moment: Moment): void {
  const preview = previewVariables(variables, moment.deployment)
  const env = { ...variables, ...preview }
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = schemaFor(moment, isOnPlatform(env)).safeParse(given)
  const problems: ConfigProblem[] = []
  for (const issue of result.error?.issues ?? []) {
    const name = String(issue.path[0])
    const params: { value?: string; example?: string } = 'params' in issue && issue.params ? issue.params : {}
    problems.push({
      variable: name,
      value: params.value ?? shown(name, env[name]),
      message: issue.message,
      example: params.example ?? examples[name] ?? '',
    })
  }

  const dashboardOrigin = variable(env, 'DASHBOARD_ORIGIN')
  const apiOrigin = variable(env, 'API_ORIGIN')
  const fault = (name: string, message: string, example: string) =>
    problems.push({ variable: name, value: shown(name, env[name]), message, example })
  if (dashboardOrigin === apiOrigin) {
    const message = 'The dashboard and the API have the same origin; then nothing here is cross-origin.'
    fault('API_ORIGIN', message, examples.API_ORIGIN ?? '')
  }
  if (Number(variable(env, 'SESSION_IDLE_DAYS')) > Number(variable(env, 'SESSION_ABSOLUTE_DAYS'))) {
    fault('SESSION_IDLE_DAYS', 'A session cannot be idle for longer than SESSION_ABSOLUTE_DAYS.', '7')
  }
  if (moment.deployment === 'api' && Number(env.WORKERS || '1') > 1 && !env.DATABASE_URL) {
    const message =
      'Several processes need one PostgreSQL, because the embedded database belongs to one process. Set DATABASE_URL, or leave WORKERS out.'
    fault('WORKERS', message, '1')
  }
  const isApi = moment.deployment === 'api'
  if (isApi) problems.push(...providerFaults(env))
  if (isApi) problems.push(...mailFaults(env))
  if (env.VERCEL_ENV === 'preview' && env.VERCEL_RELATED_PROJECTS && preview.API_ORIGIN === undefined) {
    const message =
      'This names no single other project with a deployment of this branch. List the projects of the dashboard and of the API, and no other, as relatedProjects in vercel.json.'
    const example = '[{"project":{"id":"prj_2"},"preview":{"branch":"api-git-feature-team.vercel.app"}}]'
    fault('VERCEL_RELATED_PROJECTS', message, example)
  }
  if (problems.length > 0) throw new ConfigError(moment.deployment, problems)
  if (moment.deployment === 'api') {
    refuseTopology(env, apiOrigin, list(env.ALLOWED_ORIGINS || dashboardOrigin))
  }
}

/** Refuses relations of the origins in which browsers would not keep or send the session cookie. */
function refuseTopology(env: Environment, apiOrigin: string, allowedOrigins: readonly string[]) {
  const refuse = (name: string, value: string, message: string, example: string) => {
    throw new ConfigError('api', [{ variable: name, value, message, example }])
  }
  const topology = topologyFrom(env, apiOrigin, allowedOrigins)
  if (topology !== 'cross-site' && topologyOf(apiOrigin, allowedOrigins) === 'cross-site') {
    const message = `Browsers would not send this cookie: ${whyTopology(apiOrigin, allowedOrigins)}.`
    refuse('TOPOLOGY', shown('TOPOLOGY', env.TOPOLOGY), message, 'cross-site')
  }
  // A cross-site cookie needs `Secure`, which browsers honour over plain http on loopback names only.
  const { protocol, hostname } = new URL(apiOrigin)
  if (topology === 'cross-site' && protocol !== 'https:' && !isLoopback(hostname)) {
    const message =
      'An allowed origin is on another site, so the session cookie must be Secure: serve the API over https.'
    refuse('API_ORIGIN', JSON.stringify(apiOrigin), message, 'https://api.example.com')
  }
}
