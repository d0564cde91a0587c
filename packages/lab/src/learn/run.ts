/** Stands for the console of a block that runs in the page. */
export interface Output {
  log(...values: unknown[]): void
}

/** Runs a block of a chapter in this page. @returns the lines that it writes */
export async function runInPage(key: string): Promise<string[]> {
  const { modules } = await import('./modules/index.ts')
  const block = await modules[key]?.()
  const lines: string[] = []
  block?.run({ log: (...values) => lines.push(...values.map(written).join(' ').split('\n')) })
  return lines
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Returns what a block says it writes: the text behind every `// →`, in order. */
export function expectedLines(text: string): string[] {
  return [...text.matchAll(/\/\/ → (.*)$/gm)].map(([, line = '']) => line)
}
