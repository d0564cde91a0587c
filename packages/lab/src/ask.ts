/** The lab's own question to the API failed: what happened, and which of the sent fields are at fault. */
export class AskError extends Error {
  override readonly name = 'AskError'
  /** Null when the page could not read an answer. */
  readonly status: number | null
  /** One message per refused field, by the field's name. */
  readonly fieldErrors: Readonly<Record<string, string>>

  constructor(
    message: string,
    parts: { status?: number; fieldErrors?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(message, { cause: parts.cause })
    this.status = parts.status ?? null
    this.fieldErrors = parts.fieldErrors ?? {}
  }
}

interface ProblemDocument {
  readonly title?: string
  readonly detail?: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}

/**
 * Asks the API something about the lab, without credentials.
 * @throws {AskError} when there is no answer to read, or the answer is a refusal
 */
export async function ask<T>(url: string, json?: unknown, timeoutMs = 10_000): Promise<T> {
  const answer = await fetch(url, {
    credentials: 'omit',
    cache: 'no-store',
    signal: AbortSignal.timeout(timeoutMs),
    ...(json === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }),
  }).catch((cause: unknown) => {
    throw new AskError(
      'There is no answer that this page may read. Either the API is not running, or it does not allow this page’s origin.',
      { cause },
    )
  })
  if (answer.ok) return (await answer.json()) as T
  const problem = (await answer.json().catch(() => ({}))) as ProblemDocument
  throw new AskError(problem.detail ?? problem.title ?? `The API answered ${answer.status}.`, {
    status: answer.status,
    fieldErrors: Object.fromEntries((problem.errors ?? []).map(({ path, message }) => [path, message])),
  })
}
