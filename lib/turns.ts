/**
 * Makes work take turns with everything else that the process answers.
 * @param atOnce how much may begin in one turn of the event loop
 * @returns resolves when it is the caller's turn, in the order of asking
 */
export function turns(atOnce: number): () => Promise<void> {
  const waiting: (() => void)[] = []
  const next = () => {
    for (const begin of waiting.splice(0, atOnce)) begin()
    if (waiting.length > 0) setImmediate(next)
  }
  return () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(next)
    })
}
