import getPort from 'get-port'

/** Says where a chapter's `sh run` and `http` blocks happen: two running deployments, and a port nobody uses. */
export interface Stage {
  dashboardOrigin: string
  apiOrigin: string
  /** A port for the small servers that chapters start. */
  sparePort: number
}

/** The addresses as the chapters write them: those of `npm run dev`. */
const written = { dashboard: 'localhost:3000', api: 'localhost:4000', spare: 'localhost:4100' }

export async function stageFor(origins: { dashboardOrigin: string; apiOrigin: string }): Promise<Stage> {
  const { dashboardOrigin, apiOrigin } = origins
  return { dashboardOrigin, apiOrigin, sparePort: await getPort({ port: 4100 }) }
}

function pairs({ dashboardOrigin, apiOrigin, sparePort }: Stage): [string, string][] {
  return [
    [written.dashboard, new URL(dashboardOrigin).host],
    [written.api, new URL(apiOrigin).host],
    [written.spare, `localhost:${sparePort}`],
  ]
}

/** A text of the tutorial, with the addresses of this stage. */
export function staged(text: string, stage: Stage): string {
  return pairs(stage).reduce((result, [as, here]) => result.replaceAll(as, here), text)
}

/** A text from this stage, with the addresses of the tutorial. */
export function unstaged(text: string, stage: Stage): string {
  return pairs(stage).reduce((result, [as, here]) => result.replaceAll(here, as), text)
}
