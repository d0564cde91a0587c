'use client'

import clsx from 'clsx'
import { useApp } from '@/lib/client/react/app'

/** A user's picture, embedded from the API's origin with a plain image request; a letter where it does not load. */
export function Avatar({ username, size = 'md' }: { username: string; size?: 'sm' | 'md' }) {
  const { client } = useApp()
  return (
    <span
      className={clsx(
        'grid shrink-0 place-items-center overflow-hidden rounded-full border border-line bg-sunken',
        size === 'sm' ? 'size-7 text-xs' : 'size-16 text-lg',
      )}
    >
      {/* The letter lies below the picture, because a picture that does not load shows nothing. */}
      <span aria-hidden className="col-start-1 row-start-1 font-semibold text-muted uppercase">
        {username.slice(0, 1)}
      </span>
      {/* biome-ignore lint/performance/noImgElement: next/image would fetch it from the dashboard's server, not from the API. */}
      <img src={client.avatarUrl(username)} alt="" className="col-start-1 row-start-1 size-full" />
    </span>
  )
}
