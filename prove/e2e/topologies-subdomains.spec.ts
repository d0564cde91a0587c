import { test } from '@/tests/e2e/fixtures'
import { proveAttacksFail, proveJourneys, provePlantedCookies } from './topology'

test.use({ stackOptions: { topology: 'subdomains' } })

proveJourneys('subdomains')
proveAttacksFail({
  'a foreign site': 'evil.localhost',
  'a sibling subdomain': 'evil.acme.localhost',
  'another port of the API’s host': 'api.acme.localhost',
})
provePlantedCookies('evil.acme.localhost', 'acme.localhost', { possible: true })
