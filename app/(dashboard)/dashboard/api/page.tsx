import type { Metadata } from 'next'
import { Card } from '@/components/card'
import { PageHeading } from '@/components/page-shell'
import { brand } from '@/lib/brand'
import { dashboardConfig } from '@/lib/config/dashboard'
import { contract } from '@/lib/contract'
import { openApiDocument } from '@/lib/contract/openapi'

export const metadata: Metadata = { title: 'API' }

/** Shows the OpenAPI document. The server renders it from the contract, so the page costs the browser no JavaScript. */
export default function ApiPage() {
  const { apiOrigin } = dashboardConfig()
  const { paths = {} } = openApiDocument(brand.name, apiOrigin)
  const address = `${apiOrigin}${contract.openapi.path}`
  return (
    <>
      <PageHeading title="API">
        Every route, as{' '}
        <a className="text-ink underline underline-offset-4" href={address}>
          the OpenAPI document
        </a>{' '}
        describes it.
      </PageHeading>
      <div className="mt-8 flex flex-col gap-4">
        {Object.entries(paths).map(([path, operations]) => (
          <Card key={path}>
            <h2 className="break-all font-mono text-sm">{path}</h2>
            {Object.entries(operations as Record<string, Operation>).map(([method, operation]) => (
              <OperationDetails key={method} method={method} operation={operation} />
            ))}
          </Card>
        ))}
      </div>
    </>
  )
}

/** The part of an OpenAPI operation that the page shows. */
interface Operation {
  summary: string
  security: readonly object[]
  requestBody?: { content: Readonly<Record<string, { schema: object }>> }
  responses: Readonly<Record<string, { description: string }>>
}

function OperationDetails({ method, operation }: { method: string; operation: Operation }) {
  const { summary, security, requestBody, responses } = operation
  const needs = security.map((way) => Object.keys(way)[0] ?? 'nothing').join(' or ')
  return (
    <details className="mt-3 border-line border-t pt-3 text-sm">
      <summary className="cursor-pointer">
        <span className="font-mono text-api uppercase">{method}</span> {summary}
      </summary>
      <dl className="mt-3 grid gap-x-6 gap-y-2 sm:grid-cols-[6rem_1fr]">
        <dt className="text-muted">Needs</dt>
        <dd>{needs || 'nothing'}</dd>
        {requestBody && (
          <>
            <dt className="text-muted">Takes</dt>
            <dd>
              {Object.entries(requestBody.content).map(([type, { schema }]) => (
                <div key={type}>
                  <p className="font-mono">{type}</p>
                  <pre className="mt-1 overflow-x-auto rounded bg-sunken p-3 text-xs">
                    {JSON.stringify(schema, null, 2)}
                  </pre>
                </div>
              ))}
            </dd>
          </>
        )}
        {Object.entries(responses).map(([status, { description }]) => (
          <div key={status} className="contents">
            <dt className="font-mono text-muted">{status}</dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
