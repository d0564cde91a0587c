import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'

const strings = z.array(z.string()).optional()
const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ os: strings, cpu: strings, libc: strings, optional: z.boolean().optional() }),
  ),
})

test('every package of the lock file that fits only some machines is optional', () => {
  const { packages } = lockFile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))
  const particular = Object.entries(packages).filter(([, { os, cpu, libc }]) => os ?? cpu ?? libc)
  expect(particular.length).toBeGreaterThan(50)
  // npm 10.8 to 11.9, which Node.js 20, 22 and early 24 bring, refuse such a file: EBADPLATFORM.
  const required = particular.filter(([, { optional }]) => optional !== true)
  expect(required.map(([path]) => path)).toEqual([])
})
