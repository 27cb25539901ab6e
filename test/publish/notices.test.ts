import { describe, expect, test } from 'vitest'
import { ask, serve } from '../serve/site.ts'
import { differingPaths, newsroomOf, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { PNG } from './broken-table.ts'
import { linkProblems } from './edition-problems.ts'

const PDF = `%PDF-1.4\n${'x'.repeat(2000)}`

/** A newsroom whose one story has a section, a topic and an author, beside another story. */
async function publishedWith(fields: Readonly<Record<string, unknown>>): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf({
    '2026/flood.md': story(
      {
        title: 'Flood',
        date: '2026-05-10T09:00Z',
        section: 'Rivers',
        topics: ['water'],
        authors: ['Desk'],
        lead: true,
        ...fields,
      },
      'High water.\n',
    ),
    '2026/other.md': story({ title: 'Other', topics: ['water'] }),
    '2026/report.pdf': PDF,
    '2026/dot.png': PNG,
  })
  const { diagnostics } = await newsroom.publish()
  expect(diagnostics).toEqual([])
  return newsroom
}

function dataOf(newsroom: TemporaryNewsroom): Record<string, unknown> {
  const [, json = ''] = /<script type="application\/ld\+json">(.*)<\/script>/.exec(newsroom.read('2026/flood/index.html')) ?? []
  return JSON.parse(json)
}

interface JsonItem {
  readonly title: string
  readonly content_html: string
  readonly date_published: string
  readonly date_modified: string
  readonly attachments?: readonly unknown[]
  readonly _courant?: { readonly withdrawn?: string }
}

function itemIn(newsroom: TemporaryNewsroom, feed: string): JsonItem | undefined {
  const { items }: { items: readonly (JsonItem & { readonly id: string })[] } = JSON.parse(newsroom.read(feed))
  return items.find(({ id }) => id === 'tag:news.example.org,2026:2026/flood')
}

describe('publish: corrections', () => {
  const CORRECTIONS = [
    { date: '2026-05-12T10:00Z', note: 'The second: it was <Monday>.' },
    { date: '2026-05-11', note: 'The first.' },
  ]

  test('publish: stand above the text, oldest first, and machines are told', async () => {
    const newsroom = await publishedWith({ corrections: CORRECTIONS })
    expect(newsroom.read('2026/flood/index.html')).toContain(
      `<p class="update"><strong>Correction <time datetime="2026-05-11">11 May 2026</time></strong> The first.</p>
<p class="update"><strong>Correction <time datetime="2026-05-12T10:00:00+00:00">12 May 2026 at 10:00 UTC</time></strong> The second: it was &lt;Monday&gt;.</p>
<div class="prose">`,
    )
    expect(dataOf(newsroom)).toMatchObject({
      dateModified: '2026-05-12T10:00:00+00:00',
      correction: [
        { '@type': 'CorrectionComment', text: 'The first.', datePublished: '2026-05-11' },
        { '@type': 'CorrectionComment', text: 'The second: it was <Monday>.', datePublished: '2026-05-12T10:00:00+00:00' },
      ],
    })
  })

  test('publish: stand in the feeds, bring the story up again, and are items of the changes', async () => {
    const newsroom = await publishedWith({ corrections: CORRECTIONS })
    expect(itemIn(newsroom, 'feed.json')).toMatchObject({
      date_published: '2026-05-10T09:00:00Z',
      date_modified: '2026-05-12T10:00:00Z',
      content_html: expect.stringMatching(/^<p><strong>Correction, <time .*>11 May 2026<\/time>:<\/strong> The first\.<\/p>\n/),
    })
    const changes = JSON.parse(newsroom.read('changes/feed.json'))
    expect(changes.items.map(({ title, summary }: { title: string; summary: string }) => `${title}: ${summary}`)).toEqual([
      'Correction: Flood: The second: it was <Monday>.',
      'Correction: Flood: The first.',
    ])
    expect(newsroom.read('changes/index.html')).toContain('Correction: Flood')
  })
})

describe('publish: a withdrawn story', () => {
  const WITHDRAWN = { date: '2026-05-20', reason: 'It never rained.', replacement: '/2026/other/' }
  const FIELDS = {
    withdrawn: WITHDRAWN,
    image: { src: 'dot.png', alt: 'A map' },
    attachments: [{ src: 'report.pdf', title: 'The report' }],
    corrections: [{ date: '2026-05-11', note: 'A correction of what is no more.' }],
  }

  test('publish: has the notice in place of its text, and what to read instead', async () => {
    const newsroom = await publishedWith(FIELDS)
    const page = newsroom.read('2026/flood/index.html')
    expect(page).toContain(`<div class="text">
<div class="withdrawn">
<p><strong>Withdrawn <time datetime="2026-05-20">20 May 2026</time></strong> It never rained.</p>
<p>Read instead: <a href="/2026/other/">Other</a></p>
</div>
<footer class="origins">`)
    expect(page).toContain('<meta name="robots" content="noindex">')
    expect(page).not.toMatch(/High water|A correction|report\.pdf|dot\.png/)
    expect([...newsroom.out().keys()].filter(path => /report|dot/.test(path))).toEqual([])
    expect(dataOf(newsroom)).toMatchObject({ description: 'It never rained.', dateModified: '2026-05-20' })
  })

  test('publish: leaves every list and its neighbours, and stays in every feed', async () => {
    const newsroom = await publishedWith(FIELDS)
    const lists = ['index.html', 'topics/water/index.html', 'sections/rivers/index.html', 'authors/desk/index.html']
    for (const path of [...lists, '2026/other/index.html']) expect(newsroom.read(path), path).not.toContain('2026/flood')
    // The story's page, and whoever follows the feeds, may still be led to a list that has no other story.
    expect(linkProblems(newsroom.out(), { origin: 'https://news.example.org', basePath: '' })).toEqual([])
    for (const feed of ['feed.json', 'topics/water/feed.json', 'sections/rivers/feed.json', 'authors/desk/feed.json']) {
      const item = itemIn(newsroom, feed)
      expect(item, feed).toMatchObject({
        title: 'Withdrawn: Flood',
        date_published: '2026-05-10T09:00:00Z',
        date_modified: '2026-05-20T00:00:00Z',
        _courant: {
          about: 'https://news.example.org/assets/feed-extension.txt',
          withdrawn: '2026-05-20T00:00:00Z',
        },
      })
      expect(item?.content_html).toBe(
        '<p><strong>Withdrawn, <time datetime="2026-05-20T00:00:00Z">20 May 2026</time>:</strong> It never rained.</p>\n<p>Read instead: <a href="https://news.example.org/2026/other/">https://news.example.org/2026/other/</a></p>',
      )
    }
    expect(newsroom.read('feed.atom')).toContain(
      '<at:deleted-entry ref="tag:news.example.org,2026:2026/flood" when="2026-05-20T00:00:00Z"',
    )
  })

  test('publish: a server answers for it with 410 and the notice', async () => {
    const newsroom = await publishedWith(FIELDS)
    const { address } = await serve(newsroom.paths.out)
    const { status, body } = await ask(address, '/2026/flood/')
    expect([status, body]).toEqual([410, newsroom.read('2026/flood/index.html')])
  })

  test('publish: brought back, is as it was before, and reported as changed', async () => {
    const newsroom = await publishedWith({})
    const before = newsroom.out()
    const source = newsroom.sources().get('2026/flood.md') ?? ''
    newsroom.write({ '2026/flood.md': story({ title: 'Flood', date: '2026-05-10T09:00Z', withdrawn: WITHDRAWN }) })
    await newsroom.publish()
    newsroom.write({ '2026/flood.md': source })
    await newsroom.publish()
    // Feeds, sitemaps and the list of feeds report when it came back; the record remembers that.
    const reports = /^(manifest|record)\.jsonl$|(^|\/)feed\.(rss|atom|json)$|^sitemaps\/|^feeds\//
    expect(differingPaths(before, newsroom.out()).filter(path => !reports.test(path))).toEqual([])
    expect(itemIn(newsroom, 'feed.json')?.date_modified).not.toBeUndefined()
  })
})

describe('publish: attachments', () => {
  test('publish: are published, offered on the page with type and size, and carried by the feeds', async () => {
    const newsroom = await publishedWith({ attachments: [{ src: 'report.pdf', title: 'The report <full>' }] })
    expect(newsroom.read('2026/report.pdf')).toBe(PDF)
    expect(newsroom.read('2026/flood/index.html')).toContain(
      '<h2>Files</h2>\n<ul class="files">\n<li><a href="/2026/report.pdf" type="application/pdf">The report &lt;full&gt;</a> (PDF, 2 kB)</li>\n</ul>',
    )
    const url = 'https://news.example.org/2026/report.pdf'
    expect(itemIn(newsroom, 'feed.json')?.attachments).toEqual([
      { url, mime_type: 'application/pdf', title: 'The report <full>', size_in_bytes: PDF.length },
    ])
    expect(newsroom.read('feed.rss')).toContain(`<enclosure url="${url}" length="${PDF.length}" type="application/pdf"/>`)
  })

  test('publish: a file that changed is published again, with its new size everywhere', async () => {
    const newsroom = await publishedWith({ attachments: [{ src: 'report.pdf', title: 'The report' }] })
    newsroom.write({ '2026/report.pdf': `${PDF}${PDF}` })
    const { written } = await newsroom.publish()
    expect(written).toEqual(expect.arrayContaining(['2026/report.pdf', '2026/flood/index.html', 'feed.rss']))
    expect(newsroom.read('feed.rss')).toContain(`length="${PDF.length * 2}"`)
  })
})
