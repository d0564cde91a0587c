import type { Facts, RulesByReason } from '../facts.ts'
import { clientFinding, type Finding, gatewayFinding, serverFinding } from '../finding.ts'

/** Describes what a browser refuses before it sends anything, and loads without CORS. */
export const requestRules: RulesByReason = {
  'mixed-content': ({ request, verdict }) =>
    clientFinding(
      verdict.reason,
      'The page is https and the URL is http: browsers block mixed content before anything is sent.',
      `Call the URL over https${portHint(request.url)}.`,
    ),
  'url-with-credentials': ({ verdict }) =>
    clientFinding(
      verdict.reason,
      '`fetch()` refuses a URL with user name and password.',
      'Take them out of the URL and send an `Authorization` header.',
    ),
  'bad-port': ({ value, verdict }) =>
    serverFinding(
      verdict.reason,
      `Browsers refuse to connect to port ${value}, because another protocol lives there. Nothing was sent.`,
      'Let the server listen on another port.',
    ),
  'forbidden-method': ({ value, verdict }) =>
    clientFinding(
      verdict.reason,
      `\`fetch()\` refuses the method \`${value}\`. Nothing was sent.`,
      'Use another method.',
    ),
  'invalid-method': ({ value, verdict }) =>
    clientFinding(
      verdict.reason,
      `\`${value}\` is no method: a method is one word without spaces. Nothing was sent.`,
      'Use a valid method.',
    ),
  'invalid-header': ({ verdict }) =>
    clientFinding(
      verdict.reason,
      `\`fetch()\` refuses the request header \`${verdict.evidence?.header}\`: its name or its value is not valid. Nothing was sent.`,
      'Correct the header.',
    ),
  'unsupported-scheme': unsupportedScheme,
  'body-on-get-or-head': ({ verdict }) =>
    clientFinding(
      verdict.reason,
      'A GET or HEAD request cannot have a body. Nothing was sent.',
      'Put the data into the query, or use another method.',
    ),
  'method-needs-cors': ({ value, verdict }) =>
    clientFinding(
      verdict.reason,
      `In \`no-cors\` mode only GET, HEAD and POST can be sent, not \`${value}\`. Nothing was sent.`,
      'Remove `mode: "no-cors"`, and let the server allow the call.',
    ),
  'cross-origin-in-same-origin-mode': ({ request, verdict }) =>
    clientFinding(
      verdict.reason,
      `The call says \`mode: "same-origin"\`, but the URL has another origin than the page (${request.origin}).`,
      'Remove the mode, and let the server allow the call.',
    ),
  'websocket-refused': ({ status, verdict }) =>
    gatewayFinding(
      verdict.reason,
      `The server, or a proxy in front of it, answered the handshake of the WebSocket with status ${status} instead of 101. WebSockets know no CORS: the server decides by the \`Origin\` that the browser sends.`,
      'Allow the origin in the WebSocket server; let the proxy pass `Upgrade` and `Connection` on (nginx: `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;`).',
    ),
  'redirect-not-followed': ({ location, verdict }) =>
    clientFinding(
      verdict.reason,
      `The call says \`redirect: "error"\`, and the answer redirects (status ${verdict.evidence?.value}${location === null ? '' : `, to ${location.href}`}).`,
      'Call the URL that the redirect leads to, or leave the option out.',
    ),
  'opaque-response-blocked': ({ request, value, verdict }) =>
    clientFinding(
      verdict.reason,
      `An element (\`<${request.element === 'script' ? 'script' : 'img'}>\`) asked without CORS, and the answer is \`${value ?? 'of no type'}\`, a document or data. Chromium and Firefox keep such answers from elements (Opaque Response Blocking), whatever CORS headers they have.`,
      `Check the URL: a login page or an error page is often what came instead. Read data with \`fetch()\` and CORS; serve ${request.element === 'script' ? 'scripts as `text/javascript`' : 'pictures as `image/…`'}.`,
    ),
  'resource-policy': (facts) => (facts.raw === null ? embedderPolicy(facts) : resourcePolicy(facts)),
}

/** An answer that says nothing of other origins, for a page whose embedder policy wants it said. */
function embedderPolicy({ request, verdict }: Facts): Finding {
  return serverFinding(
    verdict.reason,
    `The page has \`Cross-Origin-Embedder-Policy: ${request.embedderPolicy}\`, so it loads without CORS only what says \`Cross-Origin-Resource-Policy\`, and the answer does not say it.`,
    'Send this header line with what any page may embed; or load it with CORS (`crossorigin`, and allow the origin); or, in the page, use `Cross-Origin-Embedder-Policy: credentialless`.',
    ['Cross-Origin-Resource-Policy: cross-origin'],
  )
}

function resourcePolicy({ headers, value, verdict }: Facts): Finding {
  return serverFinding(
    verdict.reason,
    `The answer says \`Cross-Origin-Resource-Policy: ${value}\`, so pages of other ${value === 'same-site' ? 'sites' : 'origins'} may not load it without CORS (as an image, script or with \`no-cors\`).${headers.length > 0 ? ' Helmet sets `same-origin` by default.' : ''}`,
    'Send `Cross-Origin-Resource-Policy: cross-origin` with what any page may embed.',
    ['Cross-Origin-Resource-Policy: cross-origin'],
  )
}

function unsupportedScheme({ request, verdict }: Facts): Finding {
  const { protocol } = new URL(request.url)
  // `localhost:4000/x` parses as a URL of the scheme `localhost:`.
  if (/^[a-z0-9.-]+:\d+(\/|$)/i.test(request.url))
    return clientFinding(
      verdict.reason,
      `The URL has no scheme, so the browser takes \`${protocol}\` for one, which it does not know. Nothing was sent.`,
      `Write \`http://${request.url}\` (or https).`,
    )
  if (protocol === 'file:')
    return clientFinding(
      verdict.reason,
      'The page calls a `file:` URL. Browsers let no page read files by their address. Nothing was sent.',
      'Serve the file over http (`npx serve`), and call that URL.',
    )
  return clientFinding(
    verdict.reason,
    `A browser refuses this request before it sends anything (${verdict.reason}: \`${protocol}\`).`,
    'Call an http or https URL.',
  )
}

function portHint(url: string): string {
  const { port } = new URL(url)
  return port === '' ? '' : ` (port ${port} speaks http; https has another)`
}
