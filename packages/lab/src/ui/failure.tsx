import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

/** Says why the bench could not ask the API, and offers to ask again. */
export function Failure({ error, what, onRetry }: { error: Error; what: string; onRetry: () => void }) {
  return (
    <Notice
      tone="danger"
      title={what}
      actions={
        <Button variant="secondary" size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      <p>{error.message}</p>
    </Notice>
  )
}
