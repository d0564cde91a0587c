/** Compiled, never run: each line marked as an error must be one, or the type check fails. */
import { compilePolicy, type PolicyOptions } from '../src/index.ts'

export const accepted = () => [
  compilePolicy({ origins: ['https://app.example.com', 'http://localhost:3000'], credentials: true }),
  compilePolicy({
    origins: ['https://*.preview.example.com', 'https://**.example.com', 'https://app.example.com:*'],
  }),
  compilePolicy({ origins: ['http://[::1]:3000', 'https://127.0.0.1:8443', 'https://app.example.com:4430'] }),
]

/** Returns what is only known at run time is checked at run time. */
export const unknownUntilRunTime = (list: string[], options: PolicyOptions, host: string) => [
  compilePolicy({ origins: list }),
  compilePolicy({ origins: host.split(',') }),
  compilePolicy(options),
  compilePolicy({ origins: [`https://${host}`, 'https://app.example.com'] as const }),
]

export const refused = () => [
  // @ts-expect-error every origin, with credentials
  compilePolicy({ origins: ['*'], credentials: true }),
  // @ts-expect-error every origin
  compilePolicy({ origins: ['*'] }),
  // @ts-expect-error every https origin
  compilePolicy({ origins: ['https://*'] }),
  // @ts-expect-error a trailing slash
  compilePolicy({ origins: ['https://app.example.com/'] }),
  // @ts-expect-error a trailing slash in the second entry
  compilePolicy({ origins: ['https://app.example.com', 'https://admin.example.com/'] }),
  // @ts-expect-error a path
  compilePolicy({ origins: ['https://app.example.com/login'] }),
  // @ts-expect-error a query
  compilePolicy({ origins: ['https://app.example.com?a'] }),
  // @ts-expect-error a fragment
  compilePolicy({ origins: ['https://app.example.com#a'] }),
  // @ts-expect-error no scheme
  compilePolicy({ origins: ['app.example.com'] }),
  // @ts-expect-error another scheme
  compilePolicy({ origins: ['ftp://app.example.com'] }),
  // @ts-expect-error upper case
  compilePolicy({ origins: ['https://App.example.com'] }),
  // @ts-expect-error the default port of https
  compilePolicy({ origins: ['https://app.example.com:443'] }),
  // @ts-expect-error the default port of http
  compilePolicy({ origins: ['http://localhost:80'] }),
  // @ts-expect-error the null origin
  compilePolicy({ origins: ['null'] }),
  // @ts-expect-error user-info
  compilePolicy({ origins: ['https://user@app.example.com'] }),
  // @ts-expect-error two origins in one entry
  compilePolicy({ origins: ['https://app.example.com, https://admin.example.com'] }),
  // @ts-expect-error an option that does not exist
  compilePolicy({ origins: ['https://app.example.com'], allowedHeaders: ['content-type'] }),
  // @ts-expect-error no origins
  compilePolicy({ credentials: true }),
]

export const immutable = () => {
  const policy = compilePolicy({ origins: ['https://app.example.com'] })
  // @ts-expect-error a policy cannot be changed
  policy.credentials = true
  // @ts-expect-error nor can its lists
  policy.origins.push('https://evil.example')
}
