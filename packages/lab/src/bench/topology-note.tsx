import type { Scenario } from '../types.ts'
import { Notice } from '../ui/notice.tsx'
import type { LabOrigins } from './lab-origins.ts'

/** Shows what this deployment's addresses mean for a lesson that depends on them; nothing for one that does not. */
export function TopologyNote({ scenario, origins }: { scenario: Scenario; origins: LabOrigins }) {
  const text = textFor(scenario, origins)
  if (text === null) return null
  return (
    <div className="mb-6">
      <Notice title="Here and now">
        <p>{text}</p>
      </Notice>
    </div>
  )
}

function textFor(
  { dependsOn, broken }: Scenario,
  { page, targets, hasThird, sameSite }: LabOrigins,
): string | null {
  if (dependsOn === undefined) return null
  if (dependsOn === 'cache') {
    return 'A cache may answer, and need not. Those of Chromium and Firefox do; WebKit asks the server again, so there the broken exchange works.'
  }
  if (dependsOn === 'third-origin') {
    return hasThird
      ? `The third origin is the API’s other name on this machine, ${targets.third}.`
      : `This lesson needs a third origin. The API has a second name on a developer’s machine only, so it cannot run against ${targets.api}.`
  }
  const target = broken.calls[0]?.to ?? 'api'
  const to = targets[target]
  const detour =
    to === targets.api
      ? ''
      : ` The calls go to the API’s other name${sameSite.api ? `, because ${targets.api} is one site with the page` : ''}.`
  if (sameSite[target]) {
    return `${page} and ${to} are one site, so this cookie is kept and sent even when broken. Two sites would show the difference: npm run dev -- --topology cross-site.`
  }
  return dependsOn === 'site'
    ? `${page} and ${to} are two sites.${detour}`
    : `${page} and ${to} are two sites, so this is a third-party cookie. Whether it survives without Partitioned is a setting of your browser, which a page cannot read: the run shows it.${detour}`
}
