import {
  type IdentityProvider,
  offlineClient,
  startIdentityProvider,
} from '@next-cross-origin/local/identity-provider'
import getPort from 'get-port'
import { hosts, type Stack, startStack, type TopologyName } from '@/tests/stack'
import { startTlsProxy } from './tls'

/** Both production builds behind TLS, as in production, and the offline provider that they send people to. */
export interface TlsStack {
  dashboardOrigin: string
  apiOrigin: string
  provider: IdentityProvider
  /** Says where the API listens behind the proxy, for a test that is no browser. */
  behind: Stack
  stop(): Promise<void>
}

/** @param names the hosts of both; other names than those of the topology need a browser with `loopbackHosts` */
export async function startTlsStack(
  topology: TopologyName,
  env: Readonly<Record<string, string>> = {},
  names = hosts[topology],
): Promise<TlsStack> {
  const dashboard = await startTlsProxy(names.dashboard)
  const api = await startTlsProxy(names.api)
  const dashboardOrigin = `https://${names.dashboard}:${dashboard.port}`
  const apiOrigin = `https://${names.api}:${api.port}`
  const issuer = `http://localhost:${await getPort()}`
  const provider = await startIdentityProvider(issuer, `${apiOrigin}/api/auth/callback/oidc`)
  const behind = await startStack({
    topology,
    env: {
      DASHBOARD_ORIGIN: dashboardOrigin,
      API_ORIGIN: apiOrigin,
      AUTH_OIDC_ID: offlineClient.id,
      AUTH_OIDC_SECRET: offlineClient.secret,
      AUTH_OIDC_ISSUER: issuer,
      ...env,
    },
  })
  dashboard.forward(Number(new URL(behind.dashboardOrigin).port))
  api.forward(Number(new URL(behind.apiOrigin).port))
  return {
    dashboardOrigin,
    apiOrigin,
    provider,
    behind,
    async stop() {
      await Promise.all([dashboard.stop(), api.stop(), provider.stop()])
      await behind.stop()
    },
  }
}
