import { frameworks } from './recipes/index.ts'

/** A command line, or a line of a batch, that asks for nothing the doctor can do. */
export class UsageError extends Error {}

export const usage = `Explains what a browser does with a cross-origin request, by sending what the browser would send.

  npm run doctor -- URL --origin ORIGIN [--method METHOD] [--header 'Name: value']… [--credentials] [--json] [--engine NAME]
  npm run doctor -- --paste FILE [--origin ORIGIN]
  npm run doctor -- --batch [--engine NAME] < requests.jsonl
  npm run doctor -- URL --origin ORIGIN --audit [--format text|json|sarif|junit]

  URL             what the page calls
  --origin        the origin of the page, such as https://app.example.com; null for a sandboxed frame or a file
  --method        default GET, with --data POST
  --header        one header that the page sets; repeatable; @FILE reads one a line
  --data          the body of the request; @FILE reads it from a file
  --credentials   the page calls with credentials: 'include' (no cookie is sent: the doctor has none)
  --mode          cors (default), no-cors or same-origin
  --redirect      follow (default), error or manual
  --as            what loads it, if not fetch(): img, script, module, font, eventsource or websocket
  --page URL      the page that calls: its origin, its Content Security Policy and its embedder policy count;
                  --csp POLICY gives a policy instead
  --engine        whose behaviour counts: consensus (default: where browsers differ, the standard), standard, chromium,
                  firefox or webkit
  --for           write the fix for ${frameworks.slice(0, 12).join(', ')},
                  ${frameworks.slice(12, 20).join(', ')},
                  ${frameworks.slice(20).join(', ')}
  --verbose       every header, every browser's console, every recipe
  --json          one JSON object instead of text

  --curl TEXT     a curl command, --fetch TEXT a call of fetch() or axios, --har FILE a recorded session, --paste FILE any of
                  these, a console's message or a block of headers; - is standard input. What it does not say comes from the
                  other options; an answer that it contains is judged, and nothing is sent
  --answer FILE   judge this answer (status line and headers) instead of asking; --preflight-answer FILE the same for OPTIONS
  --audit         ask as attackers' origins would, and exit with 1 when one of them may read
  --batch         one JSON object a line in, {"url","origin","method","headers":{},"credentials":true}, one a line out

Exit status: 0 a browser allows it, 1 a browser blocks it, 2 bad usage or server unreachable.`
