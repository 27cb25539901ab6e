import fs, { appendFileSync, readFileSync, statSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join, relative } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ResidentMemory } from '../../src/engine/publish-request.ts'
import { MANIFEST_FILE, readHeader, readManifest } from '../../src/output/manifest-file.ts'
import { differingPaths, newsroomOf, story, type TemporaryNewsroom } from '../support/newsroom.ts'

const MB = 1024 * 1024

function manifestOf({ paths }: TemporaryNewsroom): string {
  return join(paths.out, MANIFEST_FILE)
}

function headerOf(newsroom: TemporaryNewsroom) {
  return readHeader(newsroom.read(MANIFEST_FILE))
}

/** What this thread asks of the disk in `out/` until the test ends: files that are flushed, and files that are put in place. */
function recorded({ paths }: TemporaryNewsroom): string[] {
  const steps: string[] = []
  const opened = new Map<unknown, string>()
  const { openSync, fsyncSync, renameSync } = fs
  const inOut = (path: unknown): string => relative(paths.out, String(path))
  const recording = (name: string, call: object, note: (args: readonly unknown[], result: unknown) => void): void => {
    Reflect.set(fs, name, (...args: readonly unknown[]): unknown => {
      const result: unknown = Reflect.apply(Object(call), fs, args)
      note(args, result)
      return result
    })
  }
  recording('openSync', openSync, ([path], result) => opened.set(result, inOut(path)))
  recording('fsyncSync', fsyncSync, ([descriptor]) => steps.push(`flushed ${opened.get(descriptor)}`))
  recording('renameSync', renameSync, ([, to]) => steps.push(`placed ${inOut(to)}`))
  syncBuiltinESMExports()
  onTestFinished(() => {
    Object.assign(fs, { openSync, fsyncSync, renameSync })
    syncBuiltinESMExports()
  })
  return steps
}

describe('publish: the manifest', () => {
  test('has new files announced on the disk before any of them is there; an edit of what is there waits for no disk', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A' }) })
    const steps = recorded(newsroom)
    await newsroom.publish()
    const first = steps.splice(0)
    expect(first.indexOf(`placed ${MANIFEST_FILE}`)).toBeLessThan(first.indexOf(`flushed ${MANIFEST_FILE}`))
    expect(first.indexOf(`flushed ${MANIFEST_FILE}`)).toBeLessThan(first.indexOf('placed a/index.html'))
    newsroom.write({ 'b.md': story({ title: 'B' }) })
    await newsroom.publish()
    const second = steps.splice(0)
    expect(second.indexOf(`flushed ${MANIFEST_FILE}`)).toBeGreaterThanOrEqual(0)
    expect(second.indexOf(`flushed ${MANIFEST_FILE}`)).toBeLessThan(second.indexOf('placed b/index.html'))
    expect(second).not.toContain(`placed ${MANIFEST_FILE}`)
    newsroom.write({ 'b.md': story({ title: 'Edited' }) })
    await newsroom.publish()
    expect(steps).toContain('placed b/index.html')
    expect(steps.filter(step => step.endsWith(MANIFEST_FILE))).toEqual([])
  })

  test('grows by as many lines for an edit at 150 stories as at 15', async () => {
    const appended: (readonly string[])[] = []
    for (const count of [15, 150]) {
      const stories = Array.from({ length: count }, (_, index) => [
        `2025/s-${index}.md`,
        story({ title: `S${index}`, date: new Date(Date.UTC(2025, 0, 1, index)).toISOString() }),
      ])
      const newsroom = newsroomOf({ ...Object.fromEntries(stories), '2026/a.md': story({ title: 'A', date: '2026-05-31' }) })
      await newsroom.publish()
      const [before, text] = [statSync(manifestOf(newsroom)), newsroom.read(MANIFEST_FILE)]
      newsroom.write({ '2026/a.md': story({ title: 'A', date: '2026-05-31' }, 'Another body.\n') })
      await newsroom.publish()
      expect(statSync(manifestOf(newsroom)).ino).toBe(before.ino)
      expect(newsroom.read(MANIFEST_FILE).startsWith(text)).toBe(true)
      const lines = newsroom.read(MANIFEST_FILE).slice(text.length).trim().split('\n')
      appended.push(lines.map(line => JSON.parse(line).path))
    }
    const [few, many] = appended
    expect(many).toEqual(few)
    expect(few?.filter(path => path === '2026/a/index.html')).toHaveLength(2)
  })

  test('is written again by the edit that fills its tail, which stays an edit', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A' }), 'b.md': story({ title: 'B', topics: ['Trade'] }) })
    await newsroom.publish()
    const line = newsroom.read(MANIFEST_FILE).split('\n')[1] ?? ''
    const filled = Math.floor((MB - 12_000) / (line.length + 1))
    appendFileSync(manifestOf(newsroom), `${line}\n`.repeat(filled))
    const memory: ResidentMemory = {}
    newsroom.write({ 'a.md': story({ title: 'A' }, 'Edited.\n') })
    await newsroom.publish({ memory })
    expect([headerOf(newsroom)?.generation, newsroom.read(MANIFEST_FILE).length > MB - 12_000]).toEqual([1, true])
    for (let edits = 1; headerOf(newsroom)?.generation === 1; edits++) {
      newsroom.write({ 'b.md': story({ title: 'B', topics: ['Trade'] }, `Edited ${edits} times.\n`) })
      expect((await newsroom.publishChanges(['b.md'], { memory }))?.isUntidy).toBeDefined()
      expect(edits).toBeLessThan(20)
    }
    const text = newsroom.read(MANIFEST_FILE)
    expect(headerOf(newsroom)).toMatchObject({ generation: 2, sorted: Buffer.byteLength(text.slice(text.indexOf('\n') + 1)) })
    const before = newsroom.out()
    const { written, removed } = await newsroom.publish()
    expect([written, removed, differingPaths(before, newsroom.out())]).toEqual([[], [], []])
  })

  test('is written again by a publish that removes a file, with no name of it', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A' }), 'static/secret.txt': 'x' })
    await newsroom.publish()
    newsroom.write({ 'static/secret.txt': 'another' })
    await newsroom.publish()
    const identity = headerOf(newsroom)?.identity
    newsroom.remove('static/secret.txt')
    newsroom.write({ 'b.md': story({ title: 'B' }) })
    expect((await newsroom.publish()).removed).toEqual(['secret.txt'])
    const text = newsroom.read(MANIFEST_FILE)
    expect(text).not.toContain('secret')
    expect(readHeader(text)).toMatchObject({ identity, generation: 2 })
    expect([...(readManifest(text)?.keys() ?? []), MANIFEST_FILE].sort()).toEqual([...newsroom.out().keys()].sort())
  })

  test('that was damaged is written again as a later generation', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A' }) })
    await newsroom.publish()
    fs.writeFileSync(manifestOf(newsroom), readFileSync(manifestOf(newsroom)).subarray(0, -200))
    newsroom.write({ 'a.md': story({ title: 'Edited' }) })
    await newsroom.publish()
    expect(headerOf(newsroom)).toMatchObject({ generation: 2 })
    expect(headerOf(newsroom)?.rebuilt).toBeUndefined()
  })
})
