import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { newsroomOf, story, treeOf } from '../support/newsroom.ts'
import { Command, courant, until } from './courant.ts'

const LOCK = fileURLToPath(new URL('../../src/platform/lock.ts', import.meta.url))

/** Another process that is publishing into a folder, and never done. */
async function holdLock(out: string): Promise<Command> {
  const script = `const { lockOut } = await import(${JSON.stringify(LOCK)})
    globalThis.lock = await lockOut(${JSON.stringify(out)})
    console.error('holding')
    setInterval(() => {}, 1000)`
  const holder = new Command([process.execPath, '--input-type=module', '-e', script], { cwd: '/' })
  onTestFinished(() => holder.kill('SIGKILL'))
  await holder.says(/holding/)
  return holder
}

describe('two publishers', () => {
  test('the second ends with 3 and names the first, by whatever name it knows the folder', async () => {
    const { root } = newsroomOf({ '2026/story.md': story() })
    const holder = await holdLock(join(root, 'out'))
    for (const out of ['out', './out/../out']) {
      expect(await courant(['publish', '--out', out], { cwd: root })).toEqual({
        code: 3,
        stdout: '',
        stderr: `another Courant is publishing into ${root}/out (process ${holder.pid})\n  wait for it, or stop it\n`,
      })
    }
    expect(treeOf(join(root, 'out')).size).toBe(0)
  })

  test('only look on with --dry-run, check and schedule, which hold nothing up', async () => {
    const { root } = newsroomOf({ '2026/story.md': story() })
    await holdLock(join(root, 'out'))
    for (const args of [['publish', '--dry-run'], ['check'], ['schedule']])
      expect((await courant(args, { cwd: root })).code).toBe(0)
  })

  test('may publish into two folders', async () => {
    const { root } = newsroomOf({ '2026/story.md': story() })
    await holdLock(join(root, 'elsewhere'))
    expect((await courant(['publish'], { cwd: root })).code).toBe(0)
  })

  test('a killed one is in nobody’s way', async () => {
    const { root } = newsroomOf({ '2026/story.md': story() })
    const holder = await holdLock(join(root, 'out'))
    holder.kill('SIGKILL')
    await until(() => (holder.isRunning ? undefined : true))
    expect((await courant(['publish'], { cwd: root })).code).toBe(0)
  })
})
