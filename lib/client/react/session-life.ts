import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError, type Session } from '@/lib/client'
import { forgetPageToken } from '@/lib/client/page-token'

export const SESSION_KEY = ['currentSession'] as const

/** Says why the last session ended in this tab (the person asked, or the API refused a call), and which it was. */
export interface SessionEnd {
  why: 'signed-out' | 'refused' | null
  sessionId: string | null
}

export interface SessionLife {
  queryClient: QueryClient
  /** Takes up a new session and tells the other tabs. */
  begin: (session: Session) => void
  /** Forgets the session and all it gave, and tells the other tabs. */
  end: () => void
  ended: () => SessionEnd
  /** Hears what other tabs do; the result stops that. */
  listen: () => () => void
}

/** Tabs of one browser share the cookie but not the memory: this channel tells them what became of it. */
const CHANNEL = 'session'

/** Again, once, when the server stumbled; never when the answer would be the same. */
const worthAnotherTry = (failures: number, error: Error) =>
  failures < 1 && error instanceof ApiError && (error.kind === 'server' || error.kind === 'timeout')

/** The one place that knows when a session begins and ends in this tab, and the cache that lives as long as it. */
export function createSessionLife(): SessionLife {
  let ended: SessionEnd = { why: null, sessionId: null }
  let channel: BroadcastChannel | null = null

  const noticeRefusal = (error: Error) => {
    if (error instanceof ApiError && error.kind === 'unauthenticated') endHere('refused')
  }
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noticeRefusal }),
    mutationCache: new MutationCache({ onError: noticeRefusal }),
    defaultOptions: {
      // The API may be on this very machine: being offline is no reason not to ask it.
      queries: { networkMode: 'always', retry: worthAnotherTry, staleTime: 10_000 },
      mutations: { networkMode: 'always' },
    },
  })

  function forget() {
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] })
  }

  function endHere(why: 'signed-out' | 'refused') {
    const session = queryClient.getQueryData<Session | null>(SESSION_KEY)
    ended = { why, sessionId: session?.sessionId ?? ended.sessionId }
    forgetPageToken()
    // An answer still under way would bring the old session back.
    void queryClient.cancelQueries({ queryKey: SESSION_KEY })
    queryClient.setQueryData(SESSION_KEY, null)
    forget()
  }

  return {
    queryClient,
    begin(session) {
      ended = { why: null, sessionId: null }
      // An answer still under way would say that nobody is signed in.
      void queryClient.cancelQueries({ queryKey: SESSION_KEY })
      forget()
      queryClient.setQueryData(SESSION_KEY, session)
      channel?.postMessage('signed-in')
    },
    end() {
      endHere('signed-out')
      channel?.postMessage('signed-out')
    },
    ended: () => ended,
    listen() {
      const opened = new BroadcastChannel(CHANNEL)
      channel = opened
      opened.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (data === 'signed-out') endHere('refused')
        if (data === 'signed-in') void queryClient.invalidateQueries()
      }
      return () => {
        opened.close()
        channel = null
      }
    },
  }
}
