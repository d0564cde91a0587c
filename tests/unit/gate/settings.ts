import type { GateConfig } from '@/lib/config/gate'
import { compileSettings, type GateSettings } from '@/lib/gate/settings'
import { policy } from '@/tests/conformance/cases'

export const apiOrigin = 'https://api.example.com'
export const app = 'https://app.example.com'
export const evil = 'https://evil.example'

const config: GateConfig = {
  apiOrigin,
  allowedOrigins: policy.split(','),
  secrets: ['a-secret-for-unit-tests-of-the-gate-alone'],
  production: true,
  sessionAbsoluteSeconds: 2_592_000,
  requestLogShare: 0,
  pageTokens: false,
}

/** Returns what the gate would know in a deployment whose allowlist is that of the conformance cases. */
export function settingsFor(changes: Partial<GateConfig> = {}): Promise<GateSettings> {
  return compileSettings({ ...config, ...changes })
}
