import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claimDirectory, DataDirectoryError, lockDirectory, ownerOnly } from '@/lib/db/directory'

let parent: string
let path: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'next-cross-origin-directory-'))
  path = join(parent, 'data')
})

afterEach(() => rmSync(parent, { recursive: true, force: true }))

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8)

describe('the directory of the embedded database', () => {
  test('is made for its owner alone', () => {
    claimDirectory(path)
    expect(modeOf(path)).toBe('700')
  })

  test('is taken from those who could only read it', () => {
    mkdirSync(path, { mode: 0o755 })
    claimDirectory(path)
    expect(modeOf(path)).toBe('700')
  })

  test('is refused when others can write to it, with what to do', () => {
    mkdirSync(path)
    chmodSync(path, 0o777)
    expect(() => claimDirectory(path)).toThrow(DataDirectoryError)
    expect(() => claimDirectory(path)).toThrow(`chmod 700 ${path}`)
    expect(modeOf(path)).toBe('777')
  })

  test('is refused when it cannot be made, with the reason and the place', () => {
    const file = join(parent, 'file')
    writeFileSync(file, '')
    expect(() => claimDirectory(join(file, 'data'))).toThrow(
      `DATA_DIR cannot be written: ENOTDIR at ${join(file, 'data')}`,
    )
  })

  test('keeps its files to its owner', () => {
    mkdirSync(join(path, 'inner'), { recursive: true })
    writeFileSync(join(path, 'inner', 'file'), '')
    chmodSync(join(path, 'inner', 'file'), 0o666)
    ownerOnly(path)
    expect([modeOf(join(path, 'inner')), modeOf(join(path, 'inner', 'file'))]).toEqual(['700', '600'])
  })
})

describe('the lock', () => {
  const holderFile = () => join(path, 'database.pid')
  const never = () => {
    throw new Error('The lock was lost.')
  }

  beforeEach(() => mkdirSync(path, { mode: 0o700 }))

  test('is given back, and says in between who has it', async () => {
    const unlock = await lockDirectory(path, never)
    expect(JSON.parse(readFileSync(holderFile(), 'utf8'))).toMatchObject({ pid: process.pid })
    await unlock()
    await (await lockDirectory(path, never))()
  })

  test('of a living process is never taken, also when nothing renews it', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    try {
      const started = readFileSync(`/proc/${other.pid}/stat`, 'utf8').split(' ')[21]
      writeFileSync(holderFile(), JSON.stringify({ host: hostname(), pid: other.pid, started }))
      await expect(lockDirectory(path, never)).rejects.toThrow(`Another process (${other.pid})`)
    } finally {
      other.kill('SIGKILL')
    }
  })

  test.each([
    ['that has ended', () => ({ host: hostname(), pid: 2 ** 22 - 1, started: '1' })],
    ['whose number is another’s now', () => ({ host: hostname(), pid: process.ppid, started: '1' })],
    [
      'of the same number, as in a container that was started again',
      () => ({ host: hostname(), pid: process.pid, started: '' }),
    ],
    ['of another machine', () => ({ host: 'elsewhere', pid: process.ppid, started: '' })],
  ])('of a process %s is taken', async (_, holder) => {
    writeFileSync(holderFile(), JSON.stringify(holder()))
    await (await lockDirectory(path, never))()
  })
})
