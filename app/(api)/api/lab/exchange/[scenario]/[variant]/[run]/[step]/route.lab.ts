import { scriptedAnswers } from '@next-cross-origin/lab/api'
import { gateSettings } from '@/lib/gate/settings'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = scriptedAnswers(gateSettings)
