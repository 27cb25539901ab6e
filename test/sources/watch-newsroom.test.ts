import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type NewsroomChange, watchNewsroom } from '../../src/sources/watch-newsroom.ts'
import { temporaryFolder, writeFiles } from '../support/newsroom.ts'

/** A watched folder, and what was told of it. */
function watched(files: Readonly<Record<string, string>>) {
  const root = temporaryFolder()
  writeFiles(root, files)
  const told: NewsroomChange[] = []
  const watching = watchNewsroom(root, change => told.push(change))
  onTestFinished(() => watching[Symbol.dispose]())
  return {
    root,
    /** What is told until it has been quiet for a while. */
    told: async (): Promise<readonly NewsroomChange[]> => {
      for (let before = -1; before !== told.length || told.length === 0; await sleep(150)) before = told.length
      return told.splice(0)
    },
  }
}

describe('watchNewsroom', () => {
  test('tells the path of a file that was changed in place', async () => {
    const { root, told } = watched({ '2026/05/a.md': 'a', 'b.md': 'b' })
    appendFileSync(join(root, '2026/05/a.md'), 'more')
    expect(await told()).toEqual([new Set(['2026/05/a.md'])])
  })

  test('hundreds of files that change at once are one change or two, not hundreds', async () => {
    const { root, told } = watched(Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`${index}.md`, 'x'])))
    for (let index = 0; index < 500; index++) appendFileSync(join(root, `${index}.md`), 'more')
    const changes = await told()
    expect(changes.length).toBeLessThan(4)
    expect(changes.flatMap(change => (change === 'anything' ? [] : [...change]))).toHaveLength(500)
  })

  const SAVES: Readonly<Record<string, { readonly change: (root: string) => void; readonly path: string }>> = {
    'a new file': { change: root => writeFileSync(join(root, '2026/new.md'), 'x'), path: '2026/new.md' },
    'a file that is gone': { change: root => rmSync(join(root, '2026/a.md')), path: '2026/a.md' },
    'a file that another takes the place of, as some editors save': {
      change: root => {
        writeFileSync(join(root, '2026/.a.md.tmp'), 'x')
        renameSync(join(root, '2026/.a.md.tmp'), join(root, '2026/a.md'))
      },
      path: '2026/a.md',
    },
  }

  test.each(Object.entries(SAVES))('tells the path of %s', async (_, { change, path }) => {
    const { root, told } = watched({ '2026/a.md': 'a' })
    change(root)
    expect(await told()).toEqual([new Set([path])])
  })

  test('does not guess at folders that come and go', async () => {
    const { root, told } = watched({ '2026/a.md': 'a' })
    mkdirSync(join(root, '2027'))
    expect(await told()).toContain('anything')
    rmSync(join(root, '2026'), { recursive: true })
    expect(await told()).toContain('anything')
  })

  test('watches folders that appear', async () => {
    const { root, told } = watched({ 'a.md': 'a' })
    mkdirSync(join(root, '2027/01'), { recursive: true })
    await told()
    writeFileSync(join(root, '2027/01/b.md'), 'b')
    await told()
    appendFileSync(join(root, '2027/01/b.md'), 'more')
    expect(await told()).toEqual([new Set(['2027/01/b.md'])])
  })

  test('follows a folder that goes and comes back under its name', async () => {
    const { root, told } = watched({ '2025/01/a.md': 'a', 'b.md': 'b' })
    rmSync(join(root, '2025'), { recursive: true })
    mkdirSync(join(root, '2025/01'), { recursive: true })
    writeFileSync(join(root, '2025/01/a.md'), 'a')
    expect(await told()).toContain('anything')
    appendFileSync(join(root, '2025/01/a.md'), 'more')
    expect(await told()).toEqual([new Set(['2025/01/a.md'])])
  })

  test.each([
    ['goes and comes back', (root: string) => rmSync(root, { recursive: true })],
    ['gives way to another', (root: string) => renameSync(root, `${root}.old`)],
  ])('follows the newsroom when it %s', async (_, go) => {
    const { root, told } = watched({ 'a.md': 'a' })
    go(root)
    writeFiles(root, { 'a.md': 'a', '2026/b.md': 'b' })
    expect(await told()).toContain('anything')
    appendFileSync(join(root, '2026/b.md'), 'more')
    expect(await told()).toEqual([new Set(['2026/b.md'])])
  })

  test('begins to watch a folder that comes later, and one that a link leads to instead', async () => {
    const folder = temporaryFolder()
    const link = join(folder, 'theme')
    writeFiles(folder, { 'one/style.css': '1', 'two/style.css': '2' })
    const told: NewsroomChange[] = []
    const watching = watchNewsroom(link, change => told.push(change))
    onTestFinished(() => watching[Symbol.dispose]())
    symlinkSync('one', link)
    await expect.poll(() => told.splice(0)).toEqual(['anything'])
    rmSync(link)
    symlinkSync('two', link)
    await expect.poll(() => told.splice(0)).toEqual(['anything'])
    appendFileSync(join(folder, 'two/style.css'), 'more')
    await expect.poll(() => told.splice(0)).toEqual([new Set(['style.css'])])
  })

  test('waits for who writes a new file, and for nobody else', async () => {
    const root = temporaryFolder()
    writeFiles(root, { 'old.md': 'old' })
    const told: string[] = []
    const read = (path: string): string => `${path}: ${readFileSync(join(root, path), 'utf8')}`
    const onChange = (change: NewsroomChange): void => void told.push(...[...change].map(read))
    // Long enough that a busy machine pauses for less, and that what does not wait for it comes well before it is over.
    const watching = watchNewsroom(root, onChange, { standingMs: 5000 })
    const atOnce = { timeout: 4000 }
    onTestFinished(() => watching[Symbol.dispose]())
    writeFileSync(join(root, '.old.md.tmp'), 'edited')
    renameSync(join(root, '.old.md.tmp'), join(root, 'old.md'))
    await expect.poll(() => told, atOnce).toEqual(['old.md: edited'])
    told.length = 0
    writeFileSync(join(root, 'new.md'), '')
    for (const part of ['The minister did ', 'NOT ', 'resign.']) {
      await sleep(200)
      expect(told).toEqual([])
      appendFileSync(join(root, 'new.md'), part)
    }
    await expect.poll(() => told).toContain('new.md: The minister did NOT resign.')
    told.length = 0
    appendFileSync(join(root, 'new.md'), ' Edited.')
    await expect.poll(() => told, atOnce).toEqual(['new.md: The minister did NOT resign. Edited.'])
  })

  test('passes over what editors leave beside a file', async () => {
    const { root, told } = watched({ 'a.md': 'a' })
    writeFileSync(join(root, '.a.md.swp'), 'x')
    writeFileSync(join(root, 'a.md~'), 'x')
    await sleep(100)
    appendFileSync(join(root, 'a.md'), 'more')
    expect(await told()).toEqual([new Set(['a.md'])])
  })
})
