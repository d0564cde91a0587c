'use client'

import { FailureNotice } from '@/components/failure-notice'
import { CardSkeleton, Loading } from '@/components/skeleton'
import { When } from '@/components/when'
import { useOutbox } from '@/lib/client/react/mail-queries'
import type { OutboxMail } from '@/lib/contract/mail'

/** Shows the mails that would have left, because development has no mail server. */
export function Outbox() {
  const { data: mails, error } = useOutbox()
  if (error) return <FailureNotice error={error} what="There is no outbox here" />
  if (!mails) {
    return (
      <Loading label="Reading the outbox…">
        <CardSkeleton />
      </Loading>
    )
  }
  if (mails.length === 0) return <p className="text-muted">No mail yet. A mail appears here by itself.</p>
  return (
    <ul className="flex flex-col gap-4">
      {mails.map((mail) => (
        <MailCard key={`${mail.sentAt} ${mail.to}`} {...mail} />
      ))}
    </ul>
  )
}

function MailCard({ to, subject, text, sentAt }: OutboxMail) {
  return (
    <li className="rounded-card border border-line bg-surface p-4">
      <p className="font-medium">{subject}</p>
      <p className="text-muted text-sm">
        to {to} · <When at={sentAt} />
      </p>
      <p className="mt-3 whitespace-pre-wrap break-words text-sm">
        {text.split(/(https?:\/\/\S+)/).map((part, index) =>
          index % 2 === 1 ? (
            <a key={part} className="underline underline-offset-4" href={part}>
              {part}
            </a>
          ) : (
            part
          ),
        )}
      </p>
    </li>
  )
}
