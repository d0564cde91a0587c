/**
 * `@opentelemetry/api` for the edge bundle of a deployment that traces nothing there: the part that Next.js asks
 * whether anybody traces. docs/decisions/0007-edge-bundle.md says how to trace after all.
 */
const root = { getValue: () => undefined, setValue: () => root, deleteValue: () => root }

export const ROOT_CONTEXT = root

export const createContextKey = (description: string) => Symbol.for(description)

export const context = {
  active: () => root,
  with: <Result>(_context: unknown, run: () => Result) => run(),
  bind: <Target>(_context: unknown, target: Target) => target,
}

export const propagation = { inject: () => {}, extract: () => root }

/** Next.js knows by this name that nobody traces, and then asks for nothing else. Minifying would change it. */
const nobody = { constructor: { name: 'NoopTracerProvider' } }

export const trace = {
  getSpan: () => undefined,
  getSpanContext: () => undefined,
  setSpan: () => root,
  isSpanContextValid: () => false,
  getTracerProvider: () => ({ getDelegate: () => nobody }),
}

export const SpanKind = { INTERNAL: 0, SERVER: 1, CLIENT: 2, PRODUCER: 3, CONSUMER: 4 }
export const SpanStatusCode = { UNSET: 0, OK: 1, ERROR: 2 }
