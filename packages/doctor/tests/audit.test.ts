import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findingsOf } from '../src/audit/findings.ts'
import { auditReport } from '../src/audit/report.ts'
import { askAsAttackers } from '../src/audit/run.ts'

const page = 'https://app.example.com'

/** A server's way to decide, and the mistakes that the audit has to find in it, as `rule, probe`. */
interface Policy {
  readonly name: string
  readonly allows: (origin: string, request: IncomingMessage) => boolean
  readonly finds: readonly string[]
}

const everywhere = (rule: string): string[] => [`${rule}, path`, `${rule}, error path`, `${rule}, preflight`]

const policies: readonly Policy[] = [
  { name: 'a list', allows: (origin) => origin === page, finds: [] },
  {
    name: 'whatever asks',
    allows: () => true,
    finds: [...everywhere('reflected-origin'), ...everywhere('null-origin')],
  },
  {
    name: 'whatever asks, on errors only',
    allows: (origin, { url }) => origin === page || (url ?? '').includes('not-there'),
    finds: ['reflected-origin, error path', 'null-origin, error path'],
  },
  {
    name: 'null',
    allows: (origin) => origin === page || origin === 'null',
    finds: everywhere('null-origin'),
  },
  {
    name: 'how it begins',
    allows: (origin) => origin.startsWith(page),
    finds: [
      ...everywhere('prefix'),
      ...everywhere('special-character'),
      ...everywhere('user-info'),
      ...everywhere('other-port'),
    ],
  },
  {
    name: 'how it ends',
    allows: (origin) => origin.endsWith('example.com'),
    finds: [
      ...everywhere('http-downgrade'),
      ...everywhere('suffix'),
      ...everywhere('unescaped-dot'),
      ...everywhere('any-subdomain'),
    ],
  },
  {
    name: 'a pattern whose dots are not escaped',
    allows: (origin) => /^https:\/\/app.example.com$/.test(origin),
    finds: everywhere('unescaped-dot'),
  },
  {
    name: 'every subdomain',
    allows: (origin) => /^https:\/\/\w+\.example\.com$/.test(origin),
    // `attackerapp.example.com` ends like the page and is a subdomain as well.
    finds: [...everywhere('suffix'), ...everywhere('any-subdomain')],
  },
]

describe('the audit', () => {
  let policy: Policy = policies[0] as Policy
  const methods = new Set<string>()
  const server = createServer((request, response) => {
    methods.add(request.method ?? '')
    const { origin = '' } = request.headers
    response.setHeader('Vary', 'Origin')
    if (policy.allows(origin, request)) {
      response.setHeader('Access-Control-Allow-Origin', origin)
      response.setHeader('Access-Control-Allow-Credentials', 'true')
      response.setHeader('Access-Control-Allow-Methods', 'PUT')
    }
    response.statusCode = (request.url ?? '').includes('not-there') ? 404 : 200
    response.end()
  })
  let url = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, resolve))
    url = `http://localhost:${(server.address() as AddressInfo).port}/users`
  })
  afterAll(() => server.close())

  it.each(policies)('finds what is wrong with $name', async (each) => {
    policy = each
    const asked = await askAsAttackers(url, page, 5_000)
    const found = findingsOf(asked).map(({ probe, rule }) => `${rule}, ${probe}`)
    expect(found.sort()).toEqual([...each.finds].sort())
    expect(auditReport(url, asked, 'text').status).toBe(each.finds.length === 0 ? 0 : 1)
  })

  it('asks nothing that changes anything', () => {
    expect([...methods].sort()).toEqual(['GET', 'OPTIONS'])
  })

  it('writes SARIF and JUnit that say the same', async () => {
    policy = policies.find(({ name }) => name === 'null') as Policy
    const asked = await askAsAttackers(url, page, 5_000)
    const sarif = JSON.parse(auditReport(url, asked, 'sarif').text)
    expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'cors-doctor' } } }] })
    expect(sarif.runs[0].results).toHaveLength(3)
    expect(sarif.runs[0].results[0]).toMatchObject({ ruleId: 'null-origin', level: 'error' })
    const junit = auditReport(url, asked, 'junit').text
    expect(junit.match(/<failure /g)).toHaveLength(3)
    expect(junit).toContain(`tests="${junit.match(/<testcase /g)?.length}" failures="3"`)
  })

  it('writes SARIF with all that its schema asks for, and nothing that it does not know', async () => {
    policy = policies.find(({ name }) => name === 'whatever asks') as Policy
    const asked = await askAsAttackers(url, page, 5_000)
    const { $schema, version, runs, ...rest } = JSON.parse(auditReport(url, asked, 'sarif').text)
    expect({ $schema, version, rest }).toEqual({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      rest: {},
    })
    const [{ results, tool }] = runs
    const ids = tool.driver.rules.map(({ id }: { id: string }) => id)
    // `rules` is an array of unique items; each result names one of them (SARIF 2.1.0 § 3.19.23 and § 3.27.5).
    expect(new Set(ids).size).toBe(ids.length)
    for (const rule of tool.driver.rules)
      expect(rule).toEqual({
        id: expect.stringMatching(/^[a-z-]+$/),
        shortDescription: { text: expect.any(String) },
        help: { text: expect.any(String) },
      })
    for (const result of results)
      expect(result).toEqual({
        ruleId: expect.toSatisfy((id: string) => ids.includes(id)),
        level: expect.stringMatching(/^(error|warning|note)$/),
        message: { text: expect.any(String) },
        locations: [{ physicalLocation: { artifactLocation: { uri: url } } }],
        properties: { command: expect.stringMatching(/^curl /) },
      })
  })

  it('writes JUnit with every attribute and element that Ant’s schema asks for, in its order', async () => {
    policy = policies.find(({ name }) => name === 'null') as Policy
    const junit = auditReport(url, await askAsAttackers(url, page, 5_000), 'junit').text
    const elements = [...junit.matchAll(/<(\w[\w-]*)((?: [\w-]+="[^"<]*")*)\s*\/?>/g)].map(
      ([, name, attributes = '']) => ({
        name,
        attributes: [...attributes.matchAll(/([\w-]+)="/g)].map(([, attribute]) => attribute).sort(),
      }),
    )
    const asks: Readonly<Record<string, readonly string[]>> = {
      testsuites: [],
      testsuite: ['errors', 'failures', 'hostname', 'id', 'name', 'package', 'tests', 'time', 'timestamp'],
      properties: [],
      testcase: ['classname', 'name', 'time'],
      failure: ['message', 'type'],
      'system-out': [],
      'system-err': [],
    }
    for (const { attributes, name = '' } of elements) expect(attributes, name).toEqual(asks[name])
    expect([...new Set(elements.map(({ name }) => name))]).toEqual(Object.keys(asks))
    expect(junit).toMatch(/ timestamp="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"/)
    expect(elements.length, 'every tag was read').toBe(junit.match(/<\w/g)?.length)
  })

  it('says with its status that no server answers', async () => {
    const asked = await askAsAttackers('http://localhost:9/', page, 2_000)
    expect(auditReport(url, asked, 'text')).toMatchObject({
      status: 2,
      text: expect.stringContaining('no answer'),
    })
  })
})
