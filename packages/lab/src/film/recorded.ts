import type { FilmedCall } from './filmed.ts'
import { stepsOf } from './filmed.ts'
import recorded from './recorded.json' with { type: 'json' }

/** The journey as `npm run film` recorded it: Chromium, the production builds, and a proxy between the two. */
export const recordedSteps = stepsOf(recorded as unknown as readonly FilmedCall[], 'chromium')
