import { rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { stillStands } from '../../src/engine/still-stands.ts'
import { AS_OF, differingPaths, newsroomOf, story, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'

const LATER = '2026-06-02T12:00:00Z'

const FILES = {
  'a.md': story({ title: 'First' }, 'See [the second](b.md).\n'),
  'b.md': story({ title: 'Second', topics: ['Ports'] }),
  'due.md': story({ title: 'Due', date: LATER }),
  'bad.md': '---\ntitle: No date\n---\n',
}

/** A newsroom that was published once its files had come to rest. */
async function published(files: Readonly<Record<string, string>> = FILES): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf(files)
  await newsroom.atRest()
  await newsroom.publishWhatChanged()
  return newsroom
}

/** What a publish of it follows from beside its files and its theme. */
function inputsOf(newsroom: TemporaryNewsroom): Parameters<typeof stillStands>[1] {
  const { paths, hub, record, onTurnover } = newsroom.requestFor({})
  return { paths, hub, record, onTurnover }
}

describe('publish', () => {
  test('says of a newsroom that stands as it was published what was said of it then', async () => {
    const newsroom = newsroomOf(FILES)
    await newsroom.atRest()
    const first = await newsroom.publishWhatChanged()
    if (first.kind !== 'published') throw new Error(first.kind)
    expect(await newsroom.publishWhatChanged({ asOf: AS_OF + 1000 })).toEqual({
      kind: 'unchanged',
      asOf: AS_OF,
      reached: AS_OF,
      until: Date.parse(LATER),
      timezone: 'UTC',
      stories: 2,
      states: first.edition.states,
      feeds: 3 * first.edition.channels.length,
      upcoming: first.edition.upcoming,
      diagnostics: first.diagnostics,
    })
    expect(first.diagnostics).toHaveLength(1)
  })

  test('says of a story that waits for its other languages when it begins to be late', async () => {
    const waiting = story({ date: LATER, release: 'together', languages: ['en', 'fr'] })
    const newsroom = await published({ 'a.md': waiting })
    expect(await newsroom.publishWhatChanged({ asOf: Date.parse(LATER) - 1 })).toMatchObject({
      kind: 'unchanged',
      diagnostics: [],
    })
    const late = await newsroom.publishWhatChanged({ asOf: Date.parse(LATER) })
    expect(late.kind).toBe('published')
    expect(late.diagnostics.map(({ code }) => code)).toEqual(['waiting'])
  })

  test('publishes after an upgrade, though nothing else changed', async () => {
    const newsroom = await published()
    expect((await newsroom.publishWhatChanged()).kind).toBe('unchanged')
    // Another version of Courant has another key in the marks.
    const file = join(newsroom.paths.cache, 'cache.sqlite')
    using cache = new DatabaseSync(file)
    cache.exec("UPDATE entry SET value = value || 'x' WHERE key = 'marks'")
    expect((await newsroom.publishWhatChanged()).kind).toBe('published')
    expect((await newsroom.publishWhatChanged()).kind).toBe('unchanged')
  })

  test('publishes what came due', async () => {
    const newsroom = await published()
    expect(await newsroom.publishWhatChanged({ asOf: Date.parse(LATER) - 1 })).toMatchObject({ kind: 'unchanged' })
    const due = await newsroom.publishWhatChanged({ asOf: Date.parse(LATER) })
    expect(due.kind === 'published' && due.written).toContain('due/index.html')
  })

  test('publishes again when the clock went back', async () => {
    const newsroom = await published()
    expect(await newsroom.publishWhatChanged({ asOf: AS_OF - 1 })).toMatchObject({ kind: 'published' })
  })

  const CHANGES: Readonly<Record<string, (newsroom: TemporaryNewsroom) => void>> = {
    'a story is edited': newsroom => newsroom.write({ 'a.md': story({ title: 'First' }, 'Edited.\n') }),
    'a story is edited and its time put back': newsroom => {
      const file = join(newsroom.paths.articles, 'a.md')
      const { atime, mtime } = statSync(file)
      newsroom.write({ 'a.md': FILES['a.md'].replace('second](', 'SECOND](') })
      utimesSync(file, atime, mtime)
    },
    'a story is added': newsroom => newsroom.write({ 'c.md': story() }),
    'a story is renamed': newsroom => newsroom.rename('b.md', 'c.md'),
    'the site is described anew': newsroom =>
      newsroom.write({ 'site.yaml': `${newsroom.sources().get('site.yaml')}pageSize: 5\n` }),
    'a link appears that cannot be followed': newsroom => symlinkSync('a.md', join(newsroom.paths.articles, 'link.md')),
    'a page is gone': newsroom => rmSync(join(newsroom.paths.out, 'a/index.html')),
    'a page is overwritten': newsroom => writeFileSync(join(newsroom.paths.out, 'a/index.html'), 'x'),
    'a feed is cut short': newsroom => truncateSync(join(newsroom.paths.out, 'feed.rss'), 10),
    'the manifest is gone': newsroom => rmSync(join(newsroom.paths.out, 'manifest.jsonl')),
    'the cache is damaged': newsroom => writeFileSync(join(newsroom.paths.cache, 'cache.sqlite'), '{'),
    'the cache is gone': newsroom => rmSync(newsroom.paths.cache, { recursive: true }),
  }

  test.each(Object.entries(CHANGES))('publishes when %s, as a fresh publish would', async (_, change) => {
    const newsroom = await published()
    change(newsroom)
    const result = await newsroom.publishWhatChanged()
    expect(result.kind).toBe('published')
    const fresh = newsroomOf(Object.fromEntries([...newsroom.sources()].filter(([path]) => path !== 'link.md')))
    await fresh.publish({ accept: true })
    // A renamed file keeps the id that a fresh newsroom would not know.
    for (const path of ['feed.rss', 'feed.atom', 'feed.json', 'index.html', 'a/index.html'])
      expect(newsroom.read(path).replaceAll(':b<', ':c<').replaceAll(':b"', ':c"')).toBe(
        fresh.read(path).replaceAll(':b<', ':c<').replaceAll(':b"', ':c"'),
      )
  })

  test('publishes an edited body alone, as a fresh publish would, time and again', async () => {
    const newsroom = await published()
    for (const text of ['Edited.', 'Edited again.']) {
      newsroom.write({
        'b.md': story({ title: 'Second', topics: ['Ports'], summary: undefined }, `One paragraph.\n\n${text}\n`),
      })
      await newsroom.atRest()
      const result = await newsroom.publishWhatChanged({ asOf: AS_OF + 1 })
      expect(result).toMatchObject({ kind: 'published', isUntidy: false, removed: [] })
      expect(result.kind === 'published' && [...result.written].sort()).toEqual(
        [
          'b/index.html',
          ...['', 'topics/ports/'].flatMap(folder => ['atom', 'json', 'rss'].map(name => `${folder}feed.${name}`)),
        ].sort(),
      )
      expect(await newsroom.publishWhatChanged({ asOf: AS_OF + 1 })).toMatchObject({ kind: 'unchanged' })
      const fresh = newsroomOf(Object.fromEntries(newsroom.sources()))
      await fresh.publish()
      expect(differingPaths(newsroom.out(), fresh.out())).toEqual([])
    }
  })

  test('publishes when the operator asks for something else', async () => {
    const newsroom = await published()
    expect(await newsroom.publishWhatChanged({ hub: 'https://hub.example.org/' })).toMatchObject({ kind: 'published' })
    expect(await newsroom.publishWhatChanged({ accept: true })).toMatchObject({ kind: 'published' })
    expect(await newsroom.publishWhatChanged({ dryRun: true })).toMatchObject({ kind: 'published' })
  })

  test('publishes when the record that is kept elsewhere is another', async () => {
    const newsroom = await published()
    const record = join(newsroom.root, 'record.jsonl')
    await newsroom.publishWhatChanged({ record })
    expect(await newsroom.publishWhatChanged({ record })).toMatchObject({ kind: 'unchanged' })
    rmSync(record)
    expect(await newsroom.publishWhatChanged({ record })).toMatchObject({ kind: 'published' })
  })

  test('the same is told on another thread', async () => {
    const newsroom = await published()
    const { signal } = new AbortController()
    const inputs = inputsOf(newsroom)
    expect(await stillStands(AS_OF, inputs, signal)).toBe(true)
    expect(await stillStands(AS_OF, { ...inputs, hub: 'https://hub.example.org/' }, signal)).toBe(false)
    writeFiles(newsroom.paths.theme, { 'style.css': 'p { margin: 0 }' })
    expect(await stillStands(AS_OF, inputs, signal)).toBe(false)
    rmSync(newsroom.paths.theme, { recursive: true })
    rmSync(join(newsroom.paths.out, 'a/index.html'))
    expect(await stillStands(AS_OF, inputs, signal)).toBe(false)
  })

  test('is given up on the other thread when nobody waits for it any more', async () => {
    const newsroom = await published()
    const ending = new AbortController()
    const stands = stillStands(AS_OF, inputsOf(newsroom), ending.signal)
    ending.abort()
    expect(await stands).toBe(false)
  })

  test('does not trust the times of a file that changed a moment before it was read', async () => {
    const newsroom = newsroomOf(FILES)
    const file = join(newsroom.paths.articles, 'a.md')
    // In the hands of somebody who saves and saves.
    const saving = setInterval(() => utimesSync(file, 1, 1), 5)
    await newsroom.publishWhatChanged()
    expect(await newsroom.publishWhatChanged()).toMatchObject({ kind: 'published' })
    clearInterval(saving)
    await newsroom.atRest()
    await newsroom.publishWhatChanged()
    expect(await newsroom.publishWhatChanged()).toMatchObject({ kind: 'unchanged' })
  })
})
