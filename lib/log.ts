import pino from 'pino'

const level = process.env.LOG_LEVEL || 'info'

/** One JSON line an event, the same from Node.js and from the edge runtime. */
export const log = pino({
  level,
  base: { deployment: process.env.DEPLOYMENT },
  browser: { asObject: true, write: (line) => console.log(JSON.stringify(line)) },
})
