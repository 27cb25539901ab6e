import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { COURANT, courant, type Ended, runCommand } from '../cli/courant.ts'
import { serve } from '../serve/site.ts'
import {
  AS_OF,
  differingPaths,
  newsroomOf,
  SITE_YAML,
  story,
  type TemporaryNewsroom,
  temporaryFolder,
  treeOf,
} from '../support/newsroom.ts'
import { isLitter, readFeeds, type Tree, tornFiles } from './published-set.ts'

// The system's own commands, which no package brings.
const MOUNT = 'mount'
const UNMOUNT = 'umount'

/** Mounts a small disk until the test ends. */
function mount(folder: string, options: string): void {
  mkdirSync(folder, { recursive: true })
  execFileSync(MOUNT, ['-t', 'tmpfs', '-o', options, 'courant-test', folder], { stdio: 'pipe' })
  onTestFinished(() => {
    execFileSync(UNMOUNT, ['--lazy', folder])
  })
}

function remount(folder: string, options: string): void {
  execFileSync(MOUNT, ['-o', `remount,${options}`, folder], { stdio: 'pipe' })
}

/** Whether this user may mount disks. */
function canMount(): boolean {
  const folder = temporaryFolder()
  try {
    execFileSync(MOUNT, ['-t', 'tmpfs', '-o', 'size=64k', 'courant-test', folder], { stdio: 'pipe' })
    execFileSync(UNMOUNT, [folder])
    return true
  } catch {
    return false
  }
}

const MOUNTS = process.platform === 'linux' && canMount()
if (!MOUNTS) console.warn('SKIPPED: full and read-only disks, for want of the right to mount one')

const BEFORE = {
  '2026/kept.md': story({ title: 'Kept', topics: ['Trade'] }),
  '2026/edited.md': story({ title: 'Edited', topics: ['Trade'] }, 'Short.\n'),
  '2026/gone.md': story({ title: 'Gone', topics: ['Fish'] }),
}

/** Edits, adds and removes stories; the new ones take some 14 kB each. */
function change(newsroom: TemporaryNewsroom): void {
  const long = 'A long story. '.repeat(1000)
  newsroom.write({
    '2026/edited.md': story({ title: 'Edited again', topics: ['Trade'] }, long),
    ...Object.fromEntries(
      [1, 2, 3].map(each => [`2026/new-${each}.md`, story({ title: `New ${each}`, topics: ['Ports'] }, long)]),
    ),
  })
  newsroom.remove('2026/gone.md')
}

function publishIn({ root }: TemporaryNewsroom): Promise<Ended> {
  return courant(['publish', '--accept', '--at', new Date(AS_OF).toISOString()], { cwd: root })
}

/** What the changed newsroom is as a whole, published where there is room. */
async function wholeAfter(): Promise<Tree> {
  const roomy = newsroomOf(BEFORE)
  expect((await publishIn(roomy)).code).toBe(0)
  change(roomy)
  expect((await publishIn(roomy)).code).toBe(0)
  return roomy.out()
}

/** A newsroom whose `out/` is a disk of its own, published once and then changed. */
async function changedOnDisk(options: string): Promise<{ readonly newsroom: TemporaryNewsroom; readonly before: Tree }> {
  const newsroom = newsroomOf(BEFORE)
  mount(newsroom.paths.out, options)
  expect((await publishIn(newsroom)).code).toBe(0)
  const before = newsroom.out()
  change(newsroom)
  return { newsroom, before }
}

const REMEDIES = {
  ENOSPC: 'make room on that disk',
  EROFS: 'mount it so that it can be written to',
} as const

/** Expects that the disk's fault was told as one, and that readers notice nothing. */
function expectRefused(ended: Ended, fault: keyof typeof REMEDIES): void {
  expect(ended, ended.stderr).toMatchObject({ code: 3, stdout: '' })
  expect(ended.stderr).toMatch(
    new RegExp(`^${fault}: .+ '/.+'\\n {2}what was public before is as it was; ${REMEDIES[fault]}, and try again\\n$`),
  )
}

describe.skipIf(!MOUNTS)('a disk that is full', () => {
  test('keeps the old set whole and served, however little is left, and takes the new one once there is room', async () => {
    const { newsroom, before } = await changedOnDisk('size=2m')
    const { paths } = newsroom
    const ballast = join(paths.out, 'ballast.bin')
    const { address } = await serve(paths.out)
    const after = await wholeAfter()
    let refusals = 0
    for (let left = 0; left <= 640; left += 40) {
      fill(ballast, left * 1024)
      const ended = await publishIn(newsroom)
      rmSync(ballast)
      if (ended.code === 0) break
      refusals++
      expectRefused(ended, 'ENOSPC')
      expect(differingPaths(newsroom.out(), before), `with ${left} KiB left`).toEqual([])
      const feed = await fetch(`${address}/feed.rss`)
      expect({ status: feed.status, text: await feed.text() }).toEqual({
        status: 200,
        text: before.get('feed.rss')?.toString(),
      })
    }
    expect(refusals).toBeGreaterThan(5)
    expect((await publishIn(newsroom)).code).toBe(0)
    expect(differingPaths(newsroom.out(), after)).toEqual([])
  })

  test('never shows half a set either when names run out', async () => {
    const { newsroom, before } = await changedOnDisk('size=8m,nr_inodes=200')
    const { paths } = newsroom
    const after = await wholeAfter()
    const { files, ffree } = statfsSync(paths.out)
    const used = files - ffree
    let refusals = 0
    for (let more = 0; more < 60; more++) {
      remount(paths.out, `nr_inodes=${used + more}`)
      const ended = await publishIn(newsroom)
      if (ended.code === 0) break
      refusals++
      expectRefused(ended, 'ENOSPC')
      const now = newsroom.out()
      expect([...tornFiles(now, { before, after }), ...readFeeds(now).problems], `with ${more} names more`).toEqual([])
      expect([...now.keys()].filter(isLitter)).toEqual([])
    }
    expect(refusals).toBeGreaterThan(5)
    remount(paths.out, 'nr_inodes=200')
    expect((await publishIn(newsroom)).code).toBe(0)
    expect(differingPaths(newsroom.out(), after)).toEqual([])
  })

  test('that holds Courant’s own notes alone does not spoil what is public', async () => {
    const newsroom = newsroomOf(BEFORE)
    mount(join(newsroom.root, '.courant'), 'size=16k')
    change(newsroom)
    expectRefused(await publishIn(newsroom), 'ENOSPC')
    expect(readFeeds(newsroom.out()).problems).toEqual([])
    remount(join(newsroom.root, '.courant'), 'size=8m')
    expect((await publishIn(newsroom)).code).toBe(0)
    expect((await publishIn(newsroom)).stderr).toContain('nothing changed')
    expect([...treeOf(newsroom.paths.own).keys()].filter(isLitter)).toEqual([])
  })
})

describe.skipIf(!MOUNTS)('a disk that is read-only', () => {
  test('keeps the old set, and takes the new one when it may be written again', async () => {
    const { newsroom, before } = await changedOnDisk('size=8m')
    remount(newsroom.paths.out, 'ro')
    expectRefused(await publishIn(newsroom), 'EROFS')
    expect(differingPaths(newsroom.out(), before)).toEqual([])
    remount(newsroom.paths.out, 'rw')
    expect((await publishIn(newsroom)).code).toBe(0)
    expect(differingPaths(newsroom.out(), await wholeAfter())).toEqual([])
  })
})

describe('few file handles', () => {
  test('are enough: publishes on several threads finish with 64, of what is new and of what replaces it', async () => {
    const stories = Array.from({ length: 300 }, (_, index) => [`2026/story-${index}.md`, story()] as const)
    const newsroom = newsroomOf(Object.fromEntries(stories))
    const command = ['/bin/sh', '-c', 'ulimit -n 64 && exec "$0" "$@"', process.execPath, COURANT, 'publish']
    const published = { code: 0, stdout: '', stderr: expect.stringContaining('Published 300 stories') }
    expect(await runCommand(command, { cwd: newsroom.root })).toEqual(published)
    newsroom.write({ 'site.yaml': SITE_YAML.replace(/^title: .*$/m, 'title: Another name') })
    expect(await runCommand(command, { cwd: newsroom.root })).toEqual(published)
    expect(readdirSync(join(newsroom.paths.out, '2026'))).toHaveLength(300)
    expect(newsroom.read('2026/story-7/index.html')).toContain('Another name')
  })
})

/** Takes all of a disk but so many bytes. */
function fill(file: string, leaveBytes: number): void {
  const { bavail, bsize } = statfsSync(join(file, '..'))
  writeFileSync(file, Buffer.alloc(Math.max(bavail * bsize - leaveBytes, 0)))
}
