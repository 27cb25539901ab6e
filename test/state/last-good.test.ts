import { hash } from 'node:crypto'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Scratch } from '../../src/platform/scratch.ts'
import { GoodWriter, lastGoodIn, rememberGood } from '../../src/state/last-good.ts'
import { newsroomOf, story, temporaryFolder } from '../support/newsroom.ts'

interface StateFolder {
  readonly state: string
}

function stateIn(folder: string): StateFolder {
  return { state: join(folder, 'state') }
}

/** Remembers sources as a publish does: written down first, then added. */
function remember(paths: StateFolder, sources: readonly { readonly path: string; readonly source: string }[]): void {
  const part = join(temporaryFolder(), 'part')
  {
    using writer = new GoodWriter(part, new Scratch())
    for (const { path, source } of sources) writer.add(path, Buffer.from(source))
  }
  rememberGood(paths, [part])
}

function textOf(paths: StateFolder, path: string): string | undefined {
  return lastGoodIn(paths)(path)?.source
}

describe('rememberGood and lastGoodIn', () => {
  test('give back the latest version of each source, with its hash', () => {
    const paths = stateIn(temporaryFolder())
    remember(paths, [
      { path: 'a.md', source: 'first\n"é"' },
      { path: 'b.md', source: 'b' },
    ])
    remember(paths, [{ path: 'a.md', source: 'second' }])
    expect(textOf(paths, 'a.md')).toBe('second')
    expect(textOf(paths, 'b.md')).toBe('b')
    expect(textOf(paths, 'c.md')).toBeUndefined()
    expect(lastGoodIn(paths)('a.md')?.hash).toBe(hash('sha256', 'second', 'hex'))
  })

  test('know nothing before anything was remembered', () => {
    expect(textOf(stateIn(temporaryFolder()), 'a.md')).toBeUndefined()
  })

  test('keep every character of a source', () => {
    const paths = stateIn(temporaryFolder())
    const source = 'a\0b\r\n\u{1f4f0}\ufeff'
    remember(paths, [{ path: 'a.md', source }])
    expect(textOf(paths, 'a.md')).toBe(source)
  })

  test('take more than fits into one transaction', () => {
    const paths = stateIn(temporaryFolder())
    const names = ['a.md', 'b.md', 'c.md', 'd.md']
    remember(
      paths,
      names.map(path => ({ path, source: path.repeat(1_500_000) })),
    )
    expect(names.map(path => textOf(paths, path)?.length)).toEqual(names.map(() => 6_000_000))
  })

  test('find a version where another database was put in place meanwhile', () => {
    const paths = stateIn(temporaryFolder())
    remember(paths, [
      { path: 'a.md', source: 'a' },
      { path: 'b.md', source: 'b' },
    ])
    const lookUp = lastGoodIn(paths)
    expect(lookUp('a.md')?.source).toBe('a')
    rmSync(join(paths.state, 'state.sqlite'))
    remember(paths, [
      { path: 'b.md', source: 'b, moved' },
      { path: 'a.md', source: 'a' },
    ])
    expect(lookUp('b.md')?.source).toBe('b, moved')
  })

  test('are private', () => {
    const paths = stateIn(temporaryFolder())
    remember(paths, [{ path: 'a.md', source: 'a' }])
    expect(statSync(join(paths.state, 'state.sqlite')).mode & 0o777).toBe(0o600)
    expect(statSync(paths.state).mode & 0o777).toBe(0o700)
  })
})

describe('publish', () => {
  test('keeps the last good version of a story whose file is broken', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story({ title: 'Sound' }), '2026/b.md': story({ title: 'Other' }) })
    await newsroom.publish()
    newsroom.write({ '2026/b.md': story({ title: 'Edited' }) })
    await newsroom.publish()
    newsroom.write({ '2026/a.md': story({ title: 'Broken', date: '3rd May' }), '2026/b.md': 'no front matter' })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics.filter(({ severity }) => severity === 'error').length).toBeGreaterThanOrEqual(2)
    expect(newsroom.read('2026/a/index.html')).toContain('Sound')
    expect(newsroom.read('2026/b/index.html')).toContain('Edited')
  })
})
