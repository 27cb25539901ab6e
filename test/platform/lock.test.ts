import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, symlinkSync } from 'node:fs'
import { Server } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test, vi } from 'vitest'
import { lockOut } from '../../src/platform/lock.ts'
import { temporaryFolder } from '../support/newsroom.ts'

/** Gives a command mounts of its own. */
const UNSHARE = 'unshare'

/** Whether this system lets a test mount something for itself. */
const CAN_MOUNT = process.platform === 'linux' && spawnSync(UNSHARE, ['-m', 'sh', '-c', 'mount --bind /tmp /tmp']).status === 0

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

  test.skipIf(!CAN_MOUNT)('knows a folder by another mount of it', async () => {
    const root = temporaryFolder()
    for (const name of ['out', 'mounted']) mkdirSync(join(root, name))
    await using _held = await lockOut(join(root, 'out'))
    const lock = join(import.meta.dirname, '../../src/platform/lock.ts')
    const script = `
      const { lockOut } = await import(${JSON.stringify(lock)})
      console.log(await lockOut('mounted').then(() => 'taken', error => error.code))`
    const command = 'mount --bind out mounted && exec "$0" "$@"'
    const asking = spawn(UNSHARE, ['-m', 'sh', '-c', command, process.execPath, '--input-type=module', '--eval', script], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    expect(await text(asking.stdout)).toBe('locked\n')
  })

  test('of one folder is not that of another', async () => {
    const root = temporaryFolder()
    await using _one = await lockOut(join(root, 'one'))
    await using _other = await lockOut(join(root, 'other'))
  })

  test('outlives somebody who asked for it and went before an answer; with a fence, a holder that gives none is passed over', async () => {
    const out = join(temporaryFolder(), 'out')
    const lock = join(import.meta.dirname, '../../src/platform/lock.ts')
    const script = `
      const { readSync } = await import('node:fs')
      const { lockOut } = await import(${JSON.stringify(lock)})
      await using _held = await lockOut(${JSON.stringify(out)})
      console.log('held')
      // Busy, so that nobody gets an answer, until who asked has gone.
      readSync(0, Buffer.alloc(1))
      await new Promise(resolve => setTimeout(resolve, 200))
      console.log('still here')`
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['pipe', 'pipe', 'inherit'] })
    const said = text(holder.stdout)
    await once(holder.stdout, 'data')
    const [plain, fenced] = await Promise.allSettled([lockOut(out), lockOut(out, { isFenced: true })])
    expect([plain, fenced]).toMatchObject([{ reason: { code: 'locked' } }, { status: 'fulfilled' }])
    holder.stdin.end()
    expect(await said).toBe('held\nstill here\n')
  })

  test.skipIf(process.platform !== 'linux')(
    'is free although a program that its last holder started has the socket still',
    async () => {
      const out = join(temporaryFolder(), 'out')
      using listen = vi.spyOn(Server.prototype, 'listen')
      let child: ChildProcess
      let before = 0
      {
        await using _held = await lockOut(out)
        before = listen.mock.calls.length
        const sockets = listen.mock.contexts.map(server => Reflect.get(Object(server), '_handle').fd)
        child = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore', ...sockets] })
        await once(child, 'spawn')
      }
      const exited = once(child, 'exit')
      const asked = lockOut(out)
      await vi.waitFor(() => expect(listen.mock.calls.length).toBeGreaterThan(before), { interval: 5 })
      child.stdin?.end()
      await using _again = await asked
      expect(await exited).toEqual([0, null])
      // Both sockets, and once in vain.
      expect(listen.mock.calls.length).toBeGreaterThan(before + 2)
    },
  )

  test('is given to one of many who ask at once', async () => {
    const out = join(temporaryFolder(), 'out')
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => lockOut(out)))
    const got = asked.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    expect(got).toHaveLength(1)
    for (const lock of got) await lock[Symbol.asyncDispose]()
  })
})
