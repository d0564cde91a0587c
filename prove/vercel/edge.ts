import { AsyncLocalStorage } from 'node:async_hooks'
import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { builderFolder } from './build'

/** Runs middleware as the edge of the platform does: in a sandbox without Node.js, with its variables written out. */
export type EdgeMiddleware = (request: {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body: Buffer
}) => Promise<Response>

interface EdgeRuntime {
  context: {
    Request: typeof Request
    module: { exports: { default?: (request: Request, context: object) => Promise<Response> } }
  }
}
type EdgeRuntimeClass = new (options: {
  initialCode: string
  extend: (context: object) => object
}) => EdgeRuntime

/** Returns the variables that a bundle names as `process.env.NAME`: no other reaches code at the edge. */
function writtenOut(code: string, variables: Readonly<Record<string, string>>): Record<string, string> {
  const names = new Set([...code.matchAll(/\bprocess\.env\.(\w+)/g)].map(([, name]) => name))
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names.has(name)))
}

/**
 * Loads the middleware of the builder's output.
 * @param output the folder of the output
 */
export async function loadMiddleware(
  output: string,
  variables: Readonly<Record<string, string>>,
): Promise<EdgeMiddleware> {
  const folder = join(output, 'functions', 'middleware.func')
  // A sandbox of Node.js evaluates scripts, and the output is a module.
  const { code } = await transform(readFileSync(join(folder, 'index.js'), 'utf8'), { format: 'cjs' })
  const { EdgeRuntime } = createRequire(join(builderFolder, 'package.json'))('edge-runtime') as {
    EdgeRuntime: EdgeRuntimeClass
  }
  const nodeModules: Readonly<Record<string, unknown>> = {
    // The modules of Node.js that the platform offers at the edge, as far as they are used.
    async_hooks: { AsyncLocalStorage },
    buffer: { Buffer },
  }
  const runtime = new EdgeRuntime({
    initialCode: code,
    extend: (context) =>
      Object.assign(context, {
        AsyncLocalStorage,
        module: { exports: {} },
        process: { env: writtenOut(code, variables) },
        require: (name: string) => {
          const found = nodeModules[name.replace(/^node:/, '')]
          if (found === undefined) throw new Error(`The edge has no module ${name}.`)
          return found
        },
      }),
  })
  const { Request, module } = runtime.context
  return async ({ method, url, headers, body }) => {
    const { default: handle } = module.exports
    if (!handle) throw new Error('The middleware exports no handler.')
    const withBody = method !== 'GET' && method !== 'HEAD' && body.length > 0
    return handle(
      new Request(url, { method, headers, ...(withBody ? { body: Uint8Array.from(body) } : {}) }),
      { waitUntil() {} },
    )
  }
}
