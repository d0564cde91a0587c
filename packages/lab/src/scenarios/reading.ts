import type { Theme } from '../types.ts'
import { allowPage, ok, once } from './answers.ts'

export const reading: Theme = {
  id: 'reading',
  title: 'Answered, and still out of reach',
  summary: 'Errors, redirects, frames and headers follow the same rule, and look different.',
  scenarios: [
    {
      id: 'error-without-headers',
      title: 'An error that looks like CORS',
      story: 'The handler throws, and the error page is written by something that knows no CORS.',
      why: 'The rule holds for every answer, errors too: this 500 does not name the page, so the page cannot even learn that it was a 500.',
      fix: {
        side: 'server',
        what: 'Set the headers before anything can fail, so that errors carry them as well.',
        where: 'server',
        code: '-app.use(routes)\n-app.use(cors(options))\n+app.use(cors(options))\n+app.use(routes)',
      },
      wants: { kind: 'read' },
      broken: once({}, { request: { status: 500, headers: [] } }),
      fixed: once({}, { request: { status: 500, headers: allowPage } }),
    },
    {
      id: 'no-cors',
      title: 'no-cors, the wrong fix',
      story: 'The console mentioned mode: "no-cors", so the page uses it, and the error is gone.',
      why: 'no-cors does not switch the rule off. It promises not to look: the answer is opaque, with status 0, no headers and no body.',
      fix: {
        side: 'client',
        what: 'Take no-cors out, and let the server name the page.',
        where: 'page',
        code: "-const answer = await fetch(url, { mode: 'no-cors' })\n+const answer = await fetch(url)\n const profile = await answer.json()",
      },
      wants: { kind: 'read' },
      broken: once({ mode: 'no-cors' }, { request: ok(...allowPage) }),
      fixed: once({}, { request: ok(...allowPage) }),
    },
    {
      id: 'header-not-exposed',
      title: 'A header that is not exposed',
      story: 'The page may read the answer, and wants the total from its X-Lab-Total header.',
      why: 'Of a cross-origin answer a page sees seven harmless headers. All others stay hidden until Access-Control-Expose-Headers names them.',
      fix: {
        side: 'server',
        what: 'Expose the header.',
        where: 'server',
        code: " response.setHeader('X-Lab-Total', '42')\n+response.setHeader('Access-Control-Expose-Headers', 'X-Lab-Total')",
      },
      wants: { kind: 'header', name: 'X-Lab-Total' },
      broken: once({}, { request: ok(...allowPage, ['X-Lab-Total', '42']) }),
      fixed: once(
        {},
        {
          request: ok(...allowPage, ['X-Lab-Total', '42'], ['Access-Control-Expose-Headers', 'X-Lab-Total']),
        },
      ),
    },
    {
      id: 'redirected-to-a-third-origin',
      title: 'Redirected to a third origin',
      story: 'The API sends the page on to a storage server, and that server allows the page by name.',
      why: 'A redirect from one foreign origin to another turns Origin into null: the second server cannot know who began, and the name it allows is not null.',
      fix: {
        side: 'client',
        what: 'Ask for the final address and call it yourself, so that Origin is the page’s own.',
        where: 'page',
        code: "-await fetch('https://api.example.com/report')\n+const { url } = await (await fetch('https://api.example.com/report-address')).json()\n+await fetch(url)",
      },
      wants: { kind: 'read' },
      dependsOn: 'third-origin',
      broken: {
        calls: [{ step: 'call', to: 'api', by: 'page' }],
        steps: {
          call: {
            request: {
              status: 302,
              headers: [...allowPage, ['Location', '{third}{path landed}']],
              body: 'none',
            },
          },
          landed: { request: ok(...allowPage) },
        },
      },
      fixed: {
        calls: [{ step: 'landed', to: 'third', by: 'page' }],
        steps: { landed: { request: ok(...allowPage) } },
      },
    },
    {
      id: 'sandboxed-frame',
      title: 'A frame without an origin',
      story: 'A widget in a sandboxed frame calls the API that its page may call.',
      why: 'A sandbox without allow-same-origin takes the origin away: the frame sends Origin: null, as every sandbox of the world does, so nobody can allow it safely.',
      fix: {
        side: 'client',
        what: 'Let the page make the call, and hand the frame what it needs with postMessage. Never allow null.',
        where: 'page',
        code: "-// in the frame: await fetch(url)\n+const answer = await fetch(url)\n+frame.contentWindow.postMessage(await answer.json(), '*')",
      },
      wants: { kind: 'read' },
      broken: once({ by: 'sandbox' }, { request: ok(...allowPage) }),
      fixed: once({}, { request: ok(...allowPage) }),
    },
    {
      id: 'server-down',
      title: 'A server that is down',
      story: 'Nobody listens at the address. The page sees what it sees for every failure of CORS.',
      why: 'No answer and a forbidden answer look alike to a page, on purpose: otherwise any page could scan the network that you are in.',
      fix: {
        side: 'server',
        what: 'Start the server, or correct the address. Ask from a terminal first: curl knows the difference.',
        where: 'terminal',
        code: ' curl -i https://api.example.com/api/health\n+npm start',
      },
      wants: { kind: 'read' },
      broken: once({ to: 'down' }, { request: ok(...allowPage) }),
      fixed: once({}, { request: ok(...allowPage) }),
    },
  ],
}
