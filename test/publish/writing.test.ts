import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  AS_OF,
  announcedAll,
  differingPaths,
  fixture,
  newsroomFrom,
  newsroomOf,
  SITE_YAML,
  story,
  type TemporaryNewsroom,
  treeOf,
  writeFiles,
} from '../support/newsroom.ts'

/** A standing page: unlike a story, it leaves with its file. */
const ABOUT = '---\ntitle: About\n---\n\nUs.\n'

/** Which file is which, and when it was written: a file that was touched in any way differs. */
function stamps(newsroom: TemporaryNewsroom): Readonly<Record<string, string>> {
  const stamp = (path: string): string => {
    const { ino, mtimeMs, ctimeMs } = statSync(join(newsroom.paths.out, path))
    return `${ino} ${mtimeMs} ${ctimeMs}`
  }
  return Object.fromEntries([...newsroom.out().keys()].map(path => [path, stamp(path)]))
}

describe('publish: twice', () => {
  test.each(['minimal', 'everything', 'hard-text', 'base-path'])('publish: %s published again touches no file', async name => {
    const newsroom = newsroomFrom(fixture(name))
    await newsroom.publish()
    const before = stamps(newsroom)
    expect(await newsroom.publish()).toMatchObject({ written: [], removed: [] })
    expect(stamps(newsroom)).toEqual(before)
  })

  test('publish: sources saved again with the same bytes touch no file', async () => {
    const newsroom = newsroomFrom(fixture('everything'))
    await newsroom.publish()
    const before = stamps(newsroom)
    for (const path of newsroom.sources().keys()) utimesSync(join(newsroom.paths.articles, path), 1e9, 1e9)
    expect(await newsroom.publish()).toMatchObject({ written: [], removed: [] })
    expect(stamps(newsroom)).toEqual(before)
  })

  test('publish: time that passes without anything due touches no file', async () => {
    const newsroom = newsroomFrom(fixture('everything'))
    await newsroom.publish()
    const before = stamps(newsroom)
    await newsroom.publish({ asOf: AS_OF + 30 * 86_400_000 })
    expect(stamps(newsroom)).toEqual(before)
  })

  test('publish: a dry run writes nothing and says what would be written', async () => {
    const newsroom = newsroomFrom(fixture('minimal'))
    const { written } = await newsroom.publish({ dryRun: true })
    expect(written).toContain('first-story/index.html')
    expect(readdirSync(newsroom.root)).toEqual(['articles'])
  })
})

describe('publish: a dry run', () => {
  test('publish: of an edit says what the publish then does, and touches neither out/ nor what Courant remembers', async () => {
    const newsroom = newsroomFrom(fixture('everything'))
    await newsroom.publish()
    newsroom.write({ '2024/one.md': story({ title: 'Edited', date: '2024-02-29T23:30', topics: ['tariffs'] }) })
    const before = treeOf(newsroom.root)
    const announced = await newsroom.publish({ dryRun: true })
    expect(differingPaths(before, treeOf(newsroom.root))).toEqual([])
    expect(announced.written).toContain('topics/tariffs/feed.rss')
    const { written, subscribers } = await newsroom.publish()
    expect(announced).toMatchObject({ written, subscribers })
  })
})

describe('publish: only what changed', () => {
  test('publish: an edit of a body touches its page and the feeds that carry it', async () => {
    const newsroom = newsroomOf({
      'a.md': story({ title: 'A', topics: ['x'], summary: 'S.' }),
      'b.md': story({ title: 'B', topics: ['y'] }),
    })
    await newsroom.publish()
    newsroom.write({ 'a.md': story({ title: 'A', topics: ['x'], summary: 'S.' }, 'Another paragraph.\n') })
    const { written } = await newsroom.publish()
    const feeds = (folder: string) => ['feed.atom', 'feed.json', 'feed.rss'].map(file => `${folder}${file}`)
    expect([...written].sort()).toEqual(['a/index.html', ...feeds(''), ...feeds('topics/x/')])
  })

  test('publish: a story changes the pages of its own time, wherever in a list it is', async () => {
    const stories = Array.from({ length: 60 }, (_, index) => [`${index}.md`, story({ title: `S${index}`, date: dayOf(index) })])
    const newsroom = newsroomOf({ 'site.yaml': `${SITE_YAML}pageSize: 5\n`, ...Object.fromEntries(stories) })
    await newsroom.publish()
    for (let index = 60; index < 70; index++) {
      const date = index % 2 === 0 ? dayOf(index) : dayOf(index - 50)
      newsroom.write({ [`${index}.md`]: story({ title: `S${index}`, date }) })
      const { written, removed } = await newsroom.publish()
      const touched = [...written, ...removed].filter(path => path.startsWith('page/'))
      expect(touched.length, touched.join(' ')).toBeLessThanOrEqual(5)
    }
  })

  test('publish: a body that names another story follows it, on the page and in every feed', async () => {
    const naming = story({ title: 'Naming', topics: ['x'] }, 'See [the other](other.md) and ![a map](map.png).\n')
    const newsroom = newsroomOf({ 'naming.md': naming, 'other.md': story({ title: 'Other', date: '2026-07-01' }) })
    expect((await newsroom.publish()).diagnostics).toHaveLength(2)
    const places = ['naming/index.html', 'feed.rss', 'feed.atom', 'feed.json', 'topics/x/feed.rss', 'topics/x/feed.json']
    for (const place of places) expect(newsroom.read(place), place).not.toContain('/other/')

    await newsroom.publish({ asOf: Date.UTC(2026, 6, 1) })
    for (const place of places) expect(newsroom.read(place), place).toContain('/other/')

    newsroom.write({ 'other.md': story({ title: 'Other', date: '2026-07-01', slug: 'moved' }) })
    await newsroom.publish({ asOf: Date.UTC(2026, 6, 2) })
    for (const place of places) expect(newsroom.read(place), place).toContain('/moved/')

    newsroom.write({ 'map.png': readFileSync(join(fixture('everything'), '2026/quay.png')) })
    expect((await newsroom.publish({ asOf: Date.UTC(2026, 6, 2) })).diagnostics).toEqual([])
    for (const place of places) expect(newsroom.read(place), place).toContain('/map.png')
  })
})

function dayOf(index: number): string {
  return new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10)
}

describe('publish: what is not Courant’s', () => {
  test('publish: a first publish into a folder that holds a file of its name refuses, and touches nothing', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    writeFiles(newsroom.paths.out, { 'index.html': 'mine', 'other.txt': 'mine too' })
    await expect(newsroom.publish()).rejects.toMatchObject({
      name: 'EnvironmentError',
      code: 'foreign-files',
      message: `${join(newsroom.paths.out, 'index.html')} is there already, and Courant did not write it`,
      remedy: 'publish into another folder with --out, or move what is there away',
    })
    expect([...newsroom.out()].map(([path, bytes]) => `${path} ${bytes}`)).toEqual(['index.html mine', 'other.txt mine too'])
  })

  test('publish: says that another process publishes there where its staged files are gone', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const taken = (): void => rmSync(newsroom.paths.stage, { recursive: true })
    await expect(newsroom.publish({ onMade: taken })).rejects.toMatchObject({
      code: 'locked',
      message: `the files in ${newsroom.paths.stage} were taken away while Courant published: another Courant seems to publish into ${newsroom.paths.out}, by another path or on another machine`,
      remedy: 'let one process publish into a folder, or give all of them a Redis; then publish again',
    })
    await newsroom.publish()
    expect(newsroom.read('index.html')).toContain('A story')
  })

  test('publish: puts sitemaps and redirects in place after the pages that they name, and the list of feeds after the feeds', async () => {
    const stories = Array.from({ length: 200 }, (_, index) => [`${index}.md`, story({ aliases: [`/old-${index}/`] })] as const)
    const newsroom = newsroomOf(Object.fromEntries(stories))
    await newsroom.publish()
    // Each file is as old as it is public.
    const placed = (isWanted: (path: string) => boolean): readonly number[] =>
      [...newsroom.out().keys()].filter(isWanted).map(path => statSync(join(newsroom.paths.out, path)).mtimeMs)
    const [pages, texts, redirects, feeds, opml] = [
      placed(path => /^\d+\/index\.html$/.test(path)),
      placed(path => /^(.*\.xml|robots\.txt|_redirects)$/.test(path)),
      placed(path => path.startsWith('old-')),
      placed(path => /^feed\.(rss|atom|json)$/.test(path)),
      placed(path => path === 'feeds.opml'),
    ]
    expect([pages.length, texts.length, redirects.length, feeds.length, opml.length]).toEqual([200, 5, 200, 3, 1])
    expect(Math.min(...texts, ...redirects)).toBeGreaterThanOrEqual(Math.max(...pages))
    expect(Math.min(...opml)).toBeGreaterThanOrEqual(Math.max(...feeds))
    // Two hundred files are not placed within a millisecond: so they were not all alike.
    expect(Math.max(...redirects)).toBeGreaterThan(Math.min(...pages))
  })

  test('publish: a file of other name stays, and so does a folder with one in it', async () => {
    const newsroom = newsroomOf({ 'pages/2026/a.md': ABOUT, 'b.md': story() })
    writeFiles(newsroom.paths.out, { CNAME: 'news.example.org', '2026/a/notes.txt': 'mine' })
    await newsroom.publish()
    newsroom.remove('pages/2026/a.md')
    const { removed } = await newsroom.publish()
    expect(removed).toEqual(['2026/a/index.html'])
    expect(newsroom.read('CNAME')).toBe('news.example.org')
    expect(newsroom.read('2026/a/notes.txt')).toBe('mine')
  })

  test('publish: a later story does not overwrite a foreign file either', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish()
    writeFiles(newsroom.paths.out, { 'b/index.html': 'mine' })
    newsroom.write({ 'b.md': story({ title: 'B' }) })
    await expect(newsroom.publish()).rejects.toMatchObject({ code: 'foreign-files' })
    expect(newsroom.read('b/index.html')).toBe('mine')
    expect(newsroom.read('feed.json')).not.toContain('"title": "B"')

    rmSync(join(newsroom.paths.out, 'b'), { recursive: true })
    expect((await newsroom.publish()).written).toContain('b/index.html')
  })

  test('publish: a disk that fails once pages are public says so, and the next publish makes it good', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const { own } = newsroom.paths
    const onPlaced = () => {
      rmSync(own, { recursive: true })
      writeFileSync(own, '')
    }
    await expect(newsroom.publish({ onPlaced })).rejects.toMatchObject({
      code: 'half-placed',
      message: expect.stringMatching(/^ENOTDIR: not a directory, /),
      remedy: 'some of what is new may be public by now, each file whole; mend the disk or its permissions and publish again',
    })
    expect(newsroom.read('a/index.html')).toContain('A story')
    rmSync(own)
    newsroom.write({ 'a.md': story({ title: 'Mended' }) })
    await newsroom.publish()
    expect(newsroom.read('a/index.html')).toContain('Mended')
  })

  test('publish: a foreign file in place of a folder is not removed', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish()
    writeFiles(newsroom.paths.out, { b: 'mine' })
    newsroom.write({ 'b.md': story({ title: 'B' }) })
    await expect(newsroom.publish()).rejects.toMatchObject({ code: 'foreign-files' })
    expect(newsroom.read('b')).toBe('mine')
  })

  test('publish: a published file that was edited by hand is mended', async () => {
    const newsroom = newsroomFrom(fixture('everything'))
    await newsroom.publish()
    const before = newsroom.out()
    const edited = ['index.html', 'feed.rss', 'robots.txt', '2026/quay.png', '2026/reopening/index.html', 'record.jsonl']
    for (const path of edited.slice(0, -1)) writeFileSync(join(newsroom.paths.out, path), 'edited')
    rmSync(join(newsroom.paths.out, 'about/index.html'))
    const { written } = await newsroom.publish()
    expect([...written].sort()).toEqual([...edited.slice(0, -1), 'about/index.html'].sort())
    expect(differingPaths(before, newsroom.out())).toEqual([])
  })

  test('publish: a stale file that was edited by hand is left where it is', async () => {
    const newsroom = newsroomOf({ 'pages/a.md': ABOUT, 'b.md': story({ title: 'B' }) })
    await newsroom.publish()
    newsroom.remove('pages/a.md')
    writeFileSync(join(newsroom.paths.out, 'a/index.html'), 'edited by hand')
    expect((await newsroom.publish()).removed).toEqual([])
    expect(newsroom.read('a/index.html')).toBe('edited by hand')
  })
})

describe('publish: what goes', () => {
  test('publish: a story that is let go leaves with its file, its alias and its topic; its address and its id alone are known as gone', async () => {
    const newsroom = newsroomFrom(fixture('base-path'))
    newsroom.remove('2026/statement.md')
    await newsroom.publish({ accept: true })
    const before = newsroom.out()
    newsroom.write({
      '2026/deep/er/gone.md': story({ topics: ['Gone'], authors: ['Gone Author'], aliases: ['/old/gone/'] }, '[x](note.pdf)\n'),
    })
    newsroom.write({ '2026/deep/er/note.pdf': '%PDF-1.4' })
    await newsroom.publish()
    expect(differingPaths(before, newsroom.out()).length).toBeGreaterThan(8)
    newsroom.remove('2026/deep/er/gone.md')
    const { removed } = await newsroom.publish({ accept: true })
    expect(removed).toEqual(expect.arrayContaining(['2026/deep/er/note.pdf', 'old/gone/index.html', 'topics/gone/feed.rss']))
    expect(differingPaths(before, newsroom.out())).toEqual([
      '2026/deep/er/gone/index.html',
      'feed.atom',
      'manifest.jsonl',
      'record.jsonl',
    ])
    expect(readdirSync(newsroom.paths.out)).not.toContain('old')
    expect(readdirSync(join(newsroom.paths.out, '2026/deep/er'))).toEqual(['gone'])
  })

  test('publish: a file becomes a folder, and a folder a file', async () => {
    const newsroom = newsroomOf({ 'a.md': story(), 'static/data': 'a file', 'static/more/x.txt': 'in a folder' })
    await newsroom.publish()
    newsroom.remove('static/data')
    rmSync(join(newsroom.paths.articles, 'static/more'), { recursive: true })
    newsroom.write({ 'static/data/x.txt': 'now in a folder', 'static/more': 'now a file' })
    await newsroom.publish()
    expect(newsroom.read('data/x.txt')).toBe('now in a folder')
    expect(newsroom.read('more')).toBe('now a file')
    expect(await newsroom.publish()).toMatchObject({ written: [], removed: [] })
  })
})

describe('publish: after an accident', () => {
  const DAMAGES: readonly (readonly [name: string, damage: (cache: Buffer) => Uint8Array | undefined])[] = [
    ['missing', () => undefined],
    ['empty', () => new Uint8Array()],
    ['cut short', cache => cache.subarray(0, cache.length / 2)],
    // `PRAGMA user_version` stands at byte 60 of the header (sqlite.org/fileformat2.html §1.3).
    ['of another version', cache => cache.fill(0xff, 60, 64)],
    ['full of nonsense', cache => cache.fill('nonsense')],
    ['full of nonsense behind its first page', cache => cache.fill('nonsense', 8192)],
  ]

  test.each(DAMAGES)('publish: a cache that is %s costs time only', async (_name, damage) => {
    const newsroom = newsroomFrom(fixture('everything'))
    await newsroom.publish()
    const before = stamps(newsroom)
    const file = join(newsroom.paths.cache, 'cache.sqlite')
    const bytes = damage(readFileSync(file))
    rmSync(file)
    if (bytes) writeFileSync(file, bytes)
    expect(await newsroom.publish()).toMatchObject({ written: [], removed: [] })
    expect(stamps(newsroom)).toEqual(before)
    newsroom.remove('pages/about.md')
    expect((await newsroom.publish()).removed).toContain('about/index.html')
  })

  test('publish: with its own folder and the manifest lost, the same edition is published again and nothing is touched', async () => {
    const newsroom = newsroomFrom(fixture('everything'))
    await newsroom.publish()
    const before = newsroom.out()
    rmSync(newsroom.paths.own, { recursive: true })
    rmSync(join(newsroom.paths.out, 'manifest.jsonl'))
    expect((await newsroom.publish()).written).toEqual([])
    expect(differingPaths(before, newsroom.out())).toEqual([])
  })

  test('publish: a manifest that was tampered with removes nothing outside', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish()
    writeFiles(newsroom.root, { 'precious.txt': '' })
    const manifest = newsroom.read('manifest.jsonl')
    const bad = ['../precious.txt', join(newsroom.root, 'precious.txt'), 'a/../../precious.txt'].map(
      path => `${JSON.stringify({ path, sha256: '', size: 0 })}\n`,
    )
    writeFileSync(join(newsroom.paths.out, 'manifest.jsonl'), manifest + bad.join(''))
    expect((await newsroom.publish()).removed).toEqual([])
    expect(statSync(join(newsroom.root, 'precious.txt')).isFile()).toBe(true)
  })

  test.each([
    ['damaged', 'no record', 'is damaged'],
    ['of something else', '{"x":1}\n', 'is not a record of Courant'],
    ['with a line that is no story', '{"courant-record":1}\n{"id":1}\n', 'holds a line that is no story: {"id":1}'],
  ])('publish: a record that is %s stops it, since ids rest on it', async (_name, record, said) => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish()
    writeFileSync(join(newsroom.paths.out, 'record.jsonl'), record)
    const before = newsroom.out()
    await expect(newsroom.publish()).rejects.toMatchObject({
      code: 'record-unreadable',
      message: `${join(newsroom.paths.out, 'record.jsonl')} ${said}`,
    })
    expect(differingPaths(before, newsroom.out())).toEqual([])
  })

  test('publish: what a killed publish left behind goes', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    writeFiles(newsroom.paths.stage, { 'page-0': 'half a pa', 'file-3': '' })
    await newsroom.publish()
    expect([...newsroom.out().keys()].filter(path => path.includes('stage'))).toEqual([])
    mkdirSync(newsroom.paths.stage)
    expect((await newsroom.publish()).written).toEqual([])
    expect(readdirSync(newsroom.paths.out).filter(name => name.startsWith('.'))).toEqual([])
  })

  test('publish: a publish that was killed before its end is carried on by the next', async () => {
    const newsroom = newsroomFrom(fixture('everything'))
    await newsroom.publish()
    const whole = newsroom.out()
    // As after a kill: announced in the manifest, and only some of it in place.
    const announced = announcedAll(newsroom.read('manifest.jsonl'))
    writeFileSync(join(newsroom.paths.out, 'manifest.jsonl'), announced)
    for (const path of ['index.html', 'feed.rss', 'record.jsonl']) rmSync(join(newsroom.paths.out, path))
    rmSync(newsroom.paths.own, { recursive: true })
    await newsroom.publish()
    expect(differingPaths(whole, newsroom.out())).toEqual([])
  })
})
