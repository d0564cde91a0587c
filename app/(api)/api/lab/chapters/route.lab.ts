import { chapterRuns } from '@next-cross-origin/lab/api'
import { implement } from '@/lib/gate/handler'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = implement(chapterRuns.route, chapterRuns)
