import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ResidentMemory } from '../../src/engine/publish-request.ts'
import type { Explanation, WholeReason } from '../../src/model/explanation.ts'
import { AS_OF, type Files, newsroomOf, SITE_YAML, story, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'

function dateOf(index: number): string {
  return new Date(AS_OF - (index + 1) * 36e5).toISOString()
}

function sourceOf(index: number, fields: Readonly<Record<string, unknown>> = {}, body = 'One paragraph.\n'): string {
  return story({ title: `Story ${index}`, summary: 'Short.', date: dateOf(index), ...fields }, body)
}

const NEWSROOM: Files = {
  'site.yaml': SITE_YAML,
  ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`s-${index}.md`, sourceOf(index)])),
  's-9.md': sourceOf(9, {}, 'See [what follows](next.md).\n'),
  'on-ports.md': story({ title: 'Ports', date: '2026-01-02', topics: ['Ports'] }),
  'on-canals.md': story({ title: 'Canals', date: '2026-01-03', topics: ['Canals'] }),
  'due.md': story({ title: 'Due', date: '2026-07-01' }),
  'draft.md': story({ title: 'Secret', draft: true }),
  'pages/about.md': '---\ntitle: About\nsummary: Us.\n---\n\nUs.\n',
}

type Way = (newsroom: TemporaryNewsroom, files: readonly string[], asOf?: number) => Promise<Explanation | undefined>

/** A newsroom that was published, and a way to publish a change of it with an explanation. */
async function published(way: 'change' | 'whole'): Promise<{ readonly newsroom: TemporaryNewsroom; readonly explain: Way }> {
  const newsroom = newsroomOf(NEWSROOM)
  const memory: ResidentMemory = {}
  await newsroom.publish({ memory })
  return {
    newsroom,
    explain: async (_, files, asOf = AS_OF) => {
      if (way === 'change') return (await newsroom.publishChanges(files, { memory, asOf }))?.explanation
      return (await newsroom.publish({ explain: true, asOf })).explanation
    },
  }
}

/** Of the files that were made, those that match, with why. */
function madeIn(explanation: Explanation | undefined, path: string | RegExp): readonly unknown[] {
  const isAsked = (one: string): boolean => (typeof path === 'string' ? one === path : path.test(one))
  return (explanation?.made ?? [])
    .filter(({ path }) => isAsked(path))
    .map(({ reason, link, because }) => [reason, ...(link === undefined ? [] : [link]), [...because]])
}

describe.each(['change', 'whole'] as const)('explanation of a publish of the %s', way => {
  test('a title: its page, the pages that name it, its lists and its feeds, for its file', async () => {
    const { newsroom, explain } = await published(way)
    newsroom.write({ 's-4.md': sourceOf(4, { title: 'Locks closed' }) })
    const explanation = await explain(newsroom, ['s-4.md'])
    expect(explanation?.changed).toEqual([{ path: 's-4.md', how: 'changed', isPublic: true }])
    const because = ['s-4.md']
    for (const path of ['s-4/index.html', 's-5/index.html', 'index.html'])
      expect(madeIn(explanation, path)).toEqual([['content', because]])
    expect(madeIn(explanation, 'feed.rss')).toEqual([['entries', because]])
    expect(madeIn(explanation, 's-10/index.html')).toEqual([])
    expect(explanation?.made.every(({ differs }) => differs)).toBe(true)
  })

  test('a body: its page and the feeds that carry it, and nothing else', async () => {
    const { newsroom, explain } = await published(way)
    newsroom.write({ 's-4.md': sourceOf(4, {}, 'Another paragraph.\n') })
    const { made = [], unchanged } = (await explain(newsroom, ['s-4.md'])) ?? {}
    expect(made.map(({ path, reason }) => [path, reason])).toEqual([
      ['s-4/index.html', 'content'],
      ...['rss', 'atom', 'json'].map(format => [`feed.${format}`, 'entries']),
    ])
    const rest = [...newsroom.out().keys()].length - 2 - made.length
    expect((unchanged?.described ?? 0) + (unchanged?.notDescribed ?? 0)).toBe(rest)
    expect(unchanged?.notDescribed === 0).toBe(way === 'whole')
  })

  test('a new story: its page is new', async () => {
    const { newsroom, explain } = await published(way)
    newsroom.write({ 'fresh.md': story({ title: 'Fresh', date: '2026-05-30' }) })
    const explanation = await explain(newsroom, ['fresh.md'])
    expect(explanation?.changed).toEqual([{ path: 'fresh.md', how: 'new', isPublic: true }])
    expect(madeIn(explanation, 'fresh/index.html')).toEqual([['new', ['fresh.md']]])
  })

  test('another name: one file is gone, the other is new', async () => {
    const { newsroom, explain } = await published(way)
    newsroom.rename('s-4.md', 'renamed.md')
    const explanation = await explain(newsroom, ['s-4.md', 'renamed.md'])
    expect(explanation?.changed.map(({ path, how }) => [path, how]).sort()).toEqual([
      ['renamed.md', 'new'],
      ['s-4.md', 'gone'],
    ])
    expect(madeIn(explanation, 'renamed/index.html')).toEqual([['new', ['renamed.md']]])
  })

  test('a file that a link waited for: the page with the link, and the link as its author wrote it', async () => {
    const { newsroom, explain } = await published(way)
    newsroom.write({ 'next.md': story({ title: 'Next', date: '2026-01-01' }) })
    const explanation = await explain(newsroom, ['next.md'])
    expect(madeIn(explanation, 's-9/index.html')).toEqual([['link', 'next.md', expect.arrayContaining(['next.md'])]])
  })

  test('two changes at once: each list and feed for the story that is in it', async () => {
    const { newsroom, explain } = await published(way)
    newsroom.write({
      'on-ports.md': story({ title: 'Harbours', date: '2026-01-02', topics: ['Ports'] }),
      'on-canals.md': story({ title: 'Locks', date: '2026-01-03', topics: ['Canals'] }),
    })
    const explanation = await explain(newsroom, ['on-ports.md', 'on-canals.md'])
    expect(madeIn(explanation, 'topics/ports/index.html')).toEqual([['content', ['on-ports.md']]])
    expect(madeIn(explanation, 'topics/canals/feed.json')).toEqual([['entries', ['on-canals.md']]])
    expect(madeIn(explanation, 'index.html')).toEqual([['content', expect.arrayContaining(['on-ports.md', 'on-canals.md'])]])
  })

  test('a draft: it is named, as something that is not public, and nothing is made', async () => {
    const { newsroom, explain } = await published(way)
    newsroom.write({ 'draft.md': story({ title: 'Secret again', draft: true }) })
    expect(await explain(newsroom, ['draft.md'])).toMatchObject({
      changed: [{ path: 'draft.md', how: 'changed', isPublic: false }],
      made: [],
    })
  })

  test('a story that is due: no file changed', async () => {
    const { newsroom, explain } = await published(way)
    const explanation = await explain(newsroom, [], Date.parse('2026-07-01'))
    expect(explanation?.changed).toEqual([])
    expect(explanation?.due).toMatchObject([{ kind: 'release', path: 'due.md' }])
    expect(madeIn(explanation, 'due/index.html')).toEqual([['new', ['due.md']]])
  })
})

describe('explanation of a publish of the whole', () => {
  test('is there where it was asked for alone', async () => {
    const newsroom = newsroomOf(NEWSROOM)
    expect((await newsroom.publish()).explanation).toBeUndefined()
    expect((await newsroom.publish({ explain: true })).explanation).toMatchObject({ changed: [], made: [] })
  })

  test('a first one: everything is new', async () => {
    const newsroom = newsroomOf(NEWSROOM)
    const { explanation, written } = await newsroom.publish({ explain: true })
    expect(explanation?.made.map(({ path }) => path)).toEqual(written)
    expect(new Set(explanation?.made.map(({ reason }) => reason))).toEqual(new Set(['new']))
    expect(explanation?.changed.find(({ path }) => path === 'draft.md')).toMatchObject({ how: 'new', isPublic: false })
  })

  test('of more than a hundred changes, names for each file its own alone', async () => {
    const many = Array.from({ length: 101 }, (_, index) => [`m-${index}.md`, sourceOf(index)] as const)
    const { explanation } = await newsroomOf({ 'site.yaml': SITE_YAML, ...Object.fromEntries(many) }).publish({ explain: true })
    expect(madeIn(explanation, 'm-7/index.html')).toEqual([['new', ['m-7.md']]])
    expect(madeIn(explanation, /^(index\.html|feed\.rss)$/)).toEqual([
      ['new', []],
      ['new', []],
    ])
  })

  test('a dry run says the same, and touches nothing', async () => {
    const { newsroom } = await published('whole')
    newsroom.write({ 's-4.md': sourceOf(4, { title: 'Locks closed' }) })
    const { explanation } = await newsroom.publish({ explain: true, dryRun: true })
    expect((await newsroom.publish({ explain: true })).explanation).toEqual(explanation)
  })

  test('a file in out/ that somebody changed or removed', async () => {
    const { newsroom, explain } = await published('whole')
    appendFileSync(join(newsroom.paths.out, 's-1/index.html'), 'By hand.')
    rmSync(join(newsroom.paths.out, 's-2/index.html'))
    const explanation = await explain(newsroom, [])
    expect(explanation?.made.map(({ path, reason, because }) => [path, reason, because])).toEqual([
      ['s-1/index.html', 'file', []],
      ['s-2/index.html', 'file', []],
    ])
  })

  test('site.yaml: all that depends on it', async () => {
    const { newsroom, explain } = await published('whole')
    newsroom.write({ 'site.yaml': `${SITE_YAML}rights: Ours\n` })
    const explanation = await explain(newsroom, [])
    for (const path of ['s-1/index.html', 'feed.rss', 'sitemap.xml'])
      expect(madeIn(explanation, path)).toEqual([['settings', []]])
  })

  test('a template: pages that look otherwise, and what looks the same again', async () => {
    const { newsroom, explain } = await published('whole')
    writeFiles(newsroom.paths.theme, { 'style-end.css': 'body { color: #123456 }\n' })
    const { made = [] } = (await explain(newsroom, [])) ?? {}
    expect(new Set(made.filter(({ of }) => of === 'article').map(({ reason }) => reason))).toEqual(new Set(['look']))
    expect(made.some(({ of }) => of === 'feed')).toBe(false)
  })

  test('an edit of a body in a process of its own, and a publish with nothing to do', async () => {
    const newsroom = newsroomOf(NEWSROOM)
    await newsroom.atRest()
    await newsroom.publish()
    const files = newsroom.out().size - 2
    expect(await newsroom.publishWhatChanged({ explain: true })).toMatchObject({
      kind: 'unchanged',
      explanation: { changed: [], made: [], unchanged: { described: 0, notDescribed: files } },
    })
    newsroom.write({ 's-4.md': sourceOf(4, {}, 'Another paragraph.\n') })
    const edited = await newsroom.publishWhatChanged({ explain: true })
    expect(edited).toMatchObject({ kind: 'published', isUntidy: false })
    const { made = [], unchanged } = (edited.kind === 'published' && edited.explanation) || {}
    expect((unchanged?.described ?? 0) + (unchanged?.notDescribed ?? 0)).toBe(files - 4)
    expect(made.map(({ path, reason, because }) => [path, reason, because])).toEqual([
      ['s-4/index.html', 'content', ['s-4.md']],
      ...['rss', 'atom', 'json'].map(format => [`feed.${format}`, 'entries', ['s-4.md']]),
    ])
  })
})

describe('publishChanges: why the whole is to be published', () => {
  const CHANGES: readonly (readonly [WholeReason, readonly string[], (newsroom: TemporaryNewsroom) => void])[] = [
    ['site', ['site.yaml'], newsroom => newsroom.write({ 'site.yaml': `${SITE_YAML}rights: Ours\n` })],
    ['static-file', ['static/a.txt'], newsroom => newsroom.write({ 'static/a.txt': 'b' })],
    ['missing-story', ['s-1.md', 'other.md'], renamedAndEdited],
    ['languages', ['new.fr.md'], newsroom => newsroom.write({ 'new.fr.md': story({ title: 'Nouveau' }) })],
    ['rendering', ['s-1.md'], newsroom => newsroom.write({ 's-1.md': sourceOf(1, {}, `${'> '.repeat(5000)}deep\n`) })],
    ['changed-outside', ['s-1.md'], changedOutside],
  ]

  test.each(CHANGES)('%s', async (reason, paths, change) => {
    const newsroom = newsroomOf({ ...NEWSROOM, 'static/a.txt': 'a' })
    const memory: ResidentMemory = {}
    await newsroom.publish({ memory })
    change(newsroom)
    expect(await newsroom.attemptChanges(paths, { memory })).toEqual({ kind: 'whole', reason })
    const whole = await newsroom.publish({ memory, whole: reason, onTurnover: 'hold' })
    expect(whole).toMatchObject({ kind: 'published', whole: reason })
  })
})

/** Nobody knows whether it is the same story. */
function renamedAndEdited(newsroom: TemporaryNewsroom): void {
  newsroom.write({ 'other.md': sourceOf(1, {}, 'One paragraph. One sentence more.\n') })
  newsroom.remove('s-1.md')
}

function changedOutside(newsroom: TemporaryNewsroom): void {
  newsroom.write({ 's-1.md': sourceOf(1, {}, 'Edited.\n') })
  writeFileSync(join(newsroom.paths.out, 'manifest.jsonl'), newsroom.read('manifest.jsonl'))
}
