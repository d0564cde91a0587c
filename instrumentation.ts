/** Start-up, once in a process: whatever fails here ends it before it serves anything. */
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs' && process.env.DEPLOYMENT === 'api') {
    const { startApi } = await import('@/lib/start')
    await startApi()
  }
}
