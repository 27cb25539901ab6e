import { renameSync } from 'node:fs'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Preview } from '../../src/preview/preview.ts'
import { previewBar } from '../../src/preview/preview-bar.ts'
import { previewDocument } from '../../src/preview/preview-document.ts'
import { previewFeed } from '../../src/preview/preview-feed.ts'
import { PNG } from '../publish/broken-table.ts'
import {
  differingPaths,
  fixture,
  newsroomFrom,
  newsroomOf,
  SITE_YAML,
  shown,
  story,
  type TemporaryNewsroom,
  treeOf,
  writeFiles,
} from '../support/newsroom.ts'
import { previewOf } from './previewing.ts'

const FAR = '2999-05-01'

/** Every page, and the mistakes on it, is that of a preview which is opened now. */
async function expectAsNew(preview: Preview, newsroom: TemporaryNewsroom): Promise<void> {
  const opened = await previewOf(newsroom)
  expect([...preview.previewed.places.keys()].sort()).toEqual([...opened.previewed.places.keys()].sort())
  const pages = [...opened.previewed.places].flatMap(([file, { kind }]) => (kind === 'page' ? [file] : []))
  for (const file of pages) {
    const [shown, expected] = [await preview.page(file), await opened.page(file)]
    expect({ ...shown, version: '' }, file).toEqual({ ...expected, version: '' })
  }
}

describe('Preview', () => {
  test('shows drafts, stories to come and those that wait for a language, each marked, on its page and in lists', async () => {
    const newsroom = newsroomOf({
      '2026/out.md': story({ title: 'Out' }),
      '2026/draft.md': story({ title: 'Unfinished', draft: true }),
      '2026/later.md': story({ title: 'Later', date: FAR }),
      '2026/both.md': story({ title: 'Both', release: 'together', languages: ['en', 'fr'] }),
      'pages/about.md': '---\ntitle: About\ndraft: true\n---\n\nWho we are.\n',
    })
    const preview = await previewOf(newsroom)
    const front = (await preview.page('index.html')).html
    expect(front).toMatch(/class="ahead draft"[^>]*>Draft<\/p>.*?Unfinished/s)
    expect(front).toMatch(/class="ahead to-come"[^>]*>Embargoed until 1 May 2999<\/p>.*?Later/s)
    expect(front).toMatch(/class="ahead waiting"[^>]*>Waiting for Français<\/p>.*?Both/s)
    expect(front.match(/class="ahead /g)).toHaveLength(3)
    expect((await preview.page('2026/draft/index.html')).html).toContain('<strong>Draft</strong>')
    expect((await preview.page('2026/later/index.html')).html).toContain('<strong>Embargoed until 1 May 2999</strong>')
    expect((await preview.page('about/index.html')).html).toContain('<strong>Draft</strong>')
    expect((await preview.page('2026/out/index.html')).html).not.toContain('class="ahead')
  })

  test('at an instant shows what is public then, and drafts; nothing later, and nothing expired', async () => {
    const newsroom = newsroomOf({
      '2026/out.md': story({ title: 'Out' }),
      '2026/draft.md': story({ title: 'Unfinished', draft: true }),
      '2026/later.md': story({ title: 'Later', date: FAR }),
      '2026/gone.md': story({ title: 'Gone', expires: '2026-06-01' }),
    })
    const titles = async (at: string): Promise<readonly string[]> =>
      (await previewOf(newsroom, { at })).previewed.edition.released.map(({ title }) => title).sort()
    expect(await titles('2026-05-02')).toEqual(['Gone', 'Out', 'Unfinished'])
    expect(await titles('2026-07-01')).toEqual(['Out', 'Unfinished'])
    expect(await titles('2999-05-02')).toEqual(['Later', 'Out', 'Unfinished'])
  })

  test('a page without anything ahead of its time is the published one, byte for byte', async () => {
    const newsroom = newsroomOf({
      'site.yaml': `${SITE_YAML}typography: true\n`,
      '2026/a.md': story({ title: 'A', topics: ['ports'] }, '[B](b.md) is "so" -- a footnote[^1]...\n\n[^1]: "Why"\n'),
      '2026/b.md': story({ title: 'B', aliases: ['/old/'] }),
      'pages/about.md': '---\ntitle: About\n---\n\nWho we are.\n',
    })
    await newsroom.publish({ asOf: Date.now() })
    const preview = await previewOf(newsroom)
    const pages = [...newsroom.out().keys()].filter(path => path.endsWith('.html') && !path.startsWith('old/'))
    expect(pages.length).toBeGreaterThan(6)
    for (const path of pages) expect((await preview.page(path)).html, path).toBe(newsroom.read(path))
  })

  test('writes nothing, to whatever it is asked and whatever is saved', async () => {
    const newsroom = newsroomOf({
      '2026/a.md': story({ title: 'A' }),
      '2026/draft.md': story({ title: 'Secret', draft: true }),
    })
    await newsroom.publish()
    const before = treeOf(newsroom.root)
    const preview = await previewOf(newsroom)
    for (const file of ['index.html', '2026/draft/index.html', 'nowhere/index.html']) await preview.page(file)
    await previewFeed(preview, '/feed.atom')
    newsroom.write({ '2026/a.md': story({ title: 'A', draft: true }) })
    preview.saved(new Set(['2026/a.md']))
    await preview.page('2026/a/index.html')
    expect(differingPaths(before, treeOf(newsroom.root))).toEqual(['articles/2026/a.md'])
  })

  test('takes in an edited body, a draft’s too, a new title, a new file and one that is gone; nothing where no file of the newsroom changed', async () => {
    const fields = { title: 'A', summary: 'In short.', draft: true }
    const newsroom = newsroomOf({ '2026/a.md': story(fields, 'Before.\n') })
    const preview = await previewOf(newsroom)
    const { version } = preview
    newsroom.write({ '2026/a.md': story(fields, 'After.\n') })
    expect(preview.saved(new Set(['2026/a.md']))).toEqual({ paths: ['2026/a.md'] })
    expect((await preview.page('2026/a/index.html')).html).toContain('After.')
    expect(preview.version).not.toBe(version)
    newsroom.write({ '2026/a.md': story({ ...fields, title: 'Renamed' }, 'After.\n'), '2026/b.md': story({ title: 'B' }) })
    expect(preview.saved(new Set(['2026/a.md', '2026/b.md']))).toEqual({ paths: ['2026/a.md', '2026/b.md'] })
    const front = (await preview.page('index.html')).html
    expect(front).toContain('Renamed')
    expect(front).toContain('>B</a>')
    newsroom.remove('2026/b.md')
    preview.saved(new Set(['2026/b.md']))
    expect((await preview.page('2026/b/index.html')).status).toBe(404)
    expect(preview.saved(new Set(['2026/.b.md.swp', 'nothing.md']))).toBeUndefined()
  })

  test.each([
    ['title', { title: 'Renamed', summary: 'In short.' }, 'Text.\n'],
    ['summary', { title: 'B', summary: 'In other words.' }, 'Text.\n'],
    ['first paragraph, where there is no summary', { title: 'B' }, 'Begun anew.\n'],
    ['title, summary and body', { title: 'Renamed', summary: 'In other words.' }, 'Written anew.\n'],
    ['dateline, which is new', { title: 'B', summary: 'In short.', dateline: 'GENEVA' }, 'Text.\n'],
    [
      'image’s alt and caption',
      { title: 'B', summary: 'In short.', image: { src: '../dot.png', alt: 'One', caption: 'Two' } },
      'Text.\n',
    ],
    ['contact, and notes to editors', { title: 'B', summary: 'In short.', notes: ['N.'], contact: { name: 'C' } }, 'Text.\n'],
  ])(
    'shows an edited %s on the story’s own page, its neighbours, lists and feeds, as a new preview does',
    async (_, fields, body) => {
      const image = 'image' in fields ? { image: { src: '../dot.png', alt: 'A dot' } } : {}
      const before = { title: 'B', ...('summary' in fields && { summary: 'In short.' }), ...image }
      const others = {
        'dot.png': PNG,
        '2026/a.md': story({ title: 'A', topics: ['x'] }),
        '2026/c.md': story({ title: 'C', date: '2026-05-03' }),
      }
      const newsroom = newsroomOf({
        ...others,
        '2026/b.md': story({ ...before, topics: ['x'], date: '2026-05-02' }, 'Text.\n'),
      })
      const preview = await previewOf(newsroom)
      newsroom.write({ '2026/b.md': story({ ...fields, topics: ['x'], date: '2026-05-02' }, body) })
      preview.saved(new Set(['2026/b.md']))
      const anew = await previewOf(newsroom)
      for (const file of ['2026/b/index.html', '2026/a/index.html', 'index.html', '2026/b/index.html', 'topics/x/index.html'])
        expect((await preview.page(file)).html).toBe((await anew.page(file)).html)
      expect(await previewFeed(preview, '/feed.json')).toBe(await previewFeed(anew, '/feed.json'))
    },
  )

  test('a feed tells an edited title as well', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A', summary: 'S.' }) })
    const preview = await previewOf(newsroom)
    newsroom.write({ 'a.md': story({ title: 'Renamed', summary: 'S.' }) })
    preview.saved(new Set(['a.md']))
    expect(await previewFeed(preview, '/feed.rss')).toContain('<title>Renamed</title>')
  })

  test('shows two titles that were edited one after the other on the pages of both, which name each other', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A' }), 'b.md': story({ title: 'B', date: '2026-05-02' }) })
    const preview = await previewOf(newsroom)
    newsroom.write({ 'a.md': story({ title: 'A anew' }) })
    preview.saved(new Set(['a.md']))
    newsroom.write({ 'b.md': story({ title: 'B anew', date: '2026-05-02' }) })
    preview.saved(new Set(['b.md']))
    expect((await preview.page('a/index.html')).html).toContain('B anew')
    expect((await preview.page('b/index.html')).html).toContain('A anew')
  })

  test.each([
    { date: '2026-05-02' },
    { topics: ['y'] },
    { draft: true },
    { slug: 'elsewhere' },
    { lead: true },
    { image: { src: 'other.png', alt: 'A dot' } },
    { attachments: [{ src: 'dot.png', title: 'A dot' }] },
    { disclaimer: 'd' },
    { corrections: [{ date: '2026-05-02', note: 'N.' }] },
  ])('shows a story of which more is edited as a new preview does: %j', async edited => {
    const fields = {
      title: 'A',
      topics: ['x'],
      draft: false,
      slug: 'b',
      lead: false,
      corrections: [],
      image: { src: 'dot.png', alt: 'A dot' },
    }
    const site = { 'site.yaml': `${SITE_YAML}disclaimers: { d: D }\n`, 'dot.png': PNG, 'other.png': PNG }
    const newsroom = newsroomOf({ ...site, 'a.md': story(fields) })
    const preview = await previewOf(newsroom)
    newsroom.write({ 'a.md': story({ ...fields, ...edited }) })
    preview.saved(new Set(['a.md']))
    await expectAsNew(preview, newsroom)
  })

  test('shows an edited title of a withdrawn story as a new preview does', async () => {
    const withdrawn = { withdrawn: { date: '2026-05-02', reason: 'R.' } }
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A', ...withdrawn }) })
    const preview = await previewOf(newsroom)
    newsroom.write({ 'a.md': story({ title: 'B', ...withdrawn }) })
    preview.saved(new Set(['a.md']))
    await expectAsNew(preview, newsroom)
  })

  test('takes in a file that was saved and not told of when its page is asked for', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story({}, 'Before.\n') })
    const preview = await previewOf(newsroom)
    newsroom.write({ '2026/a.md': story({ summary: 'New.' }, 'After.\n') })
    expect((await preview.page('2026/a/index.html')).html).toContain('After.')
  })

  test('shows a page again once what made it fail is over', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'Found' }) })
    const preview = await previewOf(newsroom)
    renameSync(newsroom.paths.articles, `${newsroom.paths.articles}.away`)
    await expect(preview.page('a/index.html')).rejects.toMatchObject({ code: 'no-newsroom' })
    renameSync(`${newsroom.paths.articles}.away`, newsroom.paths.articles)
    expect((await preview.page('a/index.html')).html).toContain('Found')
  })

  test('shows a file that cannot be read as it last could be, with its mistakes; else says that it cannot be shown', async () => {
    const newsroom = newsroomOf({
      '2026/seen.md': story({ title: 'Seen' }),
      '2026/new.md': story({ date: '3rd May', summary: 'S.' }, '#### Deep\n'),
    })
    const preview = await previewOf(newsroom)
    await preview.page('2026/seen/index.html')
    newsroom.write({ '2026/seen.md': story({ title: 'Seen', sumary: 'x', summary: 'y' }) })
    preview.saved(new Set(['2026/seen.md']))
    const seen = await preview.page('2026/seen/index.html')
    expect(seen.html).toContain('<h1>Seen</h1>')
    expect(shown(seen.mistakes.own)).toEqual([
      '2026/seen.md:4:9 error unknown-field sumary: there is no such field | did you mean summary?',
    ])
    expect(seen.mistakes.elsewhere.map(({ path, code }) => `${path} ${code}`)).toEqual(['2026/new.md bad-value'])
    const unread = await preview.page('2026/new/index.html')
    expect(unread.html).toContain('<h1>This story cannot be shown yet</h1>')
    expect(unread.mistakes.own.map(({ line, code }) => `${line} ${code}`)).toEqual(['3 bad-value', '7 heading-jump'])
    newsroom.write({ '2026/new.md': story({ title: 'New' }) })
    preview.saved(new Set(['2026/new.md']))
    expect((await preview.page('2026/new/index.html')).html).toContain('<h1>New</h1>')
  })

  test('shows the version that was published last where nobody has seen a later one', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story({ title: 'Published' }) })
    await newsroom.publish()
    newsroom.write({ '2026/a.md': story({ title: 'Broken', date: 'soon' }, '[dead](nowhere.md)\n') })
    const page = await (await previewOf(newsroom)).page('2026/a/index.html')
    expect(page.html).toContain('<h1>Published</h1>')
    expect(page.mistakes.own.map(({ code }) => code)).toEqual(['no-summary', 'bad-value', 'link'])
  })

  test('says over a file that may be a published story under another name which line settles it, and shows both', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story({ title: 'A' }, 'The river rose over the quay.\n') })
    await newsroom.publish()
    newsroom.remove('2026/a.md')
    newsroom.write({ '2026/b.md': story({ title: 'B' }, 'The river rose over the bridge.\n') })
    const preview = await previewOf(newsroom)
    const { html, mistakes } = await preview.page('2026/b/index.html')
    expect(html).toContain('The river rose over the bridge.')
    expect(mistakes.own).toMatchObject([
      { code: 'no-summary' },
      { code: 'renamed', remedy: expect.stringContaining('add this line: id: tag:news.example.org,2026:2026/a;') },
    ])
    expect((await preview.page('2026/a/index.html')).html).toContain('The river rose over the quay.')
    newsroom.write({ '2026/b.md': story({ title: 'B', id: 'tag:news.example.org,2026:2026/a' }) })
    preview.saved(new Set(['2026/b.md']))
    expect((await preview.page('2026/b/index.html')).mistakes.own.map(({ code }) => code)).toEqual(['no-summary'])
  })

  test('says of a public story whose file is gone what check says, and shows it', async () => {
    const newsroom = newsroomOf({ 'a.md': story(), 'b.md': story() })
    await newsroom.publish()
    newsroom.remove('a.md')
    const preview = await previewOf(newsroom)
    expect((await preview.page('a/index.html')).html).toContain('A story')
    expect(shown(await preview.mistakesIn([]))).toEqual([
      expect.stringMatching(/^a\.md:1:1 .*is public at \/a\/, and its file is gone/),
    ])
  })

  test('knows what is published while it is open', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const preview = await previewOf(newsroom)
    await newsroom.publish()
    newsroom.write({ 'b.md': story() })
    newsroom.remove('a.md')
    preview.saved('anything')
    expect(preview.previewed.places.get('a/index.html')).toMatchObject({ answer: { to: '/b/' } })
  })

  test('tells of a page all that check would say of its file', async () => {
    const newsroom = newsroomOf({
      '2026/a.md': story({ title: 'A' }, '## One\n\n[b](b.md), [nothing](#two)\n\n#### Deep\n'),
      '2026/b.md': story({ title: 'B', draft: true, summary: 'B.' }),
    })
    const { mistakes } = await (await previewOf(newsroom)).page('2026/a/index.html')
    expect(mistakes.own.map(({ code, line }) => `${line} ${code}`)).toEqual([
      '1 no-summary',
      '8 link',
      '8 dead-anchor',
      '10 heading-jump',
    ])
  })

  test('tells all mistakes at their places, from the top of each file', async () => {
    const newsroom = newsroomOf({
      '2026/b.md': story({ release: 'together', languages: ['en', 'fr'] }),
      '2026/a.md': story({ date: 'soon', sumary: 'x' }),
    })
    const mistakes = await (await previewOf(newsroom)).mistakesIn([])
    expect(mistakes.map(({ path, line, column, code }) => `${path}:${line}:${column} ${code}`)).toEqual([
      '2026/a.md:3:7 bad-value',
      '2026/a.md:4:9 unknown-field',
      '2026/b.md:4:10 waiting',
    ])
  })

  test('a body that takes too long fails alone, at its deadline; other pages are shown', async () => {
    const newsroom = newsroomOf({
      '2026/slow.md': story({ title: 'Slow', summary: 'S.' }, `${'a.'.repeat(200_000)}@\n`),
      '2026/a.md': story({ title: 'A' }),
    })
    const preview = await previewOf(newsroom, { deadlineMs: 2000 })
    const [slow, other] = await Promise.all([preview.page('2026/slow/index.html'), preview.page('2026/a/index.html')])
    expect(slow.mistakes.own.map(({ code }) => code)).toEqual(['too-slow'])
    expect(slow.html).toContain('This story cannot be shown yet')
    expect(other.html).toContain('<h1>A</h1>')
    newsroom.write({ '2026/a.md': story({ title: 'B' }) })
    preview.saved(new Set(['2026/a.md']))
    expect((await preview.page('2026/slow/index.html')).mistakes.own.map(({ code }) => code)).toEqual(['too-slow'])
    newsroom.write({ '2026/slow.md': story({ title: 'Mended', summary: 'S.' }) })
    preview.saved(new Set(['2026/slow.md']))
    expect((await preview.page('2026/slow/index.html')).html).toContain('<h1>Mended</h1>')
  })

  test('follows a theme, and where it fails shows the page as it was, with what is wrong', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story({ title: 'A', summary: 'Of A.' }) })
    const give = (code: string): void => writeFiles(newsroom.paths.theme, { 'article.js': code, 'style-end.css': '.own {}\n' })
    give('export default ({ html }) => html`<b>own</b>`\n')
    const preview = await previewOf(newsroom)
    const style = [...preview.previewed.places.keys()].find(path => path.startsWith('assets/style.'))
    expect(await preview.page('2026/a/index.html')).toMatchObject({
      html: expect.stringContaining('<b>own</b>'),
      mistakes: { own: [], elsewhere: [] },
    })
    expect((await preview.page('2026/a/index.html')).html).toContain(`href="/${style}"`)
    give('export default ({ html }) => html`<b>` + missing\n')
    preview.saved('anything')
    expect(await preview.page('2026/a/index.html')).toMatchObject({
      html: expect.stringContaining('<b>own</b>'),
      mistakes: { elsewhere: [{ path: '../theme/article.js', line: 1, message: expect.stringContaining('missing') }] },
    })
    give('export default ({ html }) => html`<b>mended</b>`\n')
    preview.saved('anything')
    expect((await preview.page('2026/a/index.html')).html).toContain('<b>mended</b>')
  })

  test('a story that comes due meanwhile is no longer marked', async () => {
    const due = Date.now() + 30_000
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const newsroom = newsroomOf({ '2026/soon.md': story({ title: 'Soon', date: new Date(due).toISOString() }) })
    const preview = await previewOf(newsroom)
    expect((await preview.page('2026/soon/index.html')).html).toContain('class="ahead')
    vi.setSystemTime(due)
    expect((await preview.page('2026/soon/index.html')).html).not.toContain('class="ahead')
  })

  test('below a base path everything stands below it', async () => {
    const newsroom = newsroomFrom(fixture('base-path'))
    const preview = await previewOf(newsroom)
    const { html, mistakes, version } = await preview.page('index.html')
    const { site } = preview.previewed
    const bar = previewBar(mistakes, { site, at: undefined, root: 'articles', addressOf: () => undefined, hasFile: false })
    const addresses = [...previewDocument(html, { site, bar, version }).matchAll(/ (?:href|src|data-events)="(\/[^"]*)"/g)]
    expect(addresses.length).toBeGreaterThan(5)
    for (const [, address = ''] of addresses) expect(address.startsWith(`${site.basePath}/`), address).toBe(true)
  })

  test('without site.yaml stays what it was, and tells that it is gone', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const preview = await previewOf(newsroom)
    newsroom.remove('site.yaml')
    preview.saved(new Set(['site.yaml']))
    const front = await preview.page('index.html')
    expect(front.html).toContain('Example News')
    expect(front.mistakes.elsewhere.map(({ path, message }) => `${path} ${message}`)).toEqual([
      'site.yaml there is no such file',
    ])
    newsroom.write({ 'site.yaml': SITE_YAML.replace('Example News', 'Another News') })
    preview.saved(new Set(['site.yaml']))
    const mended = await preview.page('index.html')
    expect([mended.html.includes('Another News'), mended.mistakes.elsewhere]).toEqual([true, []])
  })

  test('with mistakes in site.yaml stays what it was, and tells them', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story({ title: 'A' }) })
    const preview = await previewOf(newsroom)
    newsroom.write({ 'site.yaml': SITE_YAML.replace('lang: en', 'lang: english!') })
    preview.saved(new Set(['site.yaml']))
    const front = await preview.page('index.html')
    expect(front.html).toContain('Example News')
    expect(front.mistakes.elsewhere.map(({ path, field }) => `${path} ${field}`)).toEqual(['site.yaml lang'])
    newsroom.write({ 'site.yaml': SITE_YAML.replace('Example News', 'Another News') })
    preview.saved(new Set(['site.yaml']))
    expect((await preview.page('index.html')).html).toContain('Another News')
  })
})

describe('previewFeed', () => {
  test('is the published feed, and says in titles what is ahead of its time', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story({ title: 'A', topics: ['ports'] }) })
    await newsroom.publish({ asOf: Date.now() })
    const same = await previewOf(newsroom)
    for (const path of ['/feed.rss', '/feed.atom', '/feed.json', '/topics/ports/feed.atom', '/changes/feed.json'] as const)
      expect(await previewFeed(same, path), path).toBe(newsroom.read(path.slice(1)))
    newsroom.write({ '2026/draft.md': story({ title: 'Unfinished', draft: true }) })
    const feed = await previewFeed(await previewOf(newsroom), '/feed.json')
    expect(JSON.parse(feed ?? '').items.map(({ title }: { title: string }) => title)).toEqual(['A', '[Draft] Unfinished'])
    expect(await previewFeed(same, '/topics/none/feed.atom')).toBeUndefined()
  })
})
