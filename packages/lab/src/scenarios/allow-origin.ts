import type { HeaderList } from '@next-cross-origin/browser'
import type { Fix, Scenario, Theme } from '../types.ts'
import { allowPage, ok, once } from './answers.ts'

const fixed = once({}, { request: ok(...allowPage) })

/** A scenario whose answer is wrong in what it says about the origin, and nothing else. */
function wrongOrigin(
  lesson: Pick<Scenario, 'id' | 'title' | 'story' | 'why'> & { fix: Omit<Fix, 'side' | 'where'> },
  headers: HeaderList,
): Scenario {
  return {
    ...lesson,
    fix: { side: 'server', where: 'server', ...lesson.fix },
    wants: { kind: 'read' },
    broken: once({}, { request: ok(...headers) }),
    fixed,
  }
}

const valueFix = (before: string, after = "'https://app.example.com'"): string =>
  `-response.setHeader('Access-Control-Allow-Origin', ${before})\n+response.setHeader('Access-Control-Allow-Origin', ${after})`

export const allowOrigin: Theme = {
  id: 'allow-origin',
  title: 'The answer must name the page',
  summary:
    'The server has already answered. The browser compares one header with the origin of the page, byte for byte.',
  scenarios: [
    wrongOrigin(
      {
        id: 'no-header',
        title: 'No header at all',
        story: 'A page reads an API that has never heard of CORS.',
        why: 'An answer that does not name the page’s origin belongs to the server’s own origin, so the browser keeps it from the page.',
        fix: {
          what: 'Name the origin that may read the answer, and say that the answer depends on it.',
          code: "+response.setHeader('Access-Control-Allow-Origin', 'https://app.example.com')\n+response.setHeader('Vary', 'Origin')\n response.json(profile)",
        },
      },
      [],
    ),
    wrongOrigin(
      {
        id: 'misspelt-header',
        title: 'A header by another name',
        story: 'The server sends the header, nearly: Allow-Control-Allow-Origin.',
        why: 'The browser looks for Access-Control-Allow-Origin. Any other name is an unknown header, and unknown headers are ignored without a word.',
        fix: {
          what: 'Spell it Access-Control-Allow-Origin, or let a library spell it.',
          code: "-response.setHeader('Allow-Control-Allow-Origin', 'https://app.example.com')\n+response.setHeader('Access-Control-Allow-Origin', 'https://app.example.com')",
        },
      },
      [
        ['Allow-Control-Allow-Origin', '{page}'],
        ['Vary', 'Origin'],
      ],
    ),
    wrongOrigin(
      {
        id: 'another-origin',
        title: 'Another origin is named',
        story: 'The API was configured for the production site; the page runs somewhere else.',
        why: 'The header names one origin, and it is not this page’s: what is good for one page says nothing about another.',
        fix: {
          what: 'Keep a list of origins, and answer with the caller’s own when it is on the list.',
          code: "-response.setHeader('Access-Control-Allow-Origin', 'https://www.example.com')\n+const origin = request.headers.origin\n+if (allowed.has(origin)) response.setHeader('Access-Control-Allow-Origin', origin)\n+response.setHeader('Vary', 'Origin')",
        },
      },
      [
        ['Access-Control-Allow-Origin', 'https://www.example.com'],
        ['Vary', 'Origin'],
      ],
    ),
    wrongOrigin(
      {
        id: 'other-scheme',
        title: 'http where it is https',
        story: 'The origin in the header has the right host and port and the wrong scheme.',
        why: 'Scheme, host and port make an origin together. Two schemes are two origins, even on one server.',
        fix: {
          what: 'Name the scheme that people really open.',
          code: valueFix("'http://app.example.com'"),
        },
      },
      [
        ['Access-Control-Allow-Origin', '{page-other-scheme}'],
        ['Vary', 'Origin'],
      ],
    ),
    wrongOrigin(
      {
        id: 'other-port',
        title: 'Another port',
        story: 'The development server moved to another port; the API still names the old one.',
        why: 'The port is part of the origin. Only a scheme’s own port, 80 or 443, may be left out, and then it must be.',
        fix: {
          what: 'Name the port of the page.',
          code: valueFix("'http://localhost:8080'", "'http://localhost:3000'"),
        },
      },
      [
        ['Access-Control-Allow-Origin', '{page-other-port}'],
        ['Vary', 'Origin'],
      ],
    ),
    wrongOrigin(
      {
        id: 'trailing-slash',
        title: 'A slash at the end',
        story: 'Somebody copied the address from the browser’s address bar.',
        why: 'An origin has no path, not even “/”. The comparison is of bytes, and this value has one too many.',
        fix: { what: 'Leave the slash out.', code: valueFix("'https://app.example.com/'") },
      },
      [
        ['Access-Control-Allow-Origin', '{page}/'],
        ['Vary', 'Origin'],
      ],
    ),
    wrongOrigin(
      {
        id: 'letter-case',
        title: 'Capital letters',
        story: 'The origin is written as on the letterhead.',
        why: 'Browsers serialise scheme and host in lower case, and compare the header’s bytes with that.',
        fix: { what: 'Write the origin in lower case.', code: valueFix("'HTTPS://App.Example.com'") },
      },
      [
        ['Access-Control-Allow-Origin', '{page-upper-case}'],
        ['Vary', 'Origin'],
      ],
    ),
    wrongOrigin(
      {
        id: 'two-values',
        title: 'Two origins in one header',
        story:
          'Two sites use the API, so both are listed. Or the application and its proxy each set the header.',
        why: 'The header holds one origin or “*”. A list is no origin, so it equals none.',
        fix: {
          what: 'Answer each caller with its own origin, and set the header in one place only.',
          code: "-response.setHeader('Access-Control-Allow-Origin', 'https://www.example.com, https://app.example.com')\n+if (allowed.has(origin)) response.setHeader('Access-Control-Allow-Origin', origin)\n+response.setHeader('Vary', 'Origin')",
        },
      },
      [
        ['Access-Control-Allow-Origin', 'https://www.example.com, {page}'],
        ['Vary', 'Origin'],
      ],
    ),
  ],
}
