import type { FetchRequest } from '@next-cross-origin/browser'
import { type CookieReport, refusalText } from '@next-cross-origin/doctor'
import { withCode } from './result-view.tsx'

/** Says for each cookie that the answers set whether it comes back with the next call, browser by browser. */
export function CookieTable({
  cookies,
  request,
}: {
  cookies: readonly CookieReport[]
  request: FetchRequest
}) {
  return (
    <section aria-labelledby="cookies">
      <h3 id="cookies" className="font-semibold text-lg">
        What becomes of the cookie
      </h3>
      {cookies.map(({ name, attributes, fates, advice, url }) => (
        <div key={`${name};${attributes}`} className="mt-3 rounded-card border border-line bg-surface">
          <p className="break-words border-line border-b px-4 py-3 font-mono text-xs">
            Set-Cookie: {name}=…{attributes === '' ? '' : `; ${attributes}`}
          </p>
          <dl className="grid text-sm sm:grid-cols-2">
            {fates.map(({ browser, comesBack, partitioned, refusal }) => (
              <div key={browser} data-comes-back={comesBack} className="px-4 py-3">
                <dt className="font-medium">{browser}</dt>
                <dd className={comesBack ? 'text-muted' : 'text-danger'}>
                  {comesBack
                    ? partitioned
                      ? 'Comes back, from a jar of this page’s site.'
                      : 'Comes back with the next call.'
                    : refusal === null
                      ? 'Does not come back.'
                      : withCode(`Does not come back: ${refusalText(refusal, request, url)}.`)}
                </dd>
              </div>
            ))}
          </dl>
          {advice !== null && (
            <p className="break-words border-line border-t px-4 py-3 text-sm">
              Use these attributes: <code className="font-mono text-xs">{advice}</code>
            </p>
          )}
        </div>
      ))}
    </section>
  )
}
