import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lockOut } from '../../src/store/lock.ts'
import { temporaryFolder } from '../support/newsroom.ts'

describe('lockOut', () => {
  test('is held by one, and free again when that one is done', async () => {
    const out = join(temporaryFolder(), 'out')
    {
      await using _held = await lockOut(out)
      await expect(lockOut(out)).rejects.toMatchObject({
        code: 'locked',
        message: `another Courant is publishing into ${out} (process ${process.pid})`,
        remedy: 'wait for it, or stop it',
      })
    }
    await using _again = await lockOut(out)
  })

  test('knows a folder through links', async () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'out'))
    symlinkSync('out', join(root, 'linked'))
    await using _held = await lockOut(join(root, 'out'))
    await expect(lockOut(join(root, 'linked'))).rejects.toMatchObject({ code: 'locked' })
  })

  test('of one folder is not that of another', async () => {
    const root = temporaryFolder()
    await using _one = await lockOut(join(root, 'one'))
    await using _other = await lockOut(join(root, 'other'))
  })

  test('is given to one of many who ask at once', async () => {
    const out = join(temporaryFolder(), 'out')
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => lockOut(out)))
    const got = asked.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    expect(got).toHaveLength(1)
    for (const lock of got) await lock[Symbol.asyncDispose]()
  })
})
