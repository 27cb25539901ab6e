import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FEED_LIMITS } from '../../src/feed/feed-limits.ts'
import { FEED_FORMATS, type FeedFormat, FORMATS } from '../../src/model/edition.ts'
import { checkXml } from '../readers/check-xml.ts'
import { type FeedDocument, formatOf } from '../readers/feed-document.ts'
import { checkJson } from '../readers/json-feed.ts'
import { readFeed } from '../readers/read-back.ts'
import { problemsOfFeed } from '../readers/validate.ts'
import { childNamed, childrenNamed, type XmlElement } from '../readers/xml-tree.ts'
import { serveNewsroom } from '../real-readers/served-newsroom.ts'
import { differingPaths, type Files, newsroomOf, SITE_YAML, story, type TemporaryNewsroom } from '../support/newsroom.ts'

const AS_OF = '2026-06-20T12:00:00Z'
const DAY = 86_400_000

/** A story every other day before 20 June 2026, in files by year; the third of each ten is about ports and has a long body. */
function storiesOf(count: number, { first = 0 }: { readonly first?: number } = {}): Files {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const number = first + index
      const date = new Date(Date.parse(AS_OF) - (1 + number * 2) * DAY).toISOString()
      const long = number % 10 === 3
      return [`${date.slice(0, 4)}/story-${number}.md`, numbered(number, { date, topics: long ? ['Ports'] : [] }, long)]
    }),
  )
}

function numbered(number: number, fields: Readonly<Record<string, unknown>>, long = false): string {
  const body = long ? 'Ships came and went. '.repeat(3_000) : 'One paragraph.'
  return story({ title: `Story ${number}`, summary: `What happened, number ${number}.`, ...fields }, `${body}\n`)
}

function idOf(path: string): string {
  return `tag:news.example.org,2026:${path.replace(/\.md$/, '')}`
}

/** The link by which a document leads to the stories before its own, and whether it says that it is an archive. */
async function leadsFrom(
  document: FeedDocument,
): Promise<{ readonly previous: string | undefined; readonly archive: boolean }> {
  const format = formatOf(document)
  if (format === 'json') return { previous: checkJson(document.content).feed?.next_url, archive: false }
  const { root } = await checkXml(document, format)
  const feed = root && (format === 'rss' ? childNamed(root, 'channel') : root)
  if (!feed) throw new Error(`${document.url} cannot be read`)
  return { previous: linkOf(feed, 'prev-archive'), archive: childNamed(feed, 'fh:archive') !== undefined }
}

function linkOf(feed: XmlElement, relation: string): string | undefined {
  const found = childrenNamed(feed, 'atom:link').filter(({ attributes }) => attributes.get('rel') === relation)
  if (found.length > 1) throw new Error(`${found.length} links of the relation ${relation}`)
  return found[0]?.attributes.get('href')
}

/** Every document of a channel over HTTP, from the one that subscribers poll back to the oldest archive. */
async function walk(address: string, path: string): Promise<readonly FeedDocument[]> {
  const documents: FeedDocument[] = []
  for (let url: string | undefined = `${address}/${path}`; url !== undefined; ) {
    if (documents.some(document => document.url === url)) throw new Error(`the way back comes to ${url} again`)
    const response: Response = await fetch(url)
    if (!response.ok) throw new Error(`${url}: ${response.status}`)
    const document = { name: new URL(url).pathname.slice(1), content: await response.text(), url }
    const { previous, archive } = await leadsFrom(document)
    if (formatOf(document) !== 'json') expect(archive).toBe(documents.length > 0)
    documents.push(document)
    url = previous
  }
  return documents
}

async function idsIn(documents: readonly FeedDocument[]): Promise<readonly string[]> {
  const feeds = await Promise.all(documents.map(document => readFeed(document)))
  return feeds.flatMap(({ items }) => items.map(({ id = '' }) => id))
}

/** Archives of feeds, by path, without those that these stories' own months have. */
function archivesOf({ newsroom, besides }: { readonly newsroom: TemporaryNewsroom; readonly besides: readonly string[] }) {
  const others = [...newsroom.out()].filter(
    ([path]) => /(^|\/)archive\/.*feed\.\w+$/.test(path) && !besides.some(month => path.includes(`archive/${month}`)),
  )
  return new Map(others)
}

/** The lines of a document without its link to the archive before it, which moves when an archive comes or goes between. */
function withoutPrevious(bytes: Buffer | undefined): readonly string[] {
  return (bytes?.toString('utf8') ?? '')
    .split('\n')
    .filter(line => !/rel="(prev|next)-archive"|"next_url"/.test(line.slice(0, 200)))
}

test.each(FORMATS)('walking back from the current document yields every story once, in its order (%s)', async format => {
  const stories = storiesOf(150)
  const { address, publishAt } = await serveNewsroom(stories)
  await publishAt(AS_OF)
  const documents = await walk(address, FEED_FORMATS[format].file)
  expect(documents.length).toBeGreaterThan(4)
  expect(await idsIn(documents)).toEqual(Object.keys(stories).map(idOf))
  for (const document of documents) {
    expect(Buffer.byteLength(document.content)).toBeLessThanOrEqual(FEED_LIMITS.bytes)
    expect(await problemsOfFeed({ ...document, asOf: AS_OF })).toEqual([])
  }
})

test('with archives: all every channel has archives of its own, the changes too', async () => {
  const stories = Array.from({ length: 150 }, (_, number) => {
    const daysAgo = (days: number) => new Date(Date.parse(AS_OF) - days * DAY).toISOString()
    const corrections = [{ date: daysAgo(1 + number), note: `What was wrong in number ${number}.` }]
    const fields = { date: daysAgo(2 + number * 2), topics: ['Ports'], authors: ['Desk'], corrections }
    return [`2026/story-${number}.md`, numbered(number, fields)] as const
  })
  const { newsroom, address, publishAt } = await serveNewsroom(Object.fromEntries(stories))
  appendFileSync(join(newsroom.paths.articles, 'site.yaml'), 'archives: all\n')
  await publishAt(AS_OF)
  for (const channel of ['changes/', 'topics/ports/', 'authors/desk/']) {
    const documents = await walk(address, `${channel}feed.atom`)
    const ids = await idsIn(documents)
    expect(documents.length, channel).toBeGreaterThan(2)
    expect(new Set(ids).size, channel).toBe(150)
    expect(ids, channel).toHaveLength(150)
    for (const document of documents) expect(await problemsOfFeed({ ...document, asOf: AS_OF })).toEqual([])
  }
})

test('by default the feeds of subjects hold the newest stories, as many as there is room for, and lead nowhere', async () => {
  const { address, publishAt } = await serveNewsroom(storiesOf(150))
  await publishAt(AS_OF)
  for (const format of FORMATS) {
    const [document, ...more] = await walk(address, `topics/ports/${FEED_FORMATS[format].file}`)
    expect(more).toEqual([])
    // Long stories: the bytes are at their limit before the items are.
    const { items } = await readFeed(document ?? { name: '', content: '', url: '' })
    expect(items.length).toBeGreaterThan(3)
    expect(items.length).toBeLessThan(FEED_LIMITS.items)
    expect(await problemsOfFeed({ ...(document ?? { name: '', content: '', url: '' }), asOf: AS_OF })).toEqual([])
  }
})

test('stories of one instant, as an import leaves them, are walked over like others', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [
      `old/${String(index).padStart(3, '0')}.md`,
      numbered(index, { date: '2010-01-01' }),
    ]),
  )
  const { address, publishAt } = await serveNewsroom(files)
  await publishAt(AS_OF)
  for (const format of FORMATS) {
    const documents = await walk(address, FEED_FORMATS[format].file)
    expect(await idsIn(documents)).toEqual(Object.keys(files).map(idOf))
    for (const { content } of documents) expect(itemsIn(content, format)).toBeLessThanOrEqual(FEED_LIMITS.items)
  }
})

function itemsIn(content: string, format: FeedFormat): number {
  return content.split({ rss: '<item>', atom: '<entry ', json: '"date_published"' }[format]).length - 1
}

test('an archive changes only when a story of its own does', async () => {
  const newsroom = newsroomOf(storiesOf(150))
  const publish = (at = AS_OF) => newsroom.publish({ asOf: Date.parse(at) })
  await publish()

  /** Publishes a change, and sees that of all archives but those of its months not a byte has changed. */
  const unmoved = async (besides: readonly string[], change: () => void, at = AS_OF): Promise<void> => {
    const before = archivesOf({ newsroom, besides })
    change()
    await publish(at)
    expect(differingPaths(before, archivesOf({ newsroom, besides }))).toEqual([])
  }
  const told = (text: string) =>
    [...newsroom.out()].filter(([name, bytes]) => /^archive\/2025-11.*feed\.rss$/.test(name) && bytes.includes(text)).length
  const path = '2025/backdated.md'
  await unmoved(['2025-11'], () => newsroom.write({ [path]: numbered(1_000, { date: '2025-11-17T10:00:00Z' }) }))
  expect(told('Story 1000<')).toBe(1)
  await unmoved(['2025-11'], () => newsroom.write({ [path]: numbered(1_001, { date: '2025-11-17T10:00:00Z' }) }))
  expect([told('Story 1000<'), told('Story 1001<')]).toEqual([0, 1])
  const expires = '2026-06-21T00:00:00Z'
  await unmoved(['2025-11'], () => newsroom.write({ [path]: numbered(1_001, { date: '2025-11-17T10:00:00Z', expires }) }))
  await unmoved(['2025-11'], () => {}, '2026-06-21T12:00:00Z')
  expect(told('Story 1001<')).toBe(0)
  expect(newsroom.read('record.jsonl')).toContain('"gone":"2026-06-21T00:00:00.000Z"')
})

test('a new story changes the current document alone, unless it pushes older ones into an archive', async () => {
  const newsroom = newsroomOf(storiesOf(150))
  await newsroom.publish({ asOf: Date.parse(AS_OF) })
  const archives = archivesOf({ newsroom, besides: [] })
  newsroom.write({ '2026/new.md': numbered(1_000, { date: AS_OF }) })
  const { written } = await newsroom.publish({ asOf: Date.parse(AS_OF) })
  expect(written.filter(path => /feed\.(rss|atom|json)$/.test(path))).toEqual(['feed.rss', 'feed.atom', 'feed.json'])
  expect(differingPaths(archives, archivesOf({ newsroom, besides: [] }))).toEqual([])
})

test('an import of old stories adds archives, and touches of the others one link at most', async () => {
  const newsroom = newsroomOf({ 'site.yaml': `${SITE_YAML}archives: all\n`, ...storiesOf(350) })
  await newsroom.publish({ asOf: Date.parse(AS_OF) })
  const before = archivesOf({ newsroom, besides: [] })
  newsroom.write(storiesOf(30, { first: 1_500 }))
  await newsroom.publish({ asOf: Date.parse(AS_OF) })
  const after = archivesOf({ newsroom, besides: [] })
  const changed = differingPaths(before, after).filter(path => before.has(path))
  // The oldest archive of each channel with imported stories now leads on to the newest of theirs.
  expect(changed).toHaveLength(2 * FORMATS.length)
  for (const path of changed) expect(withoutPrevious(after.get(path))).toEqual(withoutPrevious(before.get(path)))
  expect([...after.keys()].some(path => path.startsWith('archive/2018-'))).toBe(true)
})

test('a story that is withdrawn is edited in its archive, and no other archive changes', async () => {
  const stories = storiesOf(150)
  const newsroom = newsroomOf(stories)
  await newsroom.publish({ asOf: Date.parse(AS_OF) })
  const before = archivesOf({ newsroom, besides: ['2025-10'] })
  const path = Object.keys(stories).find(name => stories[name]?.toString().includes('date: 2025-10')) ?? ''
  const withdrawn = { date: '2026-06-20T10:00:00Z', reason: 'In error.' }
  newsroom.write({ [path]: numbered(1, { date: '2025-10-20T12:00:00Z', withdrawn }) })
  await newsroom.publish({ asOf: Date.parse(AS_OF) })
  expect(differingPaths(before, archivesOf({ newsroom, besides: ['2025-10'] }))).toEqual([])
  const told = [...newsroom.out()].filter(([name, bytes]) => name.startsWith('archive/') && bytes.includes('Withdrawn: Story'))
  expect(told.map(([name]) => name.replace(/feed\.\w+$/, ''))).toEqual(
    Array(3).fill(expect.stringMatching(/^archive\/2025-10/)),
  )
  // Who polls the current document alone is told there.
  expect(newsroom.read('feed.atom')).toContain(`<at:deleted-entry ref="${idOf(path)}" when="2026-06-20T10:00:00Z"/>`)
})

test('a burst is in the current document, each story is in one document, and archives stay to the byte when it has passed', async () => {
  const due = '2026-06-21T09:00:00Z'
  const results = Array.from({ length: 120 }, (_, number) => [
    `2026/result-${number}.md`,
    numbered(5_000 + number, { date: due }),
  ])
  const served = await serveNewsroom({ ...storiesOf(150), ...Object.fromEntries(results) })
  await served.publishAt(AS_OF)
  const before = archivesOf({ newsroom: served.newsroom, besides: ['2026-06'] })
  await served.publishAt(due)
  const [current, ...archives] = await walk(served.address, 'feed.json')
  const idsOfJson = (document: FeedDocument | undefined) =>
    checkJson(document?.content ?? '').feed?.items.map(({ id }) => id) ?? []
  const titles = checkJson(current?.content ?? '').feed?.items.map(({ title }) => title) ?? []
  expect(titles.filter(title => /^Story 5\d{3}$/.test(title ?? ''))).toHaveLength(120)
  expect(idsOfJson(current).length).toBeLessThanOrEqual(145)
  const all = [current, ...archives].flatMap(idsOfJson)
  expect(all).toHaveLength(270)
  expect(new Set(all).size).toBe(270)
  const during = archivesOf({ newsroom: served.newsroom, besides: [] })
  expect(differingPaths(before, during).filter(path => before.has(path))).toEqual([])
  served.newsroom.write({ '2026/after.md': numbered(6_000, { date: '2026-06-23T09:00:00Z' }) })
  await served.publishAt('2026-06-23T09:00:00Z')
  const walked = await walk(served.address, 'feed.json')
  expect(idsOfJson(walked[0]).length).toBeLessThanOrEqual(54)
  expect(walked.flatMap(idsOfJson)).toHaveLength(271)
  const after = archivesOf({ newsroom: served.newsroom, besides: [] })
  expect(differingPaths(during, after).filter(path => during.has(path))).toEqual([])
})

test('a first publish of 120 stories of one instant uses the ordinary number, and so does the next publish', async () => {
  const results = Array.from({ length: 120 }, (_, number) => [`2026/result-${number}.md`, numbered(number, { date: AS_OF })])
  const newsroom = newsroomOf({ 'site.yaml': SITE_YAML, ...Object.fromEntries(results) })
  const items = () => checkJson(newsroom.read('feed.json')).feed?.items.length ?? 0
  await newsroom.publish({ asOf: Date.parse(AS_OF) })
  expect(items()).toBeLessThanOrEqual(50)
  newsroom.write({ '2026/after.md': numbered(6_000, { date: '2026-06-20T15:00:00Z' }) })
  await newsroom.publish({ asOf: Date.parse('2026-06-20T15:00:00Z') })
  expect(items()).toBeLessThanOrEqual(54)
})

test('30 stories of 200 KB are all in the current document, long ones by summary and link, and whole in their archives', async () => {
  const body = `${'Ships came and went. '.repeat(10_000)}\n\nEnd of the story.\n`
  const long = Array.from({ length: 40 }, (_, number) => {
    const date = new Date(Date.parse(AS_OF) - number * DAY).toISOString()
    return [
      `2026/story-${number}.md`,
      story({ title: `Story ${number}`, summary: `What happened, number ${number}.`, date }, body),
    ]
  })
  const served = await serveNewsroom(Object.fromEntries(long))
  await served.publishAt(AS_OF)
  for (const format of FORMATS) {
    const documents = await walk(served.address, FEED_FORMATS[format].file)
    const [current, ...archives] = await Promise.all(documents.map(readFeed))
    expect(current?.items.length).toBeGreaterThanOrEqual(30)
    expect(Buffer.byteLength(documents[0]?.content ?? '')).toBeLessThanOrEqual(FEED_LIMITS.bytes)
    for (const { contentHtml, summary, link } of current?.items ?? []) {
      if (contentHtml?.includes('End of the story.')) continue
      expect(contentHtml).toContain(summary)
      expect(contentHtml).toContain(`href="${link}"`)
    }
    expect(archives.length).toBeGreaterThan(1)
    for (const { items } of archives) for (const { contentHtml } of items) expect(contentHtml).toContain('End of the story.')
  }
})

test('an archive of a burst has a short address, and the long one that it had before leads there', async () => {
  const results = Array.from({ length: 150 }, (_, number) => [`2026/result-${number}.md`, numbered(number, { date: AS_OF })])
  const served = await serveNewsroom({ ...Object.fromEntries(results), ...storiesOf(60, { first: 200 }) })
  await served.publishAt(AS_OF)
  const documents = await walk(served.address, 'feed.rss')
  for (const { name } of documents) expect(name.length).toBeLessThan('archive/2026-06.x1234567-10/feed.rss'.length)
  const long = [...served.newsroom.out().keys()].filter(path => /archive\/2026-06\.[12]{31}-\d\/feed\.rss$/.test(path))
  expect(long.length).toBeGreaterThan(2)
  for (const path of long) {
    const answer = await fetch(`${served.address}/${path}`, { redirect: 'manual' })
    expect(answer.status).toBe(301)
    expect(documents.map(({ url }) => url)).toContain(new URL(answer.headers.get('location') ?? '', served.address).href)
  }
})
