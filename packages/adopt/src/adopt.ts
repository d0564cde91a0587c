import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { always, type Drop, type DropName, drops } from './drops.ts'
import { cleanComments, cleanMarkdown } from './prose.ts'
import { deadDependencies, productSources, read, textFiles } from './tree.ts'

/**
 * `npm run adopt -- --name "Acme" --ports 5000,6000 --drop lab,doctor,tutorial,bench [--holder "Acme Ltd"]`: makes the
 * template yours. It edits the working tree and commits nothing, so `git diff` shows what it did.
 */
const usage = `Usage: npm run adopt -- --name NAME [--ports DASHBOARD,API] [--drop ${Object.keys(drops).join(',')}] [--holder NAME]`

/** The ports between 1,024 and 65,535 that every browser refuses: Fetch § 2.9 "Port blocking". */
const blockedPorts = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
]

const options = readOptions()
const dropped: Drop[] = [...options.drop.map((name) => drops[name]), always(options.drop)]
const before = deadDependencies()
const done: string[] = []

for (const { paths } of dropped) {
  for (const path of paths.filter((path) => existsSync(path))) rmSync(path, { recursive: true })
}
done.push(`left out ${options.drop.join(', ') || 'nothing'}, and what proves the template alone`)
for (const drop of dropped) applyEdits(drop)
cleanMentions()
rename()
if (options.ports) changePorts(options.ports)
editPackage()
run('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'])
const biome = 'node_modules/@biomejs/biome/bin/biome'
const tidied = ['correctness/noUnusedImports', 'complexity/noUselessFragments'].map(
  (rule) => `--only=${rule}`,
)
run(process.execPath, [biome, 'lint', '--write', '--unsafe', ...tidied, '.'])
// The linter takes the comment above the first import with it.
change('next.config.js', (text) =>
  text.startsWith('// @ts-check') ? text : `// @ts-check\n${text.trimStart()}`,
)
run(process.execPath, [biome, 'check', '--write', '.'])
report()

function readOptions() {
  const { values } = parseArgs({
    options: {
      name: { type: 'string' },
      ports: { type: 'string' },
      drop: { type: 'string' },
      holder: { type: 'string' },
    },
  })
  const wanted = (values.drop ?? '').split(',').filter(Boolean)
  const unknown = wanted.filter((name) => !Object.hasOwn(drops, name))
  const ports = values.ports?.split(',').map(Number)
  const faults = [
    ...(values.name ? [] : ['--name is missing.']),
    ...unknown.map((name) => `--drop: there is no "${name}".`),
    ...(ports &&
    (ports.length !== 2 || ports.some((port) => !(port > 0 && port < 65_536)) || ports[0] === ports[1])
      ? ['--ports: two different port numbers, the first for the dashboard.']
      : []),
  ]
  if (faults.length > 0 || !values.name) {
    console.error(`${faults.join('\n')}\n\n${usage}`)
    process.exit(2)
  }
  const named = wanted as DropName[]
  const all = new Set(named)
  // A set is walked to the end of what is added on the way.
  for (const name of all) for (const taken of drops[name].takes ?? []) all.add(taken)
  const name = values.name
  return { name, holder: values.holder ?? name, ports: ports as [number, number] | undefined, drop: [...all] }
}

function change(file: string, edit: (text: string) => string): void {
  if (!existsSync(file)) return
  const text = read(file)
  const changed = edit(text)
  if (changed !== text) writeFileSync(file, changed)
}

function applyEdits({ edits }: Drop): void {
  for (const [file, find, replace] of edits) {
    const files = file === '*' ? productSources() : [file]
    for (const each of files) change(each, (text) => text.replace(find, replace))
  }
  for (const file of ['biome.json', 'tsconfig.json', 'package.json']) {
    // The entry that went may have been the last of its list.
    change(file, (text) => text.replace(/,(\s*[\]}])/g, '$1'))
  }
}

/** Removes the comments, sentences and table rows that mention what is gone. */
function cleanMentions(): void {
  for (const { mention } of dropped) {
    for (const file of textFiles()) {
      if (file.endsWith('.md'))
        change(file, (text) => (mention.test(text) ? cleanMarkdown(text, mention) : text))
      else if (/\.(ts|tsx|js|css|example|yml)$|\.gitignore$/.test(file))
        change(file, (text) => cleanComments(text, mention))
    }
  }
}

function rename(): void {
  const slug = options.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  change('lib/brand.ts', (text) =>
    text
      .replace(/ name: '.*'/, ` name: ${JSON.stringify(options.name)}`)
      .replace(/description:\s*'.*'/, `description: ${JSON.stringify(`${options.name}.`)}`)
      .replace(/cookieLabel: '.*'/, `cookieLabel: '${slug}'`)
      .replace(/keyLabel: '.*'/, `keyLabel: '${slug}'`),
  )
  // Names of temporary folders, of symbols and of this program to others. The packages keep their names.
  for (const file of textFiles().filter(
    (path) => /\.(ts|tsx|js)$/.test(path) && !path.startsWith('packages/'),
  )) {
    change(file, (text) => text.replace(/(?<!@)\bnext-cross-origin\b(?!\/)/g, slug))
  }
  change('LICENSE', (text) => text.replace(/^(Copyright \(c\) \d{4}) .*$/m, `$1 ${options.holder}`))
  change('compose.yaml', (text) => text.replace(/^name: .*$/m, `name: ${slug}`))
  change('.devcontainer/devcontainer.json', (text) => text.replace(/"name": ".*"/, `"name": "${slug}"`))
  change('README.md', (text) => text.replace(/^# .*$/m, `# ${options.name}`))
  writeFileSync('CHANGELOG.md', '# Changelog\n\n## Unreleased\n')
  done.push(`named it ${options.name}: lib/brand.ts (pages, cookies, keys), package.json, LICENSE, README.md`)
}

function changePorts([dashboard, api]: [number, number]): void {
  const named = [
    'lib/config/defaults.ts',
    'scripts/dev.ts',
    '.env.example',
    'README.md',
    'docs/how-to.md',
    'compose.yaml',
  ]
  for (const file of named) {
    change(file, (text) => text.replace(/:3000\b/g, `:${dashboard}`).replace(/:4000\b/g, `:${api}`))
  }
  change('.devcontainer/devcontainer.json', (text) =>
    text.replace(/\b3000\b/g, String(dashboard)).replace(/\b4000\b/g, String(api)),
  )
  done.push(
    `serves the dashboard on port ${dashboard} and the API on ${api} by default: lib/config/defaults.ts`,
  )
}

/** Takes out the scripts of what is gone, and every dependency that only it used. */
function editPackage(): void {
  const json = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const { scripts } of dropped) for (const name of scripts) delete json.scripts[name]
  json.name = options.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  json.version = '0.0.0'
  json.description = `${options.name}: a dashboard on one origin, its API on another.`
  const dead = deadDependencies().filter((name) => !before.includes(name))
  for (const name of dead) {
    delete json.dependencies[name]
    delete json.devDependencies[name]
    // An override that points to it has nothing to point to any more.
    for (const overrides of Object.values<Record<string, string>>(json.overrides ?? {}))
      delete overrides[name]
  }
  writeFileSync('package.json', `${JSON.stringify(json, null, 2)}\n`)
  if (dead.length > 0) done.push(`removed ${dead.join(', ')} from package.json`)
}

function run(program: string, args: readonly string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
}

function report(): void {
  const mentions = textFiles().flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((text, index) =>
        dropped.some(({ mention }) => mention.test(text))
          ? [`${file}:${index + 1} mentions what is gone: ${text.trim()}`]
          : [],
      ),
  )
  const left = [
    ...(options.ports ?? [])
      .filter((port) => blockedPorts.includes(port))
      .map(
        (port) =>
          `lib/config/defaults.ts: browsers refuse port ${port}. Choose another before you run npm run dev`,
      ),
    ...mentions,
    'npm ci && npm test: see that everything is green, then commit',
    'README.md and docs/: replace what explains the template with what explains your product',
    'app/(dashboard)/page.tsx: write your own home page; components/logo.tsx: draw your own logo',
    'lib/db/seed.ts: the demo account ada, which exists only where SEED_DEMO=1',
    'docs/deploying/README.md: AUTH_SECRET, DASHBOARD_ORIGIN and API_ORIGIN of each environment',
  ]
  console.log(
    `Done:\n${done.map((text) => `  - ${text}`).join('\n')}\n\nLeft to do:\n${left.map((text) => `  - ${text}`).join('\n')}`,
  )
}
