import { rmSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { EnvironmentError } from '../../src/platform/environment-error.ts'
import { newsroomOf } from '../support/newsroom.ts'
import { version } from './restless-author.ts'

/** Different versions to be met. */
const VERSIONS = 15

test('publish: takes a file as it was or as it is, never a blend, while it is saved again and again and others come and go', async () => {
  const newsroom = newsroomOf({ '2026/story.md': version(0), 'static/stays.txt': 'stays' })
  const author = new Worker(new URL('./restless-author.ts', import.meta.url), { workerData: newsroom.paths.articles })
  onTestFinished(() => void author.terminate())
  const seen = new Set<string>()
  while (seen.size < VERSIONS) {
    try {
      await newsroom.publish()
    } catch (error) {
      // An author who leaves no moment of peace is told so; what was public stays.
      expect(error).toBeInstanceOf(EnvironmentError)
      expect(error).toMatchObject({ message: 'the articles keep changing while they are read' })
      if (seen.size === 0) continue
    }
    const page = newsroom.read('2026/story/index.html')
    const [title, text] = [/<h1[^>]*>Version (\d+)/, /This is version (\d+)\./].map(pattern => pattern.exec(page)?.[1])
    expect(title).toBeDefined()
    expect(text).toBe(title)
    expect(newsroom.read('feed.json')).toContain(`This is version ${title}.`)
    seen.add(String(title))
  }
})

test('publish: of files that are saved anew whenever they are read, it says when to publish again', async () => {
  const numbers = Array.from({ length: 200 }, (_, index) => `2026/${index + 1000}.md`)
  const newsroom = newsroomOf(Object.fromEntries(numbers.map(path => [path, version(0)])))
  let saves = 0
  const onProgress = ({ done }: { readonly done: number }) => {
    if (done === 1) newsroom.write({ [numbers.at(-1) ?? '']: version(++saves), [numbers[0] ?? '']: version(saves) })
  }
  await expect(newsroom.publish({ onProgress })).rejects.toMatchObject({
    code: 'disk',
    message: 'the articles keep changing while they are read',
    remedy: 'publish again when they are saved',
  })
  expect([...newsroom.out().keys()]).toEqual([])
})

test('publish: a staging folder that is taken away meanwhile is no fault of whoever writes: it may be another publisher', async () => {
  const newsroom = newsroomOf({ '2026/story.md': version(0) })
  const { stage } = newsroom.paths
  // A thread may be writing there.
  const onProgress = () => rmSync(stage, { recursive: true, force: true, maxRetries: 20 })
  await expect(newsroom.publish({ onProgress })).rejects.toMatchObject({
    code: 'locked',
    message: expect.stringContaining(`the files in ${stage} were taken away`),
    cause: { code: 'ENOENT' },
  })
  expect((await newsroom.publish()).edition.released).toHaveLength(1)
})

test('publish: entries that cannot be read back though they were written just now are one as well', async () => {
  const newsroom = newsroomOf({ '2026/story.md': version(0) })
  // Not while a thread is about to write the first of them.
  const onProgress = ({ done, total }: { readonly done: number; readonly total: number }) => {
    if (done === total) rmSync(newsroom.paths.entries, { recursive: true, force: true })
  }
  await expect(newsroom.publish({ onProgress })).rejects.toMatchObject({
    code: 'disk',
    message: `what was written to ${newsroom.paths.entries} cannot be read back`,
    remedy: 'check the disk, and publish again',
  })
})

test('publish: a file of the newsroom that is taken away meanwhile is read again without it', async () => {
  const newsroom = newsroomOf({ '2026/story.md': version(0), 'static/a.txt': 'a', 'static/b.txt': 'b' })
  let taken = false
  const onProgress = () => {
    if (!taken) newsroom.remove('static/b.txt')
    taken = true
  }
  await newsroom.publish({ onProgress })
  expect([...newsroom.out().keys()]).toContain('a.txt')
  expect([...newsroom.out().keys()]).not.toContain('b.txt')
})
