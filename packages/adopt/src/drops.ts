import { readdirSync } from 'node:fs'

/** One change to one file, or to every source of the product where the file is `*`. */
export type Edit = readonly [file: string, find: RegExp, replace: string]

/** Something that a product made from this template may do without. */
export interface Drop {
  /** Gone as a whole. */
  readonly paths: readonly string[]
  readonly scripts: readonly string[]
  /** Describes what must not be mentioned afterwards. */
  readonly mention: RegExp
  readonly edits: readonly Edit[]
  /** Describes what cannot stay without it. */
  readonly takes?: readonly DropName[]
}

export type DropName = 'lab' | 'doctor' | 'tutorial' | 'bench' | 'mail' | 'passkeys' | 'providers'

const line = (text: string) => new RegExp(`^[ \\t]*(?:${text}).*\\n`, 'gm')

export const drops: Readonly<Record<DropName, Drop>> = {
  lab: {
    // The runner of the tutorial is part of the lab's package.
    takes: ['tutorial'],
    paths: [
      'packages/lab',
      'app/(dashboard)/lab',
      'app/(dashboard)/(bench)',
      'app/(api)/api/lab',
      'lib/no-lab',
      'docs/decisions/0011-the-lab-beside-the-gate.md',
      'docs/decisions/0024-edited-lessons-are-played-by-the-model.md',
      'docs/lessons.md',
      'docs/pictures',
      'prove/film',
      'prove/lab',
    ],
    scripts: ['film', 'learn', 'pictures', 'export:bench'],
    mention: /\blabs?\b|\bLAB\b|@lab\/|\bteaching\b|\bbench\b(?!marks)/i,
    edits: [
      ['*', /^import \{[^}]*\} from '@lab\/[a-z]+'\n/gm, ''],
      ['*', /^\s*<Teaching [^>]*\/>\n/gm, ''],
      ['*', /^\s*<\/?TeachingProvider[^>]*>\n/gm, ''],
      ['*', /,\s+onCall: recordExchange/g, ''],
      ['server.ts', line('if \\(development && .*reportExchanges'), ''],
      ['biome.json', /,\n\s*"!packages\/lab\/[^"]*"/g, ''],
      ['package.json', line('"postcss": '), ''],
      ['*', /\[\.\.\.Object\.values\(routes\), \.\.\.labRoutes\]/g, 'Object.values(routes)'],
      ['*', /^\s*if \(isScripted\([\s\S]*?\n\s*\}\n/gm, ''],
      ['*', /\n\s*calls=\{\[[\s\S]*?\]\}/g, ''],
      ['components/entry-page.tsx', /^ {2}calls,\n| {2}calls: .*\n/gm, ''],
      ['lib/config/csp.ts', / {2}const elsewhere = [\s\S]*?\.join\(''\)\n/, ''],
      ['lib/config/csp.ts', /\$\{elsewhere\}/g, ''],
      ['lib/config/validate.ts', line('LAB: '), ''],
      ['next.config.js', / {2}const lab = [\s\S]*?: '0'\n/, ''],
      ['next.config.js', /^ *LAB: lab,\n/gm, ''],
      ['next.config.js', /`DEPLOYMENT` and `LAB` shape/g, '`DEPLOYMENT` shapes'],
      ['next.config.js', line('\\.\\.\\.\\(lab === '), ''],
      ['next.config.js', line('const ending = '), ''],
      ['next.config.js', / \* @param \{string\} lab\n/g, ''],
      ['next.config.js', /pageExtensions\(lab\)/g, 'pageExtensions()'],
      ['next.config.js', line('resolveAlias: .*@lab'), ''],
      ['lib/config/app-files.ts', /\\\.\(api\|lab\)\\\.ts\$/, '\\.api\\.ts$'],
      ['tests/unit/config/app-files.test.ts', line("'app/.*\\.lab\\.tsx?'"), ''],
      ['lib/serve/api-response.ts', / {4}if \(this\.variesOnOrigin\) \{\n([\s\S]*?)\n {4}\}\n/, '$1\n'],
      ['lib/serve/api-response.ts', /^ {2}variesOnOrigin = true\n/gm, ''],
      ['scripts/deployments.ts', line("'process\\.env\\.LAB'"), ''],
      ['scripts/dev.ts', line('const lab = '), ''],
      ['scripts/dev.ts', line('LAB: lab,'), ''],
      ['scripts/dev.ts', / {4}\.\.\.\(lab === '1'[\s\S]*?: \[\]\),\n/, ''],
      ['tests/stack.ts', /lab = false, /g, ''],
      ['tests/stack.ts', /\$\{lab \? labBuild\.BUILD_PREFIX : ''\}/g, ''],
      ['vitest.config.ts', / {4}\{\n {6}find: \/\^@lab[\s\S]*?\n {4}\},\n/, ''],
      ['playwright.config.ts', line("\\{ name: 'lab'"), ''],
      ['tests/stack.ts', line('export const labBuild'), ''],
      ['tests/stack.ts', /^ {2}\/\*\* Start the builds that contain the lab.*\n {2}lab\?: boolean\n/gm, ''],
      ['tests/stack.ts', line('\\.\\.\\.\\(lab \\? labBuild'), ''],
      ['tsconfig.json', line('"@lab/'), ''],
      ['tsconfig.json', line('"@next-cross-origin/lab/'), ''],
      ['biome.json', line('"@next-cross-origin/lab'), ''],
      ['biome.json', /, "!app\/\(dashboard\)\/lab\/\*\*"|, "!\*\*\/\*\.lab\.tsx?"/g, ''],
      ['app/(dashboard)/globals.css', line('@source .*packages/lab'), ''],
      ['.env.example', line('# LAB='), ''],
      ['.dockerignore', line('packages/lab'), ''],
      ['.env.example', /DEPLOYMENT and LAB alone shape/, 'DEPLOYMENT alone shapes'],
    ],
  },
  doctor: {
    // A page of the lab asks it.
    takes: ['lab', 'tutorial'],
    paths: [
      'packages/doctor',
      // The comparison of the model with three engines proves the doctor's verdicts.
      'packages/browser/tests/engines',
      'docs/decisions/0012-one-verdict-for-all-browsers.md',
      '.github/ISSUE_TEMPLATE/blocked-call.yml',
    ],
    scripts: ['doctor'],
    mention: /\bdoctor(’s|'s)?\b/i,
    edits: [
      ['*', / <Command>npm run doctor<\/Command>(\{' '\})?\s+explains the\s+exchange\./g, ''],
      [
        'vitest.config.ts',
        / {6}\{\n {8}resolve,\n {8}test: \{\n {10}name: '(doctor fixtures|browser model)'[\s\S]*?\n {6}\},\n/g,
        '',
      ],
      [
        'vitest.config.ts',
        / {10}exclude: \[\.\.\.engineTests, foundations\]/,
        '          exclude: [foundations]',
      ],
      ['vitest.config.ts', line('/\\*\\* Tests that drive browsers'), ''],
      ['vitest.config.ts', line('const engineTests'), ''],
      ['tsconfig.json', line('"@next-cross-origin/doctor/'), ''],
      ['biome.json', line('"@next-cross-origin/doctor'), ''],
      ['.gitignore', line('/packages/doctor'), ''],
      ['.dockerignore', line('packages/doctor'), ''],
    ],
  },
  tutorial: {
    // Its pages are part of the bench.
    takes: ['lab'],
    paths: ['docs/tutorial', 'packages/lab/tutorial'],
    scripts: ['tutorial'],
    mention: /\btutorials?\b/i,
    edits: [['vitest.config.ts', /\{tests,mutants,tutorial\}/, '{tests,mutants}']],
  },
  bench: {
    paths: ['prove/bench'],
    scripts: ['bench'],
    mention: /npm run bench|prove\/bench|\bbenchmarks?\b/i,
    edits: [['package.json', /,\n\s*"prove\/bench"/, '']],
  },
  mail: {
    // A chapter of the tutorial signs in by a link.
    takes: ['tutorial'],
    paths: [
      'lib/config/mail.ts',
      'lib/auth/mail.ts',
      'lib/auth/mail-links.ts',
      'lib/contract/mail.ts',
      'lib/client/react/mail-queries.ts',
      'app/(api)/api/auth/mail',
      'app/(api)/api/auth/outbox',
      'app/(api)/api/users/[username]/email',
      'app/(dashboard)/sign-in/link',
      'app/(dashboard)/sign-in/outbox',
      'app/(dashboard)/sign-in/confirm',
      'app/(dashboard)/dashboard/account/email-card.tsx',
      'tests/mailbox.ts',
      'tests/e2e/sign-in.spec.ts',
      'tests/integration/mail.test.ts',
      'docs/decisions/0020-links-in-mails.md',
    ],
    scripts: [],
    mention: /MAIL_(URL|FROM)|links-in-mails|link in an e-mail/i,
    edits: [
      ['lib/contract/routes.ts', /^ {2}mailLink: [\s\S]*?^ {2}emailConfirmation: \{[\s\S]*?^ {2}\},\n/gm, ''],
      ['lib/contract/index.ts', line('import \\{ mailSchemas|\\.\\.\\.mailSchemas'), ''],
      ['lib/config/validate.ts', line('import \\{ mailFaults'), ''],
      ['lib/config/validate.ts', line('if \\(isApi\\) .*mailFaults'), ''],
      ['lib/auth/rate-limits.ts', /\/\*\*\n \* Counts a mail before[\s\S]*?\n\}\n\n/, ''],
      ['lib/auth/rate-limits.ts', /^ {2}\/\*\* Mails .*\n {2}mails.*\n/gm, ''],
      ['app/(api)/api/auth/options/route.api.ts', line('import \\{ mailWay'), ''],
      ['app/(api)/api/auth/options/route.api.ts', /, mail: mailWay\(\)/, ''],
      ['lib/contract/sign-in.ts', /^ *\/\*\* Says where links go.*\n *mail: .*\n/gm, ''],
      ['lib/contract/sign-in.ts', /^ *\/\*\* The verified address, to which.*\n *email: .*\n/gm, ''],
      ['lib/auth/ways-in.ts', line('import \\{ mailWay'), ''],
      ['lib/auth/ways-in.ts', /\/\*\* Returns the address to which[\s\S]*?\n\n/, ''],
      ['lib/auth/ways-in.ts', line('.*Number\\(addressForLinks'), ''],
      ['app/(api)/api/accounts/route.api.ts', line('email: addressForLinks'), ''],
      ['app/(api)/api/accounts/route.api.ts', /addressForLinks, /, ''],
      ['app/(dashboard)/sign-in/other-ways.tsx', /\n *\{options\.mail !== 'none' && \([\s\S]*?\n *\)\}/, ''],
      ['app/(dashboard)/dashboard/account/page.tsx', line('import \\{ EmailCard|<EmailCard'), ''],
      ['.env.example', /\n# The mail server that links[\s\S]*?# MAIL_FROM.*\n/, ''],
    ],
  },
  passkeys: {
    takes: ['tutorial'],
    paths: [
      'lib/auth/passkeys.ts',
      'lib/contract/passkeys.ts',
      'lib/client/react/passkey-queries.ts',
      'app/(api)/.well-known',
      'app/(api)/api/auth/passkey',
      'app/(api)/api/passkeys',
      'app/(dashboard)/dashboard/account/passkeys.tsx',
      'app/(dashboard)/sign-in/passkey-sign-in.tsx',
      'tests/e2e/sign-in.spec.ts',
      'docs/decisions/0022-passkeys.md',
    ],
    scripts: [],
    mention: /0022-passkeys|webauthn/i,
    edits: [
      ['lib/contract/routes.ts', /^ {2}relatedOrigins: \{[\s\S]*?^ {2}passkey: .*\n/gm, ''],
      ['lib/contract/routes.ts', / \| '\/\.well-known\/webauthn'/, ''],
      ['lib/contract/index.ts', line('import \\{ passkeySchemas|\\.\\.\\.passkeySchemas'), ''],
      ['lib/auth/ways-in.ts', line('.*\\$count\\(passkeys'), ''],
      ['app/(dashboard)/dashboard/account/page.tsx', line('import \\{ Passkeys|<Passkeys'), ''],
      ['app/(dashboard)/sign-in/other-ways.tsx', line('import \\{ PasskeySignIn|<PasskeySignIn'), ''],
    ],
  },
  providers: {
    // A chapter of the tutorial signs in at the offline provider.
    takes: ['tutorial'],
    paths: [
      'lib/auth/providers',
      'lib/auth/linked-accounts.ts',
      'lib/auth/round-trip.ts',
      'lib/auth/trip.ts',
      'lib/config/providers.ts',
      'app/(api)/api/auth/start',
      'app/(api)/api/auth/callback/[provider]',
      'app/(api)/api/accounts/[provider]',
      'app/(dashboard)/dashboard/account/linked-accounts.tsx',
      'packages/local/src/identity-provider.ts',
      'tests/e2e/sign-in.spec.ts',
      'tests/integration/handover.test.ts',
      'tests/integration/offline-provider.ts',
      'tests/unit/config/providers.test.ts',
      'docs/decisions/0016-linking-accounts.md',
    ],
    scripts: [],
    mention: /AUTH_(GITHUB|GOOGLE|OIDC)_|0016-linking|offline provider|identity-provider/i,
    edits: [
      ['lib/contract/routes.ts', line('(startSignIn|finishSignIn|linkedAccount): '), ''],
      [
        'lib/contract/sign-in.ts',
        /^ {2}(startSignIn|finishSignIn|linkedAccount): \{[\s\S]*?^ {2}\},\n/gm,
        '',
      ],
      ['lib/contract/sign-in.ts', /\n {4}\| '(startSignIn|finishSignIn|linkedAccount)'(?=[\n\]])/g, ''],
      ['lib/contract/sign-in.ts', line('const params = |providers: z'), ''],
      [
        'lib/contract/sign-in.ts',
        /\/\*\* One way to sign in that is not.*\nexport const signInProvider.*\n\n/,
        '',
      ],
      ['lib/contract/sign-in.ts', /const provider = .*\n|^ {6}accounts: .*\n|^ {2}accounts: .*\n/gm, ''],
      [
        'lib/contract/sign-in.ts',
        /\/\*\* An account at a provider[\s\S]*?export type LinkedAccount.*\n\n/,
        '',
      ],
      ['lib/config/validate.ts', line('import \\{ providerFaults'), ''],
      ['lib/config/validate.ts', line('if \\(isApi\\) .*providerFaults'), ''],
      [
        'app/(api)/api/auth/options/route.api.ts',
        line('import \\{ configuredProviders|const providers = '),
        '',
      ],
      ['app/(api)/api/auth/options/route.api.ts', /\{ providers, demo/, '{ demo'],
      [
        'app/(api)/api/accounts/route.api.ts',
        line("import .*'@/lib/auth/(linked-accounts|trip)'|accounts,"),
        '',
      ],
      ['app/(api)/api/accounts/route.api.ts', / {4}const rows = [\s\S]*?\n {4}\}\)\)\n/, ''],
      ['app/(api)/api/auth/handover/route.api.ts', line('import \\{ linkIdentity'), ''],
      ['app/(api)/api/auth/handover/route.api.ts', /const linkFaults = \{[\s\S]*?\n\}\n\n/, ''],
      [
        'app/(api)/api/auth/handover/route.api.ts',
        / {4}if \(row\?\.userId\) \{\n([\s\S]*?)\n {4}\}\n[\s\S]*?'linked' as const \}\n/,
        "    if (!row?.userId) throw new Error('A handover is for a user.')\n$1\n",
      ],
      ['lib/client/react/sign-in-queries.ts', /\/\*\* Leaves this page for a provider[\s\S]*?\n\}\n\n/, ''],
      ['lib/client/react/sign-in-queries.ts', line('import \\{ type Elsewhere'), ''],
      ['lib/client/handover.ts', /export interface Elsewhere \{[\s\S]*?\n\}\n\n/, ''],
      ['lib/client/handover.ts', /\/\*\*\n \* Makes a verifier, keeps it, and returns[\s\S]*?\n\}\n\n/, ''],
      ['lib/auth/ways-in.ts', line('.*\\$count\\(accounts'), ''],
      ['app/(dashboard)/sign-in/other-ways.tsx', /\n *\{elsewhere\.error && \([\s\S]*?\n *\)\}/, ''],
      ['app/(dashboard)/sign-in/other-ways.tsx', /\n *\{options\.providers\.map[\s\S]*?\n *\)\)\}/, ''],
      ['app/(dashboard)/sign-in/other-ways.tsx', line('const elsewhere = '), ''],
      ['app/(dashboard)/dashboard/account/page.tsx', line('import \\{ LinkedAccounts|<LinkedAccounts'), ''],
      [
        'scripts/dev.ts',
        line('import \\{ startForDevelopment|const provider = |\\.\\.\\.\\(provider \\?'),
        '',
      ],
      ['.env.example', /\n# [^\n]*\n# Register \{API_ORIGIN\}[\s\S]*?# AUTH_OIDC_NAME.*\n/, ''],
    ],
  },
}

/** Returns what goes in any case: the proofs of the template, and this command. */
export const always = (dropped: readonly DropName[]): Drop => ({
  paths: [
    ...(dropped.includes('bench')
      ? ['prove']
      : readdirSync('prove').flatMap((name) => (name === 'bench' ? [] : [`prove/${name}`]))),
    'packages/adopt',
    'docs/screenshot.png',
  ],
  scripts: ['adopt', 'figures', 'screenshot'],
  mention: /npm run (adopt|figures)|`prove\/`|screenshot\.png/,
  edits: [
    ['vitest.config.ts', / {6}\{\n {8}resolve,\n {8}test: \{\n {10}name: 'proofs'[\s\S]*?\n {6}\},\n/, ''],
    ['package.json', /"prove": ".*"/, '"prove": "vitest run --project packages"'],
    ['playwright.config.ts', line("\\{ name: 'proofs'"), ''],
    ['.ci/run', /, then two steps[\s\S]*?\nset -/, ' and npm run prove.\nset -'],
    ['.ci/run', line('# Starts a PostgreSQL'), ''],
    ['.ci/run', line('node .*npm run prove'), 'npm run prove\n'],
    ['.ci/run', / prove\/bench\/package\.json/, ''],
  ],
})
