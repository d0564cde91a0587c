'use client'

import clsx from 'clsx'
import { Avatar as Picture } from 'radix-ui'
import { useApp } from '@/lib/client/react/app'

/** A user's picture, embedded from the API's origin with a plain image request; a letter where it does not load. */
export function Avatar({ username, size = 'md' }: { username: string; size?: 'sm' | 'md' }) {
  const { client } = useApp()
  return (
    <Picture.Root
      className={clsx(
        'grid shrink-0 place-items-center overflow-hidden rounded-full border border-line bg-sunken',
        size === 'sm' ? 'size-7 text-xs' : 'size-16 text-lg',
      )}
    >
      <Picture.Image src={client.avatarUrl(username)} alt="" className="size-full" />
      <Picture.Fallback aria-hidden className="font-semibold text-muted uppercase">
        {username.slice(0, 1)}
      </Picture.Fallback>
    </Picture.Root>
  )
}
