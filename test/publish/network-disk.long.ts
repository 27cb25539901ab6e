import { execFileSync } from 'node:child_process'
import { existsSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { courant } from '../cli/courant.ts'
import { story, TemporaryNewsroom, temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { WITHOUT_SEARCH } from './changed-newsroom.ts'

// A mirror of a folder that says it is one of sshfs, since that is what Courant goes by.
const MIRROR = 'bindfs'
const UNMOUNT = 'umount'
const AT_NETWORK = ['-o', 'subtype=sshfs']

function mirror(options: readonly string[]): string {
  const [from, to] = [temporaryFolder(), temporaryFolder()]
  execFileSync(MIRROR, [...options, from, to], { stdio: 'pipe' })
  onTestFinished(() => {
    execFileSync(UNMOUNT, ['--lazy', to])
  })
  return to
}

/** Whether this machine has bindfs, and this user may mount with it. */
function canMirror(): boolean {
  const [from, to] = [temporaryFolder(), temporaryFolder()]
  try {
    execFileSync(MIRROR, [...AT_NETWORK, from, to], { stdio: 'pipe' })
    execFileSync(UNMOUNT, [to])
    return true
  } catch {
    return false
  }
}

const MIRRORS = process.platform === 'linux' && canMirror()
if (!MIRRORS) console.warn('SKIPPED: network disks, for want of bindfs or of the right to mount')

function newsroomAt(root: string): TemporaryNewsroom {
  writeFiles(root, { 'articles/site.yaml': WITHOUT_SEARCH, 'articles/a.md': story() })
  return new TemporaryNewsroom(root)
}

describe.skipIf(!MIRRORS)('a newsroom on a network disk', () => {
  test('is refused with the fix before anything is written, and can be looked at', async () => {
    const { root, paths } = newsroomAt(mirror(AT_NETWORK))
    const { code, stderr } = await courant(['publish'], { cwd: root })
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /^\S+ is on a network disk \(fuse\.sshfs\), where a database is not safe\n {2}make \.courant a link to a /,
    )
    expect([existsSync(join(root, '.courant')), existsSync(join(paths.out, 'index.html'))]).toEqual([false, false])
    expect((await courant(['check'], { cwd: root })).code).toBe(0)
    expect((await courant(['publish', '--dry-run'], { cwd: root })).code).toBe(0)
  })

  test('is published once `.courant/` is on a local disk, as the fix says', async () => {
    const { root, paths } = newsroomAt(mirror(AT_NETWORK))
    symlinkSync(temporaryFolder(), join(root, '.courant'))
    expect(await courant(['publish'], { cwd: root })).toMatchObject({ code: 0 })
    expect(existsSync(join(paths.out, 'index.html'))).toBe(true)
  })

  test('is published where it was published by the leave of a Redis, which may be unreachable now', async () => {
    const { root, paths } = newsroomAt(mirror(AT_NETWORK))
    writeFiles(paths.state, { 'fence.json': '{"number":3,"holder":"one"}\n' })
    expect(await courant(['publish'], { cwd: root })).toMatchObject({ code: 0 })
    expect(existsSync(join(paths.state, 'state.sqlite'))).toBe(true)
  })

  test('is published where a program only mirrors a folder of this machine', async () => {
    const { root } = newsroomAt(mirror([]))
    expect(await courant(['publish'], { cwd: root })).toMatchObject({ code: 0 })
  })
})
