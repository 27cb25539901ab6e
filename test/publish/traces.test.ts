import { describe, expect, test } from 'vitest'
import { AS_OF, fixture, newsroomFrom, newsroomOf, SITE_YAML, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { PNG } from './broken-table.ts'

/** A word that nobody would write, in every place of a story that could show: fields, file names, images, files beside it. */
const SECRET = 'qvxjzkw'

const EVERYWHERE = {
  title: `Title ${SECRET}`,
  summary: `Summary ${SECRET}.`,
  section: `Section ${SECRET}`,
  topics: [`Topic ${SECRET}`, 'shared'],
  authors: [`Author ${SECRET}`, 'Desk'],
  dateline: `Dateline ${SECRET}`,
  disclaimer: SECRET,
  image: { src: `${SECRET}.png`, alt: `Alt ${SECRET}`, credit: `Credit ${SECRET}`, caption: `Caption ${SECRET}` },
  attachments: [{ src: `${SECRET}.odt`, title: `Attachment ${SECRET}` }],
  updated: { date: '2026-05-02', note: `Update ${SECRET}.` },
  corrections: [{ date: '2026-05-03', note: `Correction ${SECRET}.` }],
  canonical: `https://www.example.org/${SECRET}`,
  lead: true,
  slug: `slug-${SECRET}`,
  aliases: [`/alias/${SECRET}/`],
  id: `urn:x:${SECRET}`,
}

const BODY = `Body ${SECRET}, [a file](${SECRET}.pdf) and ![an image](${SECRET}-too.png).\n`

function newsroomWith(path: string, fields: Readonly<Record<string, unknown>>, body = BODY): TemporaryNewsroom {
  return newsroomOf({
    'site.yaml': `${SITE_YAML}disclaimers: { ${SECRET}: Disclaimer ${SECRET}. }\n`,
    '2026/before.md': story({ title: 'Before', date: '2026-01-01', topics: ['shared'], authors: ['Desk'] }),
    '2026/public.md': story(
      { title: 'Public', topics: ['shared'], authors: ['Desk'] },
      `It names [a story](${path.split('/').at(-1)}) that is not there for readers.\n`,
    ),
    '2026/after.md': story({ title: 'After', date: '2026-05-30', topics: ['shared'] }),
    [path]: story({ ...EVERYWHERE, ...fields }, body),
    [`2026/${SECRET}.png`]: PNG,
    [`2026/${SECRET}-too.png`]: PNG,
    [`2026/${SECRET}.pdf`]: `%PDF-1.4 ${SECRET}`,
    [`2026/${SECRET}.odt`]: `PK ${SECRET}`,
  })
}

function tracesIn(newsroom: TemporaryNewsroom, word: string | RegExp = SECRET): readonly string[] {
  return [...newsroom.out()].filter(([path, bytes]) => `${path}\0${bytes}`.search(word) >= 0).map(([path]) => path)
}

const HIDDEN: readonly (readonly [name: string, path: string, fields: Readonly<Record<string, unknown>>])[] = [
  ['a draft', `2026/${SECRET}.md`, { draft: true }],
  ['a story that is due in a second', `2026/${SECRET}.md`, { date: '2026-06-01T12:00:01Z' }],
  [
    'a story that expired before it was ever published',
    `2026/${SECRET}.md`,
    { date: '2026-01-02', expires: '2026-06-01T12:00:00Z' },
  ],
  ['a translation that is a draft', '2026/public.fr.md', { draft: true, slug: undefined }],
  ['a story in a language of its own', `2026/${SECRET}.es.md`, { date: '2027-01-01' }],
]

describe('publish: what is not public leaves no trace', () => {
  test.each(HIDDEN)('publish: of %s nothing is in any file or file name', async (_name, path, fields) => {
    const newsroom = newsroomWith(path, fields)
    await newsroom.publish()
    expect(tracesIn(newsroom)).toEqual([])
    if (path.includes('.es.')) expect([...newsroom.out().keys()].filter(name => name.startsWith('es/'))).toEqual([])
  })

  test('publish: the same story, once released, is in all the places that were looked at', async () => {
    const newsroom = newsroomWith(`2026/${SECRET}.md`, {})
    await newsroom.publish()
    expect(tracesIn(newsroom)).toEqual(
      expect.arrayContaining([
        `2026/slug-${SECRET}/index.html`,
        `2026/${SECRET}.odt`,
        `2026/${SECRET}.pdf`,
        `2026/${SECRET}.png`,
        `2026/${SECRET}-too.png`,
        `alias/${SECRET}/index.html`,
        `authors/author-${SECRET}/feed.json`,
        `authors/author-${SECRET}/index.html`,
        'changes/feed.rss',
        'changes/index.html',
        `sections/section-${SECRET}/feed.atom`,
        `topics/topic-${SECRET}/feed.rss`,
        'topics/shared/feed.json',
        'index.html',
        'record.jsonl',
      ]),
    )
  })

  test('publish: a broken story that was never published leaves none either', async () => {
    const newsroom = newsroomWith(`2026/${SECRET}.md`, { lead: 'perhaps' })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toHaveLength(1)
    expect(tracesIn(newsroom)).toEqual([])
  })

  test('publish: a story goes out at its instant, and not a millisecond before', async () => {
    const newsroom = newsroomWith(`2026/${SECRET}.md`, { date: '2026-06-01T12:00:01Z' })
    await newsroom.publish({ asOf: AS_OF + 999 })
    expect(tracesIn(newsroom)).toEqual([])
    await newsroom.publish({ asOf: AS_OF + 1000 })
    expect(tracesIn(newsroom).length).toBeGreaterThan(10)
  })

  const TAKEN_OUT = [
    ['expired', { expires: '2026-06-01T12:00:00Z' }],
    ['was taken back', { draft: true }],
    ['was put off', { date: '2026-07-01' }],
  ] as const

  test.each(TAKEN_OUT)('publish: of a story that %s, the record alone still knows the file', async (_name, hide) => {
    const told = { slug: 'plain', id: 'urn:x:plain' }
    const newsroom = newsroomWith(`2026/${SECRET}.md`, told)
    await newsroom.publish()
    expect(tracesIn(newsroom).length).toBeGreaterThan(10)
    newsroom.write({ [`2026/${SECRET}.md`]: story({ ...EVERYWHERE, ...told, ...hide }, BODY) })
    await newsroom.publish()
    expect(tracesIn(newsroom)).toEqual(['record.jsonl'])
    expect(newsroom.read('record.jsonl').split(SECRET)).toHaveLength(2)
  })

  test.each(TAKEN_OUT)(
    'publish: of a story that %s, its address and its id stay, and say that it is gone',
    async (_name, hide) => {
      const newsroom = newsroomWith(`2026/${SECRET}.md`, {})
      await newsroom.publish()
      newsroom.write({ [`2026/${SECRET}.md`]: story({ ...EVERYWHERE, ...hide }, BODY) })
      await newsroom.publish()
      const page = `2026/slug-${SECRET}/index.html`
      const tombstones = ['authors/desk/feed.atom', 'feed.atom', 'topics/shared/feed.atom']
      expect(tracesIn(newsroom)).toEqual([page, ...tombstones, 'manifest.jsonl', 'record.jsonl'].sort())
      for (const feed of tombstones)
        expect(newsroom.read(feed).match(new RegExp(`.*${SECRET}.*`, 'g'))).toEqual([
          expect.stringMatching(new RegExp(`^ *<at:deleted-entry ref="urn:x:${SECRET}" when="2026-06-01T12:00:00Z"/>$`)),
        ])
      expect(newsroom.read(page).split(SECRET).length - 1).toBe(newsroom.read(page).split(`slug-${SECRET}`).length - 1)
    },
  )

  const SECOND = 1000
  const CHANGES = [
    ['an update', { updated: { date: '2026-06-01T12:00:01Z', note: SECRET } }],
    ['a correction', { corrections: [{ date: '2026-06-01T12:00:01Z', note: SECRET }] }],
    ['a withdrawal', { withdrawn: { date: '2026-06-01T12:00:01Z', reason: SECRET, replacement: `/${SECRET}/` } }],
  ] as const

  test.each(CHANGES)('publish: of %s nothing is told before its instant, and everywhere at it', async (_name, fields) => {
    const newsroom = newsroomOf({ '2026/a.md': story({ title: 'A', topics: ['x'], ...fields }) })
    await newsroom.publish({ asOf: AS_OF + SECOND - 1 })
    expect(tracesIn(newsroom)).toEqual([])
    expect((await newsroom.publish({ dryRun: true, asOf: AS_OF })).edition.upcoming.map(({ at }) => at)).toEqual([
      AS_OF + SECOND,
    ])
    await newsroom.publish({ asOf: AS_OF + SECOND })
    expect(tracesIn(newsroom)).toEqual(
      expect.arrayContaining(['2026/a/index.html', 'changes/feed.rss', 'feed.atom', 'feed.json', 'topics/x/feed.rss']),
    )
  })

  test('publish: of a withdrawn story the notice alone is left', async () => {
    const newsroom = newsroomWith(`2026/${SECRET}.md`, { slug: 'plain', id: 'urn:x:plain', title: 'Plain' })
    await newsroom.publish()
    const withdrawn = { date: '2026-05-20', reason: 'Published in error.' }
    const kept = { topics: ['shared'], authors: ['Desk'], section: 'Plain', aliases: [], canonical: undefined }
    newsroom.write({
      [`2026/${SECRET}.md`]: story(
        { ...EVERYWHERE, slug: 'plain', id: 'urn:x:plain', title: 'Plain', ...kept, withdrawn },
        BODY,
      ),
    })
    await newsroom.publish()
    expect(tracesIn(newsroom)).toEqual(['record.jsonl'])
    expect(newsroom.read('2026/plain/index.html')).toContain('Published in error.')
  })

  test('publish: a standing page that is a draft leaves no trace', async () => {
    const newsroom = newsroomOf({
      'a.md': story({}, `See [that](pages/${SECRET}.md).\n`),
      [`pages/${SECRET}.md`]: `---\ntitle: ${SECRET}\ndraft: true\n---\n\n${SECRET}.\n`,
    })
    await newsroom.publish()
    expect(tracesIn(newsroom)).toEqual([])
  })

  test('publish: a story that comes too late for an address leaves none', async () => {
    const newsroom = newsroomOf({
      'a.md': story({ slug: 'same' }),
      [`b-${SECRET}.md`]: story({ title: SECRET, slug: 'same' }),
    })
    await newsroom.publish()
    expect(tracesIn(newsroom)).toEqual([])
  })

  test('publish: of the fixture with everything, nothing unpublished is in any byte', async () => {
    const newsroom = newsroomFrom(fixture('everything'))
    await newsroom.publish()
    expect(tracesIn(newsroom, /unpublished/i)).toEqual([])
  })
})
