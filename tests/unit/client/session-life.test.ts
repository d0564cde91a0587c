import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiError, type Session } from '@/lib/client'
import { createSessionLife, SESSION_KEY, type SessionLife } from '@/lib/client/react/session-life'

const session: Session = {
  user: { username: 'ada', name: 'Ada', role: 'member' },
  expires: 'x',
  sessionId: 's1',
}
const refusal = new ApiError({ kind: 'unauthenticated', status: 401, title: 'Not signed in' })

const leaves: (() => void)[] = []

/** A tab that hears the others, signed in and with something read. */
function tab(): SessionLife {
  const life = createSessionLife()
  leaves.push(life.listen())
  life.queryClient.setQueryData(SESSION_KEY, session)
  life.queryClient.setQueryData(['profile', 'ada'], { bio: 'secret' })
  return life
}

const remembers = (life: SessionLife) => ({
  session: life.queryClient.getQueryData(SESSION_KEY),
  profile: life.queryClient.getQueryData(['profile', 'ada']),
})

afterEach(() => {
  for (const leave of leaves.splice(0)) leave()
})

describe('the session of a tab', () => {
  it('ends, with all it gave, when the person signs out, and in every other tab', async () => {
    const [here, there] = [tab(), tab()]
    here.end()
    expect(remembers(here)).toEqual({ session: null, profile: undefined })
    expect(here.ended()).toEqual({ why: 'signed-out', sessionId: 's1' })
    await vi.waitFor(() => expect(remembers(there)).toEqual({ session: null, profile: undefined }))
    expect(there.ended().why).toBe('refused')
  })

  it('ends when any call is refused with 401, and remembers which session that was', async () => {
    const life = tab()
    const read = life.queryClient.fetchQuery({
      queryKey: ['sessions'],
      queryFn: () => Promise.reject(refusal),
    })
    await expect(read).rejects.toBe(refusal)
    expect(remembers(life)).toEqual({ session: null, profile: undefined })
    expect(life.ended()).toEqual({ why: 'refused', sessionId: 's1' })
  })

  it.each(['network', 'forbidden', 'server', 'invalid_credentials'] as const)(
    'outlives a failure of kind %s',
    async (kind) => {
      const life = tab()
      const mutation = life.queryClient.getMutationCache().build(life.queryClient, {
        mutationFn: () => Promise.reject(new ApiError({ kind, title: 'No' })),
      })
      await expect(mutation.execute(undefined)).rejects.toBeInstanceOf(ApiError)
      expect(remembers(life).session).toEqual(session)
    },
  )

  it('begins without anything that the last one read, and the other tabs ask again', async () => {
    const [here, there] = [tab(), tab()]
    here.end()
    await vi.waitFor(() => expect(remembers(there).session).toBeNull())
    here.begin({ ...session, sessionId: 's2' })
    expect(remembers(here)).toEqual({ session: { ...session, sessionId: 's2' }, profile: undefined })
    expect(here.ended()).toEqual({ why: null, sessionId: null })
    await vi.waitFor(() => expect(there.queryClient.getQueryState(SESSION_KEY)?.isInvalidated).toBe(true))
  })
})
