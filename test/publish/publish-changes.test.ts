import { appendFileSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ResidentMemory } from '../../src/engine/publish-request.ts'
import { isSaidAgain } from '../../src/engine/resident-newsroom.ts'
import { diffItems, type FeedItem } from '../../src/plan/subscriber-diff.ts'
import { photograph } from '../support/images.ts'
import {
  AS_OF,
  differingPaths,
  type Files,
  newsroomOf,
  SITE_YAML,
  shown,
  story,
  type TemporaryNewsroom,
} from '../support/newsroom.ts'
import { PNG } from './broken-table.ts'
import { WITHOUT_SEARCH } from './changed-newsroom.ts'

const TOPICS = ['Ports', 'Canals', 'Ferries'] as const

function dateOf(index: number): string {
  return new Date(AS_OF - (index + 1) * 36e5).toISOString()
}

function newsroomOfMany(): TemporaryNewsroom {
  const stories = Array.from({ length: 70 }, (_, index) => {
    const fields = { title: `Story ${index}`, summary: 'Short.', date: dateOf(index), topics: [TOPICS[index % 3]] }
    return [`2026/s-${index}.md`, story(fields)] as const
  })
  return newsroomOf({
    'site.yaml': SITE_YAML,
    'plain.md': '---\ntitle: Plain\ndate: 2026-01-01\n---\n\nFirst.\n',
    'pages/about.md': '---\ntitle: About\nsummary: Us.\n---\n\nUs.\n',
    'due.md': story({ title: 'Due', date: '2026-07-01' }),
    'moved.md': story({ title: 'Moved', date: '2026-01-02', aliases: ['/once/'] }),
    'corrected.md': story({ title: 'Corrected', date: '2026-01-03', corrections: [{ date: '2026-01-04', note: 'A name.' }] }),
    'expiring.md': story({ title: 'Expiring', date: '2026-01-05', expires: '2027-01-05' }),
    'withdrawn.md': story({ title: 'Wrong', withdrawn: { date: '2026-05-02', reason: 'It was wrong.' } }, 'Its text.\n'),
    ...Object.fromEntries(stories),
  })
}

async function resident(): Promise<{ readonly newsroom: TemporaryNewsroom; readonly memory: ResidentMemory }> {
  const newsroom = newsroomOfMany()
  const memory: ResidentMemory = {}
  await newsroom.publish({ memory })
  return { newsroom, memory }
}

/** A story's front matter with its marks, and what follows. */
function partsOf(newsroom: TemporaryNewsroom, path: string): readonly [front: string, body: string] {
  const source = newsroom.sources().get(path)?.toString() ?? ''
  const end = source.indexOf('\n---\n', 4) + 5
  return [source.slice(0, end), source.slice(end)]
}

function edit(newsroom: TemporaryNewsroom, path: string, body: string): void {
  const [front] = partsOf(newsroom, path)
  newsroom.write({ [path]: `${front}\n${body}` })
}

/** The items of a JSON Feed, to be compared. */
function itemsOf(feed: Buffer | undefined): readonly FeedItem[] {
  const { items }: { readonly items: readonly { readonly id: string }[] } = JSON.parse(feed?.toString() ?? '{"items":[]}')
  return items.map(item => ({ id: item.id, content: Buffer.from(JSON.stringify(item)) }))
}

function retitle(newsroom: TemporaryNewsroom, path: string, title: string): void {
  const source = newsroom.sources().get(path)?.toString() ?? ''
  newsroom.write({ [path]: source.replace(/^title: .*$/m, `title: ${title}`) })
}

/** The paths in which what was published differs from what a whole publish of the same sources makes of the same record. */
async function differsFromWhole(newsroom: TemporaryNewsroom): Promise<readonly string[]> {
  const before = newsroom.out()
  const { written, removed } = await newsroom.publish()
  return [...new Set([...written, ...removed, ...differingPaths(before, newsroom.out())])]
}

function hoursAgo(hours: number): string {
  return new Date(AS_OF - hours * 3_600_000).toISOString()
}

describe('publishChanges', () => {
  test('writes the page, the feeds that carry it, the record and the manifest, and all as a whole publish would', async () => {
    const { newsroom, memory } = await resident()
    const before = newsroom.out()
    edit(newsroom, '2026/s-4.md', 'Edited *once*.\n')
    const result = await newsroom.publishChanges(['2026/s-4.md'], { memory, asOf: AS_OF + 5 })
    const feeds = ['', 'topics/canals/'].flatMap(folder => ['atom', 'json', 'rss'].map(format => `${folder}feed.${format}`))
    expect([...(result?.written ?? [])].sort()).toEqual(['2026/s-4/index.html', ...feeds].sort())
    expect(differingPaths(before, newsroom.out()).toSorted()).toEqual(
      ['2026/s-4/index.html', ...feeds, 'manifest.jsonl', 'record.jsonl'].sort(),
    )
    expect(result?.subscribers.map(({ channel, edited }) => [channel.path, edited.map(({ title }) => title)])).toEqual([
      ['/', ['Story 4']],
      ['/topics/canals/', ['Story 4']],
    ])
    expect(await differsFromWhole(newsroom)).toEqual([])
  })

  test('says what subscribers see as a comparison of their feeds does', async () => {
    const { newsroom, memory } = await resident()
    const before = newsroom.out()
    edit(newsroom, '2026/s-4.md', 'Edited *once*.\n')
    // In an archive of the site's, in what is polled of its topic; and with a text that says what it said.
    edit(newsroom, '2026/s-66.md', 'Edited as well.\n')
    const [, body] = partsOf(newsroom, '2026/s-7.md')
    edit(newsroom, '2026/s-7.md', `${body}\n\n`)
    retitle(newsroom, '2026/s-1.md', '"Locks  <closed>"')
    const result = await newsroom.publishChanges(
      [4, 66, 7, 1].map(number => `2026/s-${number}.md`),
      { memory },
    )
    const compared = [...newsroom.out()].flatMap(([path, after]) => {
      // Nobody polls an archive.
      if (!path.endsWith('feed.json') || path.includes('archive/')) return []
      const diff = diffItems(itemsOf(before.get(path)), itemsOf(after))
      return diff.edited.length > 0 ? [[`/${dirname(path)}/`.replace('/./', '/'), diff] as const] : []
    })
    const seen = result?.subscribers.map(({ channel, ...diff }) => [channel.path, diff] as const) ?? []
    expect(compared.length).toBeGreaterThan(2)
    expect(new Map(seen)).toEqual(new Map(compared))
  })

  test('tells a story in other words wherever it is named, and makes nothing else', async () => {
    const { newsroom, memory } = await resident()
    const before = newsroom.out()
    retitle(newsroom, '2026/s-4.md', 'Locks closed')
    const result = await newsroom.publishChanges(['2026/s-4.md'], { memory })
    expect(result?.kind).toBe('published')
    const naming = [...newsroom.out()].flatMap(([path, bytes]) => (bytes.includes('Locks closed') ? [path] : []))
    expect(differingPaths(before, newsroom.out())).toEqual([...naming, 'manifest.jsonl', 'record.jsonl'].sort())
    // Its own page; those beside it and those that name it as related; its lists, its month; its feeds and the sitemap of news.
    expect(naming).toEqual([
      '2026/s-1/index.html',
      '2026/s-3/index.html',
      '2026/s-4/index.html',
      '2026/s-5/index.html',
      'archive/2026/06/index.html',
      'feed.atom',
      'feed.json',
      'feed.rss',
      'index.html',
      'sitemap-news.xml',
      'topics/canals/feed.atom',
      'topics/canals/feed.json',
      'topics/canals/feed.rss',
      'topics/canals/index.html',
    ])
    expect(newsroom.out().get('index.html')?.includes('Story 4<')).toBe(false)
    expect(await differsFromWhole(newsroom)).toEqual([])
  })

  test('follows words upon bodies and bodies upon words, of stories that name each other too', async () => {
    const { newsroom, memory } = await resident()
    const edits: Readonly<Record<string, (path: string, round: number) => void>> = {
      words: (path, round) => retitle(newsroom, path, `Round ${round} of ${path}`),
      body: (path, round) => edit(newsroom, path, `Round ${round}.\n`),
      both: (path, round) =>
        newsroom.write({ [path]: `---\ntitle: Both ${round}\ndate: 2026-01-01\n---\n\nFirst ${round}.\n` }),
    }
    const rounds = [
      { words: ['2026/s-4.md'], body: ['2026/s-3.md', '2026/s-1.md'] },
      { body: ['2026/s-4.md'], words: ['2026/s-5.md'], both: ['plain.md'] },
      { words: ['2026/s-4.md', '2026/s-5.md', '2026/s-7.md', '2026/s-40.md'] },
      { body: ['2026/s-7.md', '2026/s-60.md'], both: ['plain.md'] },
    ]
    for (const [round, changes] of rounds.entries()) {
      for (const [kind, paths] of Object.entries(changes)) for (const path of paths) edits[kind]?.(path, round)
      const paths = Object.values(changes).flat()
      expect((await newsroom.publishChanges(paths, { memory }))?.kind, `round ${round}`).toBe('published')
    }
    expect(newsroom.read('plain/index.html')).toContain('First 3.')
    expect(await differsFromWhole(newsroom)).toEqual([])
  })

  test('follows words of a story that is there in several languages, in one after the other', async () => {
    const newsroom = newsroomOf({
      'site.yaml': SITE_YAML,
      'a.md': story({ title: 'The flood', date: '2026-05-01' }),
      'a.fr.md': story({ title: 'La crue', date: '2026-05-01' }),
      'b.md': story({ title: 'The ebb', date: '2026-05-02' }),
    })
    const memory: ResidentMemory = {}
    await newsroom.publish({ memory })
    for (const [path, title] of [
      ['a.fr.md', 'La grande crue'],
      ['a.md', 'The great flood'],
    ] as const) {
      retitle(newsroom, path, title)
      expect((await newsroom.publishChanges([path], { memory }))?.written).toContain(
        path === 'a.md' ? 'a/index.html' : 'fr/a/index.html',
      )
    }
    expect(newsroom.read('a/index.html')).toContain('/fr/a/')
    expect(await differsFromWhole(newsroom)).toEqual([])
  })

  test('knows what was read last of a file that was saved twice within an instant, and then as it had been', async () => {
    const { newsroom, memory } = await resident()
    const before = newsroom.sources().get('2026/s-4.md')?.toString() ?? ''
    const moved = before.replace('topics: ["Canals"]', 'topics: ["Ferries"]')
    expect(moved).not.toBe(before)
    for (const source of [moved, before]) {
      newsroom.write({ '2026/s-4.md': source })
      await newsroom.publish({ memory })
    }
    newsroom.write({ '2026/s-4.md': moved })
    expect((await newsroom.publishChanges(['2026/s-4.md'], { memory }))?.written).toContain('topics/ferries/index.html')
    expect(await differsFromWhole(newsroom)).toEqual([])
  })

  test('writes the entries of one edit after another into the packs that are there', async () => {
    const { newsroom, memory } = await resident()
    const packsAfter = async (edits: number): Promise<number> => {
      for (let index = 0; index < edits; index++) {
        edit(newsroom, '2026/s-4.md', `For the ${edits}th time, ${index}.\n`)
        await newsroom.publishChanges(['2026/s-4.md'], { memory })
      }
      return readdirSync(newsroom.paths.entries).length
    }
    // One for each thread.
    expect(await packsAfter(3 * availableParallelism())).toBeLessThanOrEqual(availableParallelism())
  })

  test('goes on where edits left much to tidy, asks for that, and leaves it to a whole publish where it is too much', async () => {
    const { newsroom, memory } = await resident()
    const editAmong = async (packs: number): Promise<boolean | undefined> => {
      for (let index = 0; index < packs; index++) writeFileSync(join(newsroom.paths.entries, `left-${index}`), '')
      edit(newsroom, '2026/s-4.md', `Among ${packs}.\n`)
      return (await newsroom.publishChanges(['2026/s-4.md'], { memory }))?.isUntidy
    }
    expect([await editAmong(1), await editAmong(193), await editAmong(250), await editAmong(257)]).toEqual([
      false,
      true,
      true,
      undefined,
    ])
    await newsroom.publish({ memory })
    expect(await editAmong(1)).toBe(false)
    expect(await differsFromWhole(newsroom)).toEqual([])
  })

  test('is what a process of its own does, one after the other, whatever changed', async () => {
    const newsroom = newsroomOfMany()
    await newsroom.atRest()
    await newsroom.publish()
    const changes: readonly (() => void)[] = [
      () => retitle(newsroom, '2026/s-4.md', 'Locks closed'),
      () => newsroom.write({ '2026/new.md': story({ title: 'New', date: '2026-05-31', topics: ['Ports'] }) }),
      () => newsroom.write({ '2026/draft.md': story({ title: 'Draft', draft: true }) }),
      () => newsroom.remove('2026/draft.md'),
    ]
    for (const change of changes) {
      change()
      await newsroom.atRest()
      const result = await newsroom.publishWhatChanged()
      expect(result.kind === 'published' && result.whole).toBeUndefined()
      expect(result).toMatchObject({ kind: 'published', isUntidy: false })
      expect(await newsroom.publishWhatChanged()).toMatchObject({ kind: 'unchanged' })
    }
    expect(await differsFromWhole(newsroom)).toEqual([])
  })

  test('follows edit upon edit, of several files at once, of stories in archives', async () => {
    const { newsroom, memory } = await resident()
    for (let round = 0; round < 6; round++) {
      const paths = [`2026/s-${round * 11}.md`, '2026/s-69.md']
      for (const path of paths)
        edit(newsroom, path, `Round ${round}, with [a link](../pages/about.md).\n\n${'More. '.repeat(round * 40)}\n`)
      expect((await newsroom.publishChanges(paths, { memory }))?.kind).toBe('published')
    }
    expect(newsroom.read('2026/s-69/index.html')).toContain('Round 5')
    expect(await differsFromWhole(newsroom)).toEqual([])
  })

  test('an id, a date and an address stay through it', async () => {
    const { newsroom, memory } = await resident()
    const line = () =>
      newsroom
        .read('record.jsonl')
        .split('\n')
        .findLast(text => text.includes('2026/s-1"'))
    const before = JSON.parse(line() ?? '')
    edit(newsroom, '2026/s-1.md', 'Edited.\n')
    await newsroom.publishChanges(['2026/s-1.md'], { memory })
    expect(JSON.parse(line() ?? '')).toEqual({ ...before, hash: expect.not.stringMatching(before.hash) })
  })

  const retitled = (path: string, title: string) => (newsroom: TemporaryNewsroom) => {
    retitle(newsroom, path, title)
    return path
  }

  const written = (path: string, source: string) => (newsroom: TemporaryNewsroom) => {
    newsroom.write({ [path]: source })
    return path
  }

  const edited = (path: string, body: string) => (newsroom: TemporaryNewsroom) => {
    edit(newsroom, path, body)
    return path
  }

  const CHANGES: Readonly<Record<string, (newsroom: TemporaryNewsroom) => string>> = {
    'a title and topics': written('2026/s-1.md', story({ title: 'Other', summary: 'Short.', date: dateOf(1) })),
    'a date years back': written('2026/s-1.md', story({ title: 'Old', summary: 'Short.', date: '2019-02-03' })),
    'a title of which a redirect tells': retitled('moved.md', 'Moved again'),
    'another address': written('moved.md', story({ title: 'Moved', date: '2026-01-02', slug: 'moved-on' })),
    'a title of a story that was corrected': retitled('corrected.md', 'Corrected again'),
    'a title of a story that will expire': retitled('expiring.md', 'Expiring soon'),
    'a title of a standing page': retitled('pages/about.md', 'About us'),
    'a mistake in the front matter': written('2026/s-1.md', '---\ntitle: [\n---\n'),
    'a body with a mistake in it': edited('2026/s-1.md', '[gone](gone.md)\n'),
    'a link to another story': edited('2026/s-1.md', '[another](s-5.md) and [more](/2026/s-6/)\n'),
    'a story that is withdrawn': edited('withdrawn.md', 'Its text again.\n'),
    'a withdrawal': written(
      '2026/s-1.md',
      story({ title: 'Wrong too', date: dateOf(1), withdrawn: { date: '2026-06-01', reason: 'Wrong.' } }),
    ),
    'a story that is a draft again': written('2026/s-1.md', story({ title: 'Draft', date: dateOf(1), draft: true })),
    'a new file': written('new.md', story()),
    'a new file with a mistake': written('new.md', '---\ntitle: [\n---\n'),
    'a mistake in a story to come': written('due.md', '---\ntitle: [\n---\n'),
    'a mistake in a standing page': written('pages/about.md', '---\ntitle: [\n---\n'),
    'a new story on a new topic': written('new.md', story({ topics: ['Rivers'] })),
    'a new story to come': written('new.md', story({ date: '2027-01-01' })),
    'a story to come': edited('due.md', 'Not yet.\n'),
    'a standing page that is saved again as it is': newsroom => {
      const later = new Date(Date.now() - 60_000)
      utimesSync(join(newsroom.paths.articles, 'pages/about.md'), later, later)
      return 'pages/about.md'
    },
    'a standing page': edited('pages/about.md', 'We.\n'),
    'a new standing page': written('pages/contact.md', '---\ntitle: Contact\nsummary: Ask.\n---\n\nAsk.\n'),
    'a standing page that is gone': newsroom => {
      newsroom.remove('pages/about.md')
      return 'pages/about.md'
    },
  }

  test.each(Object.entries(CHANGES))('publishes %s as a whole publish would', async (_, change) => {
    const { newsroom, memory } = await resident()
    const result = await newsroom.publishChanges([change(newsroom)], { memory })
    expect(result?.kind).toBe('published')
    const whole = await newsroom.attempt()
    expect(whole).toMatchObject({ kind: 'published', written: [], removed: [] })
    const again = (result?.diagnostics ?? []).filter(({ code }) => code !== 'late' && code !== 'removed')
    expect(shown(again)).toEqual(shown(whole.diagnostics))
  })

  test('says that the file of a public story is missing for as long as it is, and publishes what else changes', async () => {
    const { newsroom, memory } = await resident()
    const source = newsroom.sources().get('2026/s-1.md') ?? ''
    const publishedAfter = async (path: string): Promise<readonly string[]> => {
      const result = await newsroom.publishChanges([path], { memory })
      const whole = await newsroom.attempt()
      expect(whole).toMatchObject({ kind: 'published', written: [], removed: [] })
      expect(shown((result?.diagnostics ?? []).filter(isSaidAgain))).toEqual(shown(whole.diagnostics))
      // What the whole left is not what this process remembers.
      await newsroom.publish({ memory })
      return result?.diagnostics.filter(isSaidAgain).map(({ code, path }) => `${code} ${path}`) ?? ['not published']
    }
    newsroom.remove('2026/s-1.md')
    expect(await publishedAfter('2026/s-1.md')).toEqual(['removed 2026/s-1.md'])
    newsroom.write({ 'new.md': story({ title: 'Of something else', date: '2026-03-04' }, 'No word of it is known.\n') })
    expect(await publishedAfter('new.md')).toEqual(['removed 2026/s-1.md'])
    newsroom.write({ '2026/s-1.md': source })
    expect(await publishedAfter('2026/s-1.md')).toEqual([])
  })

  test('leaves a new file to a whole publish that may be a story whose file is missing', async () => {
    const { newsroom, memory } = await resident()
    newsroom.remove('2026/s-1.md')
    await newsroom.publishChanges(['2026/s-1.md'], { memory })
    newsroom.write({ 'other.md': story({ title: 'Story 1', date: dateOf(1) }, 'In other words.\n') })
    expect(await newsroom.attemptChanges(['other.md'], { memory })).toEqual({ kind: 'whole', reason: 'missing-story' })
    expect((await newsroom.publish({ memory })).diagnostics.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'removed 2026/s-1.md',
      'renamed other.md',
    ])
  })

  const LEFT: Readonly<Record<string, (newsroom: TemporaryNewsroom) => string>> = {
    'a body that cannot be published': edited('2026/s-1.md', `${'> '.repeat(5000)}deep\n`),
    'the first story of a language': written('new.fr.md', story({ title: 'Nouveau' })),
    'the site': written('site.yaml', `${SITE_YAML}rights: Ours\n`),
  }

  test.each([
    ['takes a file that is saved again while it is made as it is then', 1, 'published'],
    ['leaves a file that is saved all the while to a whole publish, and touches nothing', 100, undefined],
  ])('%s', async (_, times, kind) => {
    const { newsroom, memory } = await resident()
    const before = newsroom.out()
    edit(newsroom, '2026/s-1.md', 'Half of\n')
    let saved = 0
    const onProgress = (): void => {
      if (saved++ < times) edit(newsroom, '2026/s-1.md', 'Half of it, and the other half.\n')
    }
    expect((await newsroom.publishChanges(['2026/s-1.md'], { memory, onProgress }))?.kind).toBe(kind)
    if (kind === undefined) {
      expect(differingPaths(before, newsroom.out())).toEqual([])
      await newsroom.publish({ memory })
    }
    expect(newsroom.read('2026/s-1/index.html')).toContain('Half of it, and')
    expect(await differsFromWhole(newsroom)).toEqual([])
  })

  test('leaves a link that comes to a whole publish, and one that goes, so that it is told of no longer', async () => {
    const { newsroom, memory } = await resident()
    const link = join(newsroom.paths.articles, '2026/link.md')
    symlinkSync('nowhere.md', link)
    expect(await newsroom.publishChanges(['2026/link.md'], { memory })).toBeUndefined()
    const { diagnostics } = await newsroom.publish({ memory })
    expect(diagnostics).toMatchObject([{ code: 'unsafe-file', path: '2026/link.md' }])
    rmSync(link)
    expect(await newsroom.publishChanges(['2026/link.md'], { memory })).toBeUndefined()
    expect((await newsroom.publish({ memory })).diagnostics).toEqual([])
  })

  test('leaves a folder that is a file now to a whole publish', async () => {
    const { newsroom, memory } = await resident()
    rmSync(join(newsroom.paths.articles, '2026'), { recursive: true })
    newsroom.write({ '2026': 'A file.' })
    expect(await newsroom.publishChanges(['2026/s-1.md', '2026/none.md'], { memory })).toBeUndefined()
  })

  test('follows no link that takes the place of a story', async () => {
    const { newsroom, memory } = await resident()
    const file = join(newsroom.paths.articles, '2026/s-1.md')
    const outside = join(newsroom.root, 'outside.md')
    writeFileSync(outside, `${readFileSync(file, 'utf8')}\nNot of the newsroom.\n`)
    rmSync(file)
    symlinkSync(outside, file)
    expect(await newsroom.publishChanges(['2026/s-1.md'], { memory })).toBeUndefined()
    await newsroom.publish({ memory })
    expect(newsroom.read('2026/s-1/index.html')).not.toContain('Not of the newsroom.')
  })

  test.each(Object.entries(LEFT))('leaves %s to a whole publish, and touches nothing', async (_, change) => {
    const { newsroom, memory } = await resident()
    const before = newsroom.out()
    expect(await newsroom.publishChanges([change(newsroom)], { memory })).toBeUndefined()
    expect(differingPaths(before, newsroom.out())).toEqual([])
    await newsroom.publish({ memory })
    expect(newsroom.read('index.html')).toContain('Story 2')
  })

  test('leaves it to a whole publish where the record that is kept elsewhere was pulled meanwhile', async () => {
    const newsroom = newsroomOfMany()
    const record = join(newsroom.root, 'record.jsonl')
    const memory: ResidentMemory = {}
    await newsroom.publish({ memory, record })
    const pulled = `${newsroom.read('record.jsonl').split('\n')[1]?.replaceAll('2026/', '2025/')}\n`
    appendFileSync(record, pulled)
    edit(newsroom, '2026/s-1.md', 'Edited.\n')
    expect(await newsroom.publishChanges(['2026/s-1.md'], { memory, record })).toBeUndefined()
    await newsroom.publish({ memory, record })
    expect(readFileSync(record, 'utf8')).toContain('2025/')
  })

  test('publishes what has come due with what changed', async () => {
    const { newsroom, memory } = await resident()
    edit(newsroom, '2026/s-1.md', 'Edited.\n')
    const asOf = Date.parse('2026-07-01')
    expect((await newsroom.publishChanges(['2026/s-1.md'], { memory, asOf }))?.written).toContain('due/index.html')
    expect((await newsroom.publishChanges([], { memory, asOf: Date.parse('2027-01-05') }))?.removed).toEqual([
      'sitemap-news.xml',
    ])
    expect(newsroom.read('expiring/index.html')).not.toContain('Expiring')
    expect(await newsroom.attempt({ asOf: Date.parse('2027-01-05') })).toMatchObject({ written: [], removed: [] })
  })

  test('leaves an earlier time and what another publisher changed to a whole publish', async () => {
    const { newsroom, memory } = await resident()
    edit(newsroom, '2026/s-1.md', 'Edited.\n')
    const attempt = (asOf = AS_OF) => newsroom.publishChanges(['2026/s-1.md'], { memory, asOf })
    expect(await attempt(AS_OF - 1)).toBeUndefined()
    writeFileSync(join(newsroom.paths.out, 'manifest.jsonl'), newsroom.read('manifest.jsonl'))
    expect(await attempt()).toBeUndefined()
    expect(await newsroom.publishChanges(['2026/s-1.md'], {})).toBeUndefined()
  })

  /** Publishes the newsroom whole, and then this change of one file; what is said of it, and that a whole publish has nothing to do. */
  async function changed(files: Files, change: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const newsroom = newsroomOf({ 'site.yaml': SITE_YAML, ...files })
    const memory: ResidentMemory = {}
    await newsroom.publish({ memory })
    newsroom.write(change)
    const result = await newsroom.publishChanges(Object.keys(change), { memory })
    const before = newsroom.out()
    const whole = await newsroom.publish()
    expect([whole.written, whole.removed, differingPaths(before, newsroom.out())]).toEqual([[], [], []])
    expect(shown(result?.diagnostics ?? [])).toEqual(shown(whole.diagnostics))
    return [...before.keys()]
  }

  test('removes a picture that is taken out with all its widths', async () => {
    const files = { 'a.md': story({}, '![Ships](quay.jpg)\n'), 'quay.jpg': await photograph() }
    expect((await changed(files, { 'a.md': story({}, 'No picture.\n') })).filter(path => path.includes('quay'))).toEqual([])
  })

  test('leaves a file of static/ that a story named as well', async () => {
    const files = { 'a.md': story({ image: { src: '/dot.png', alt: 'Dot' } }), 'dot.png': PNG, 'static/dot.png': PNG }
    expect(await changed(files, { 'a.md': story() })).toContain('dot.png')
  })

  test('says that a story goes before a redirect, and no longer where it has gone', async () => {
    const site = `${SITE_YAML}redirects: { /spring/: /feeds/ }\n`
    await changed({ 'site.yaml': site, 'a.md': story() }, { 'spring.md': story() })
    await changed({ 'site.yaml': site, 'spring.md': story() }, { 'spring.md': story({ slug: 'summer' }) })
  })

  test('knows a page that became a draft by its address', async () => {
    const newsroom = newsroomOf({ 'pages/about.md': '---\ntitle: About\n---\n\nUs.\n', 'a.md': story({}, '[Us](/about/)\n') })
    const memory: ResidentMemory = {}
    await newsroom.publish({ memory })
    newsroom.write({ 'pages/about.md': '---\ntitle: About\ndraft: true\n---\n\nUs.\n' })
    await newsroom.publishChanges(['pages/about.md'], { memory })
    newsroom.write({ 'a.md': story({}, '[Us](/about/), again\n') })
    const result = await newsroom.publishChanges(['a.md'], { memory })
    expect(shown(result?.diagnostics ?? []).join()).toContain('"/about/" is not public yet')
  })

  test.each([
    ['a second', { lang: 'de' }, {}],
    ['a third', { lang: 'fr' }, { 'c.md': story({ title: 'C', date: hoursAgo(3), lang: 'de' }) }],
    ['the own, of a newsroom that has others alone', {}, { 'a.md': story({ title: 'A', date: hoursAgo(1), lang: 'de' }) }],
  ])('leaves the first public story of %s language to a whole publish', async (_name, lang, others) => {
    const draft = { title: 'B', date: hoursAgo(2), ...lang }
    const files = { 'a.md': story({ title: 'A', date: hoursAgo(1) }), 'b.md': story({ ...draft, draft: true }), ...others }
    const newsroom = newsroomOf({ 'site.yaml': WITHOUT_SEARCH, ...files })
    const memory: ResidentMemory = {}
    await newsroom.publish({ memory })
    newsroom.write({ 'b.md': story(draft) })
    expect(await newsroom.publishChanges(['b.md'], { memory })).toBeUndefined()
  })

  test('tells of a story that is gone in none of the feeds of another that has its file now', async () => {
    const [ports, canals] = [{ topics: ['Ports'] }, { topics: ['Canals'] }]
    const newsroom = newsroomOf({
      'site.yaml': WITHOUT_SEARCH,
      'a.md': story({ title: 'A', date: hoursAgo(1), ...ports }),
      'b.md': story({ title: 'B', date: hoursAgo(2), ...canals }),
    })
    const memory: ResidentMemory = {}
    await newsroom.publish({ memory })
    const steps: readonly (readonly [string, string | undefined])[] = [
      ['a.md', story({ title: 'A', date: hoursAgo(1), ...ports, draft: true })],
      ['a.md', undefined],
      ['a.md', story({ title: 'Quite another', date: hoursAgo(0.1), ...canals }, 'Of something else altogether.')],
      ['b.md', story({ title: 'B, edited', date: hoursAgo(2), ...canals })],
    ]
    for (const [path, text] of steps) {
      if (text === undefined) newsroom.remove(path)
      else newsroom.write({ [path]: text })
      if (!(await newsroom.publishChanges([path], { memory }))) await newsroom.publish({ memory })
    }
    expect(newsroom.read('topics/canals/feed.atom')).not.toContain('deleted-entry')
    expect(await differsFromWhole(newsroom)).toEqual([])
  })

  test('leaves nothing in the record of the name of a file that was changed', async () => {
    const about = { title: 'A', date: hoursAgo(2), id: 'urn:x:1', slug: 'one' }
    const newsroom = newsroomOf({
      'site.yaml': WITHOUT_SEARCH,
      'secret-merger.md': story(about, 'A text of its own, with quite some words in it.'),
    })
    const memory: ResidentMemory = {}
    await newsroom.publish({ memory })
    newsroom.rename('secret-merger.md', 'calm.md')
    expect(await newsroom.publishChanges(['secret-merger.md', 'calm.md'], { memory })).toMatchObject({ kind: 'published' })
    expect(newsroom.read('record.jsonl')).not.toContain('secret-merger')
  })

  test('knows what the last good version of a story attaches whose file is gone', async () => {
    const attachments = [{ src: 'report.txt', title: 'The report' }]
    const newsroom = newsroomOf({
      'site.yaml': WITHOUT_SEARCH,
      'a.md': story({ title: 'A', date: hoursAgo(1), attachments }),
      'b.md': story({ title: 'B', date: hoursAgo(2) }),
      'report.txt': 'Report.',
    })
    const memory: ResidentMemory = {}
    await newsroom.publish({ memory })
    newsroom.remove('a.md')
    await newsroom.publish({ memory })
    newsroom.write({ 'b.md': story({ title: 'B, edited', date: hoursAgo(2) }) })
    const { diagnostics = [] } = (await newsroom.publishChanges(['b.md'], { memory })) ?? {}
    expect(diagnostics.map(({ path, code }) => `${path} ${code}`)).toEqual(['a.md removed'])
  })

  test('does nothing where nothing changed', async () => {
    const { newsroom, memory } = await resident()
    await newsroom.atRest()
    await newsroom.publish({ memory })
    const result = await newsroom.publishChanges(['2026/.s-1.md.swp', '2026/never.md'], { memory })
    expect(result).toMatchObject({ written: [], removed: [], work: { files: 0, described: 0, made: 0 } })
    expect((await newsroom.publishWhatChanged()).kind).toBe('unchanged')
  })

  test('leaves the first draft of a language to a whole publish, which reserves a folder for it', async () => {
    const { newsroom, memory } = await resident()
    newsroom.write({ 'new.de.md': story({ title: 'Neu', draft: true }) })
    expect(await newsroom.publishChanges(['new.de.md'], { memory })).toBeUndefined()
  })
})
