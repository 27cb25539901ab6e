import { hash } from 'node:crypto'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RenderPool } from '../../src/render/render-pool.ts'
import { writeState } from '../../src/state/state.ts'
import { AS_OF, differingPaths, newsroomOf, SITE_YAML, shown, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { PNG } from './broken-table.ts'

const FIELDS = {
  title: 'Flood',
  topics: ['water'],
  authors: ['Desk'],
  aliases: ['/old-flood/'],
  image: { src: 'flood.png', alt: 'x' },
}
const GOOD = story(FIELDS, 'The first version.\n\n![The map](map.png)\n')

/** A newsroom with a story that is about to be broken, and others around it, published. */
async function published(): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf({
    'site.yaml': `${SITE_YAML}authors: { desk: { name: Desk } }\n`,
    '2026/flood.md': GOOD,
    '2026/flood.png': PNG,
    '2026/map.png': PNG,
    '2026/other.md': story({ title: 'Other', topics: ['water'] }),
    'pages/about.md': '---\ntitle: About\n---\n\nAbout us.\n',
  })
  await newsroom.publish()
  return newsroom
}

function stamps(newsroom: TemporaryNewsroom): ReadonlyMap<string, string> {
  const paths = [...newsroom.out().keys()]
  return new Map(
    paths.map(path => {
      const { ino, mtimeMs } = statSync(join(newsroom.paths.out, path))
      return [path, `${ino} ${mtimeMs}`]
    }),
  )
}

/** Ways in which a story breaks, what is said of it, and a pool that is patient enough for all the rest. */
const BREAKS: readonly (readonly [name: string, source: string | Uint8Array, said: string])[] = [
  [
    'its front matter cannot be read',
    '---\ntitle: "Flood\n---\n\nBroken.\n',
    '2026/flood.md:2:14 error yaml: the " is not closed | close it: title: "Flood"',
  ],
  [
    'it lost its date',
    '---\ntitle: Flood\n---\n\nBroken.\n',
    '2026/flood.md:1:1 error missing-field date: is missing | add a line: date: 2026-05-03T09:00+02:00',
  ],
  [
    'it is empty, as while an editor saves it',
    '',
    '2026/flood.md:1:1 error front-matter: there is no front matter | begin the file with a line ---, then title: and date:, then another line ---',
  ],
  [
    'it is no text',
    Buffer.from([0x2d, 0xff, 0xfe]),
    '2026/flood.md:1:2 error encoding: this file is not UTF-8 text | save it again as UTF-8',
  ],
  [
    'its body swallows itself',
    story(FIELDS, 'Broken.\n\n<script>\n'),
    '2026/flood.md:12:1 error raw-html: <script> is left open, so that it would take away what stands after it | write </script> where it ends or put it in backquotes to show it as code',
  ],
  [
    'its body takes too long',
    story(FIELDS, `Broken.\n\n${'a.'.repeat(200_000)}@\n`),
    '2026/flood.md:9:1 error too-slow: the text takes longer than 1.5 seconds to turn into a page | look for very long lines, deep nesting or a huge table, and make it plainer',
  ],
]

/** With a summary, its body says nothing that lists say. */
const AGAIN = { ...FIELDS, title: 'Flood, again', summary: 'Of a flood.' }

describe('publish: one bad article, with the record lost at the same time', () => {
  const BROKEN = { '2026/flood.md': '---\ntitle: "Flood\n---\n\nBroken.\n' }

  test.each([
    ['the record', ['record.jsonl']],
    ['the record and the feeds', ['record.jsonl', 'feed.json', 'feed.atom', 'feed.rss']],
  ])('%s: the story keeps its last good version, in pages and feeds', async (_, lost) => {
    const newsroom = await published()
    const id = 'tag:news.example.org,2026:2026/flood'
    const before = newsroom.read('2026/flood/index.html')
    newsroom.write(BROKEN)
    for (const path of lost) rmSync(join(newsroom.paths.out, path))
    for (let publishes = 0; publishes < 2; publishes++) {
      const { diagnostics } = await newsroom.publish()
      expect(shown(diagnostics)).toEqual([expect.stringContaining('2026/flood.md:2:14 error yaml')])
      expect(newsroom.read('2026/flood/index.html')).toBe(before)
      for (const feed of ['feed.json', 'topics/water/feed.json']) expect(newsroom.read(feed)).toContain(id)
      expect(newsroom.read('record.jsonl')).toContain(`{"id":"${id}","path":"2026/flood.md"`)
    }
  })

  test.each([
    ['the record', ['record.jsonl']],
    ['the record and the feeds', ['record.jsonl', 'feed.json', 'feed.atom', 'feed.rss']],
  ])('%s: a story that its author had taken out does not come back', async (_, lost) => {
    const newsroom = await published()
    newsroom.write({ '2026/flood.md': story({ ...FIELDS, draft: true }) })
    await newsroom.publish()
    newsroom.write(BROKEN)
    for (const path of lost) rmSync(join(newsroom.paths.out, path))
    await newsroom.publish()
    expect(newsroom.out().get('2026/flood/index.html')?.toString() ?? '').not.toContain('The first version.')
    expect(newsroom.read('feed.json')).not.toContain('2026/flood')
  })
})

describe('publish: one bad article', () => {
  test('publish: one that took too long is not tried at every publish, is reported at each, and is tried again after one minute, two, four', async () => {
    const newsroom = await published()
    newsroom.write({ '2026/flood.md': story(FIELDS, `Broken.\n\n${'a.'.repeat(200_000)}@\n`) })
    const said = async (deadlineMs: number, asOf: number): Promise<readonly string[]> => {
      await using pool = new RenderPool({ deadlineMs })
      const { diagnostics } = await newsroom.publish({ pool, asOf })
      return diagnostics.map(({ code, message }) => `${code}: ${/longer than \S+ seconds/.exec(message)}`)
    }
    // Each is time enough for all other pages on a busy machine.
    expect(await said(2000, AS_OF)).toEqual(['too-slow: longer than 2 seconds'])
    // Tried again, it would be another deadline that it passed.
    const [first, second, third] = [60_000, 180_000, 420_000]
    expect(await said(1900, AS_OF + first - 1)).toEqual(['too-slow: longer than 2 seconds'])
    expect(await said(1900, AS_OF + first)).toEqual(['too-slow: longer than 1.9 seconds'])
    expect(await said(1800, AS_OF + second - 1)).toEqual(['too-slow: longer than 1.9 seconds'])
    expect(await said(1800, AS_OF + second)).toEqual(['too-slow: longer than 1.8 seconds'])
    expect(await said(1700, AS_OF + third - 1)).toEqual(['too-slow: longer than 1.8 seconds'])
    expect(await said(1700, AS_OF + third)).toEqual(['too-slow: longer than 1.7 seconds'])
    newsroom.write({ '2026/flood.md': GOOD })
    expect(await said(1700, AS_OF + third + 1)).toEqual([])
  })

  test('publish: one that cannot be rendered costs the beats after it nothing for an hour, and others are edited meanwhile', async () => {
    const newsroom = await published()
    newsroom.write({ '2026/flood.md': story(AGAIN, 'Broken.\n\n<script>\n') })
    await newsroom.atRest()
    const first = await newsroom.publishWhatChanged()
    expect(first).toMatchObject({ kind: 'published', diagnostics: [{ code: 'raw-html' }] })
    const { diagnostics } = first
    expect(await newsroom.publishWhatChanged({ asOf: AS_OF + 3_599_999 })).toMatchObject({ kind: 'unchanged', diagnostics })
    expect(await newsroom.publishWhatChanged({ asOf: AS_OF + 3_600_000 })).toMatchObject({ kind: 'published', diagnostics })

    newsroom.write({ '2026/other.md': story({ title: 'Other', topics: ['water'] }, 'Edited.\n') })
    await newsroom.atRest()
    const asOf = AS_OF + 3_600_001
    expect(await newsroom.publishWhatChanged({ asOf })).toMatchObject({ kind: 'published', diagnostics })
    expect(newsroom.read('feed.json')).toContain('Edited.')

    // Its body alone differs from what was read last, and its title from what is public.
    newsroom.write({ '2026/flood.md': story(AGAIN, 'Mended.\n\n![The map](map.png)\n') })
    expect(await newsroom.publishWhatChanged({ asOf })).toMatchObject({ kind: 'published', diagnostics: [] })
    expect(newsroom.read('feed.json')).toContain('Flood, again')
  })

  test('publish: one whose last good version cannot be rendered either is held where it stands', async () => {
    const slow = (words: string): string => story(FIELDS, `${words}\n\n${'a.'.repeat(20_000)}@\n`)
    const newsroom = await published()
    newsroom.write({ '2026/flood.md': slow('Once it was patient.') })
    await using patient = new RenderPool({ deadlineMs: 600_000 })
    await newsroom.publish({ pool: patient })
    const before = newsroom.read('2026/flood/index.html')
    newsroom.write({ '2026/flood.md': slow('Now it is not.'), 'site.yaml': SITE_YAML.replace('News of', 'All news of') })
    await using pool = new RenderPool({ deadlineMs: 600 })
    const { diagnostics } = await newsroom.publish({ pool })
    expect(diagnostics.map(({ code, path }) => `${code} ${path}`)).toContain('too-slow 2026/flood.md')
    expect(newsroom.read('2026/flood/index.html')).toBe(before)
  })

  test.each(BREAKS)('publish: when %s, its last good version stays on page, lists and feeds', async (_name, source, said) => {
    const newsroom = await published()
    const before = newsroom.out()
    const stampsBefore = stamps(newsroom)
    newsroom.write({ '2026/flood.md': source })
    await using pool = new RenderPool({ deadlineMs: 1500 })
    const broken = await newsroom.publish({ pool })
    expect(shown(broken.diagnostics)).toEqual([said])
    expect(broken).toMatchObject({ written: [], removed: [] })
    expect(differingPaths(before, newsroom.out())).toEqual([])
    expect(stamps(newsroom)).toEqual(stampsBefore)

    newsroom.write({ '2026/flood.md': GOOD.replace('The first version', 'The mended version') })
    const mended = await newsroom.publish({ pool })
    expect(mended.diagnostics).toEqual([])
    expect(mended.written).toEqual(expect.arrayContaining(['2026/flood/index.html', 'feed.rss', 'topics/water/feed.json']))
    expect(newsroom.read('feed.json')).toContain('The mended version')
  })

  test('publish: a broken story does not keep the others from changing', async () => {
    const newsroom = await published()
    newsroom.write({ '2026/flood.md': '', '2026/other.md': story({ title: 'Other, edited', topics: ['water'] }) })
    const { edition } = await newsroom.publish()
    expect(edition.released.map(({ title }) => title)).toEqual(['Flood', 'Other, edited'])
    expect(newsroom.read('topics/water/feed.atom')).toContain('Other, edited')
    expect(newsroom.read('2026/flood/index.html')).toContain('The first version')
  })

  test('publish: a broken story still expires', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'Leaving', expires: '2026-06-02' }) })
    await newsroom.publish()
    newsroom.write({ 'a.md': '' })
    expect((await newsroom.publish()).edition.released).toHaveLength(1)
    const after = await newsroom.publish({ asOf: AS_OF + 86_400_000 })
    expect(after.edition.released).toEqual([])
    expect([...newsroom.out()].filter(([, bytes]) => bytes.includes('Leaving'))).toEqual([])
    expect(newsroom.read('a/index.html')).toContain('No longer published')
  })

  test('publish: a broken story that was never published waits until it is mended', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'Good' }), 'b.md': '---\ntitle: Waiting\n---\n' })
    expect((await newsroom.publish()).edition.released.map(({ title }) => title)).toEqual(['Good'])
    newsroom.write({ 'b.md': story({ title: 'Waiting' }) })
    expect((await newsroom.publish()).edition.released.map(({ title }) => title)).toEqual(['Good', 'Waiting'])
  })

  test('publish: with the last good versions lost, the pages of broken files stay with their images, until they are mended', async () => {
    const newsroom = await published()
    const before = newsroom.out()
    rmSync(newsroom.paths.own, { recursive: true })
    newsroom.write({ '2026/flood.md': '', 'pages/about.md': '' })
    const { diagnostics, removed } = await newsroom.publish()
    expect(diagnostics.map(({ path }) => path)).toEqual(['2026/flood.md', 'pages/about.md'])
    const after = newsroom.out()
    for (const path of ['2026/flood/index.html', '2026/flood.png', '2026/map.png', 'about/index.html'])
      expect(String(after.get(path)), path).toBe(String(before.get(path)))
    expect(removed.filter(path => /^(2026|about)\//.test(path))).toEqual([])
    expect((await newsroom.publish()).removed).toEqual([])

    newsroom.write({ '2026/flood.md': GOOD, 'pages/about.md': '---\ntitle: About\n---\n\nAbout us.\n' })
    expect((await newsroom.publish()).diagnostics).toEqual([])
    expect(differingPaths(before, newsroom.out())).toEqual([])
  })

  test('publish: a story that is taken back on purpose leaves', async () => {
    const newsroom = await published()
    newsroom.write({ '2026/flood.md': story({ ...FIELDS, draft: true }) })
    const { removed, diagnostics } = await newsroom.publish()
    expect(shown(diagnostics)).toEqual([
      '2026/flood.md:8:8 warning removed draft: this story was public and is taken out | subscribers keep the copy they have; withdrawn: with a date and a reason tells them',
    ])
    expect(removed).toEqual(expect.arrayContaining(['2026/flood.png', '2026/map.png', 'old-flood/index.html']))
    const naming = [...newsroom.out()].filter(([path, bytes]) => /flood/i.test(path + bytes)).map(([path]) => path)
    // Its address, and its id on the tombstones.
    expect(naming).toEqual([
      '2026/flood/index.html',
      'authors/desk/feed.atom',
      'feed.atom',
      'manifest.jsonl',
      'record.jsonl',
      'topics/water/feed.atom',
    ])
    expect((await newsroom.publish()).diagnostics).toEqual([])
  })

  test('publish: one that was never public keeps no file that another story took back', async () => {
    const newsroom = await published()
    newsroom.write({
      '2026/flood.md': story({ ...FIELDS, draft: true }, 'The first version.\n\n![The map](map.png)\n'),
      '2026/new.md': 'Broken.\n',
    })
    await newsroom.publish()
    expect([...newsroom.out().keys()].filter(path => path.endsWith('.png'))).toEqual([])
  })
})

describe('publish: a story with more topics than it may have', () => {
  const topics = (count: number) => ({ topics: Array.from({ length: count }, (_, index) => `t${index}`) })

  test('is an error in that story alone: the others go out, and no file is made of its topics', async () => {
    const newsroom = newsroomOf({
      'a.md': story({ title: 'Many', ...topics(4000) }),
      'b.md': story({ title: 'Most', ...topics(50) }),
    })
    const { diagnostics, edition } = await newsroom.publish()
    expect(shown(diagnostics)).toEqual(['a.md:4:1 error bad-value topics: 4000 topics are too many | keep 50 at most'])
    expect(edition.released.map(({ path }) => path)).toEqual(['b.md'])
    expect([...newsroom.out().keys()].filter(path => path.startsWith('topics/')).length).toBeLessThan(50 * 5)
  })

  test('that was published before there was such a limit stays public, with the first of them', async () => {
    const [few, many] = [story({ title: 'Many', ...topics(50) }), story({ title: 'Many', ...topics(60) })]
    const newsroom = newsroomOf({ 'a.md': few })
    await newsroom.publish()
    // As an earlier Courant would have left it.
    const record = newsroom.read('record.jsonl').replace(hash('sha256', few, 'hex'), hash('sha256', many, 'hex'))
    writeFileSync(join(newsroom.paths.out, 'record.jsonl'), record)
    writeState(newsroom.paths, state => state.setSources([{ path: 'a.md', source: many }]))
    newsroom.write({ 'a.md': many })
    const { diagnostics, edition } = await newsroom.publish()
    expect(shown(diagnostics)).toEqual(['a.md:4:1 error bad-value topics: 60 topics are too many | keep 50 at most'])
    expect(edition.released).toMatchObject([{ path: 'a.md', topics: { length: 50 } }])
  })
})
