import { hash } from 'node:crypto'
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Scratch } from '../../src/platform/scratch.ts'
import { GoodWriter, lastGoodIn, rememberGood } from '../../src/state/last-good.ts'
import { newsroomOf, story, temporaryFolder } from '../support/newsroom.ts'

function fileIn(folder: string): string {
  return join(folder, 'state', 'last-good.jsonl')
}

/** Remembers sources as a publish does: written down first, then added. */
function remember(file: string, sources: readonly { readonly path: string; readonly source: string }[]): void {
  const part = join(temporaryFolder(), 'part')
  {
    using writer = new GoodWriter(part, new Scratch())
    for (const { path, source } of sources) writer.add(path, Buffer.from(source))
  }
  rememberGood(file, [part])
}

function textOf(file: string, path: string): string | undefined {
  return lastGoodIn(file)(path)?.source
}

describe('rememberGood and lastGoodIn', () => {
  test('give back the latest version of each source, with its hash', () => {
    const file = fileIn(temporaryFolder())
    remember(file, [
      { path: 'a.md', source: 'first\n"é"' },
      { path: 'b.md', source: 'b' },
    ])
    remember(file, [{ path: 'a.md', source: 'second' }])
    expect(textOf(file, 'a.md')).toBe('second')
    expect(textOf(file, 'b.md')).toBe('b')
    expect(textOf(file, 'c.md')).toBeUndefined()
    expect(lastGoodIn(file)('a.md')?.hash).toBe(hash('sha256', 'second', 'hex'))
  })

  test('know nothing before anything was remembered', () => {
    expect(textOf(fileIn(temporaryFolder()), 'a.md')).toBeUndefined()
  })

  test('lose to a kill no more than the line that was being written', () => {
    const file = fileIn(temporaryFolder())
    remember(file, [{ path: 'a.md', source: 'a' }])
    remember(file, [{ path: 'b.md', source: 'b' }])
    truncateSync(file, statSync(file).size - 10)
    expect(textOf(file, 'a.md')).toBe('a')
    remember(file, [{ path: 'c.md', source: 'c' }])
    expect(['a.md', 'b.md', 'c.md'].map(path => textOf(file, path))).toEqual(['a', undefined, 'c'])
  })

  test('keep the latest version of each when they have grown much', () => {
    const file = fileIn(temporaryFolder())
    remember(file, [
      { path: 'a.md', source: 'first' },
      { path: 'b.md', source: 'b'.repeat(3_000_000) },
    ])
    const small = statSync(file).size
    // What a hole in a file reads as is no version of anything.
    truncateSync(file, 256 * 1024 * 1024 - 10)
    remember(file, [{ path: 'a.md', source: 'second' }])
    expect(statSync(file).size).toBeLessThan(small + 10)
    expect([textOf(file, 'a.md'), textOf(file, 'b.md')?.length]).toEqual(['second', 3_000_000])
  })

  test('find a version where another publisher has written the file anew meanwhile', () => {
    const file = fileIn(temporaryFolder())
    remember(file, [
      { path: 'a.md', source: 'a' },
      { path: 'b.md', source: 'b' },
    ])
    const lookUp = lastGoodIn(file)
    expect(lookUp('a.md')?.source).toBe('a')
    rmSync(file)
    remember(file, [
      { path: 'b.md', source: 'b, moved' },
      { path: 'a.md', source: 'a' },
    ])
    expect(lookUp('b.md')?.source).toBe('b, moved')
  })

  test('are private', () => {
    const file = fileIn(temporaryFolder())
    remember(file, [{ path: 'a.md', source: 'a' }])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
  })
})

describe('publish', () => {
  test('keeps the last good version of a story whose file is broken, even after a kill cut the notes short', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story({ title: 'Sound' }), '2026/b.md': story({ title: 'Other' }) })
    await newsroom.publish()
    const file = join(newsroom.paths.state, 'last-good.jsonl')
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"path":"2026/a.md","sou`)
    newsroom.write({ '2026/b.md': story({ title: 'Edited' }) })
    await newsroom.publish()
    newsroom.write({ '2026/a.md': story({ title: 'Broken', date: '3rd May' }), '2026/b.md': 'no front matter' })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics.filter(({ severity }) => severity === 'error').length).toBeGreaterThanOrEqual(2)
    expect(newsroom.read('2026/a/index.html')).toContain('Sound')
    expect(newsroom.read('2026/b/index.html')).toContain('Edited')
  })
})
