import { test } from '@/tests/e2e/fixtures'
import { proveAttacksFail, proveJourneys, provePlantedCookies } from './topology'

test.use({ stackOptions: { topology: 'cross-site' } })

proveJourneys('cross-site')
proveAttacksFail({ 'a third site': 'evil.localhost', 'another port of the API’s host': 'backend.localhost' })
provePlantedCookies('evil.backend.localhost', 'backend.localhost', { possible: false })
