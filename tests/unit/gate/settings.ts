import type { ApiConfig } from '@/lib/config/api'
import { compileSettings, type GateSettings } from '@/lib/gate/settings'
import { policy } from '@/tests/conformance/cases'

export const apiOrigin = 'https://api.example.com'
export const app = 'https://app.example.com'
export const evil = 'https://evil.example'

const config: ApiConfig = {
  apiOrigin,
  allowedOrigins: policy.split(','),
  secrets: ['a-secret-for-unit-tests-of-the-gate-alone'],
  topology: 'subdomains',
  production: true,
  databaseUrl: null,
  dataDir: '.data',
  seedDemo: false,
  sessionIdleSeconds: 604_800,
  sessionAbsoluteSeconds: 2_592_000,
  trustedProxies: 0,
}

/** What the gate would know in a deployment whose allowlist is that of the conformance cases. */
export function settingsFor(changes: Partial<ApiConfig> = {}): Promise<GateSettings> {
  return compileSettings({ ...config, ...changes })
}
