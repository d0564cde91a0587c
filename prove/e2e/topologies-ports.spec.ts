import { test } from '@/tests/e2e/fixtures'
import { proveAttacksFail, proveJourneys } from './topology'

test.use({ stackOptions: { topology: 'ports' } })

proveJourneys('ports')
proveAttacksFail({ 'a foreign site': 'evil.localhost', 'another port of the same host': 'localhost' })
