import type { AuditFormat } from '../command-line.ts'
import type { ExitStatus } from '../result.ts'
import { neutralised, safeJson } from '../visible.ts'
import { type Asked, type AuditFinding, findingsOf } from './findings.ts'

/** Describes what an audit found, and how a pipeline is told. */
export interface AuditReport {
  readonly text: string
  /** 1 when something is `medium` or `high`, 2 when no server answered. */
  readonly status: ExitStatus
}

/** Writes an audit in the format asked for. */
export function auditReport(url: string, asked: readonly Asked[], format: AuditFormat): AuditReport {
  const findings = findingsOf(asked)
  const isUnreachable = asked.every(({ exchange }) => exchange.response === null)
  const isBad = findings.some(({ severity }) => severity !== 'low')
  const write = { text: asText, json: asJson, sarif: asSarif, junit: asJunit }[format]
  return { text: write(url, findings, asked), status: isUnreachable ? 2 : isBad ? 1 : 0 }
}

type Writer = (url: string, findings: readonly AuditFinding[], asked: readonly Asked[]) => string

const asJson: Writer = (url, findings, asked) => safeJson({ url, requests: asked.length, findings })

const asText: Writer = (url, findings, asked) => {
  const failure = asked[0]?.exchange.failure?.detail
  const origins = new Set(asked.map(({ attack }) => attack?.origin)).size - 1
  if (asked.every(({ exchange }) => exchange.response === null))
    return neutralised(`Audit      no answer from ${url}: ${failure ?? ''}`)
  const head = `Audit      ${findings.length === 0 ? 'nothing found' : `${findings.length} found`} at ${url}, asked ${asked.length} times as ${origins} origins that must not read`
  const blocks = findings.map(({ command, fix, message, probe, rule, severity }) =>
    [
      `${severity.toUpperCase().padEnd(10)} ${rule}, ${probe}: ${message}`,
      `  Fix: ${fix}`,
      `  ${command}`,
    ].join('\n'),
  )
  return neutralised([head, ...blocks].join('\n\n'))
}

const levels = { high: 'error', medium: 'warning', low: 'note' } as const

/** SARIF 2.1.0, which code scanning of GitHub and others reads. */
const asSarif: Writer = (url, findings) =>
  safeJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cors-doctor',
            rules: [...new Map(findings.map((each) => [each.rule, each])).values()].map(({ fix, rule }) => ({
              id: rule,
              shortDescription: { text: rule.replaceAll('-', ' ') },
              help: { text: fix },
            })),
          },
        },
        results: findings.map(({ command, fix, message, rule, severity }) => ({
          ruleId: rule,
          level: levels[severity],
          message: { text: `${message} ${fix}` },
          locations: [{ physicalLocation: { artifactLocation: { uri: url } } }],
          properties: { command },
        })),
      },
    ],
  })

/** JUnit's XML, as Ant's schema has it: one test case for each question, failed where the answer is `medium` or `high`. */
const asJunit: Writer = (url, findings, asked) => {
  const bad = findings.filter(({ severity }) => severity !== 'low')
  const questions = asked.filter(({ attack }) => attack !== null)
  const cases = questions.map(({ attack, exchange, probe }) => {
    const found = bad.find(({ origin, probe: where }) => origin === attack?.origin && where === probe)
    const open = `    <testcase classname="cors-audit" name="${xml(`${attack?.rule}, ${probe}: ${attack?.origin}`)}" time="${seconds(exchange.durationMs)}"`
    return found === undefined
      ? `${open}/>`
      : `${open}>\n      <failure type="${found.rule}" message="${xml(found.message)}">${xml(`${found.fix}\n${found.command}`)}</failure>\n    </testcase>`
  })
  const failures = bad.filter(({ rule }) => rule !== 'vary-missing').length
  const time = questions.reduce((sum, { exchange }) => sum + (exchange.durationMs ?? 0), 0)
  const suite = [
    ['name', `CORS audit of ${url}`],
    ['package', 'cors-doctor'],
    ['id', '0'],
    ['hostname', new URL(url).hostname],
    ['timestamp', new Date().toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)],
    ['tests', String(cases.length)],
    ['failures', String(failures)],
    ['errors', '0'],
    ['time', seconds(time)],
  ].map(([name, value = '']) => `${name}="${xml(value)}"`)
  return neutralised(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites>',
      `  <testsuite ${suite.join(' ')}>`,
      '    <properties/>',
      ...cases,
      '    <system-out/>',
      '    <system-err/>',
      '  </testsuite>',
      '</testsuites>',
    ].join('\n'),
  )
}

const seconds = (ms: number | null): string => ((ms ?? 0) / 1_000).toFixed(3)

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
