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
        `2026/${SECRET}.pdf`,
        `2026/${SECRET}.png`,
        `2026/${SECRET}-too.png`,
        `alias/${SECRET}/index.html`,
        `authors/author-${SECRET}/index.html`,
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

  test('publish: of a story that expired or was taken back, the record alone still knows', async () => {
    for (const hide of [{ expires: '2026-06-01T12:00:00Z' }, { draft: true }]) {
      const newsroom = newsroomWith(`2026/${SECRET}.md`, {})
      await newsroom.publish()
      newsroom.write({ [`2026/${SECRET}.md`]: story({ ...EVERYWHERE, ...hide }, BODY) })
      await newsroom.publish()
      expect(tracesIn(newsroom)).toEqual(['record.jsonl'])
    }
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
