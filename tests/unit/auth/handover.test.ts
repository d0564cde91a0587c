import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { handoverFault } from '@/lib/auth/handover'
import { readOutcome } from '@/lib/client/handover'
import { roundTrip } from '@/lib/contract/sign-in'

const verifier = 'v'.repeat(43)
const row = {
  codeHash: '',
  challenge: createHash('sha256').update(verifier).digest('base64url'),
  origin: 'https://app.example.com',
  userId: 'a user',
  link: null,
  sessionId: null,
  via: 'github',
  expiresAt: new Date('2026-01-01T00:01:00Z'),
}
const page = { verifier, origin: row.origin, now: new Date('2026-01-01T00:00:59Z') }

describe('a handover', () => {
  it('is for the page that has the verifier, on its origin, in time', () => {
    expect(handoverFault(row, page)).toBeNull()
  })

  it.each([
    ['unknown', null, page],
    ['expired', row, { ...page, now: row.expiresAt }],
    ['other_origin', row, { ...page, origin: 'https://app.example.com.evil.example' }],
    ['other_origin', row, { ...page, origin: null }],
    ['other_browser', row, { ...page, verifier: 'w'.repeat(43) }],
    ['other_browser', row, { ...page, verifier: row.challenge }],
  ] as const)('is refused as %s', (fault, given, asked) => {
    expect(handoverFault(given, asked)).toBe(fault)
  })
})

describe('the start of a round trip', () => {
  const asked = { challenge: row.challenge, origin: row.origin }

  it('goes on to the dashboard when it names no page', () => {
    expect(z.parse(roundTrip, asked)).toEqual({ ...asked, next: '/dashboard', intent: 'sign-in' })
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/\n/evil.example', 'dashboard', ''])(
    'does not go on to %j',
    (next) => {
      expect(z.safeParse(roundTrip, { ...asked, next }).success).toBe(false)
    },
  )
})

describe('the fragment of the finishing page', () => {
  it('says that a link in a mail waits for a person', () => {
    expect(readOutcome('#code=c&via=mail')).toMatchObject({ code: 'c', byMail: true })
  })

  it('gives the code and a path of the dashboard', () => {
    expect(readOutcome('#code=c&next=%2Fdashboard%2Faccount')).toEqual({
      code: 'c',
      next: '/dashboard/account',
      byMail: false,
    })
    expect(readOutcome('#code=c&next=https%3A%2F%2Fevil.example')).toMatchObject({
      code: 'c',
      next: '/dashboard',
    })
  })

  it('gives the reason when there is no code', () => {
    expect(readOutcome('#error=provider_refused')).toMatchObject({ error: 'provider_refused' })
    expect(readOutcome('')).toMatchObject({ error: 'nothing_to_finish' })
  })
})
