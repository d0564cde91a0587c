/** Preloaded with `--import`: a process whose clock differs from the machine's by CLOCK_SHIFT_MS. */
const shift = Number(process.env.CLOCK_SHIFT_MS)
const { now } = Date

Date.now = () => now() + shift
globalThis.Date = new Proxy(Date, {
  construct: (Real, given, target) =>
    Reflect.construct(Real, given.length > 0 ? given : [Real.now()], target),
})
