import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { copyWithoutBench } from './without-bench.ts'

it('the bench can be deleted: without packages/lab, packages/doctor and their page files the rest has no type error', async () => {
  const { folder, remove } = copyWithoutBench()
  try {
    expect(existsSync(join(folder, 'packages/lab'))).toBe(false)
    const compiler = join(folder, 'node_modules/typescript-7/bin/tsc')
    const errors = await promisify(execFile)(process.execPath, [compiler, '--noEmit'], { cwd: folder }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    )
    expect(errors).toBe('')
  } finally {
    remove()
  }
}, 120_000)
