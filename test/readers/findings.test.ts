import { describe, expect, test } from 'vitest'
import { isFeedFile } from '../../src/feed/feed-file.ts'
import { urlOf } from '../../src/model/address.ts'
import { PNG } from '../publish/broken-table.ts'
import { HARD_TITLES } from '../real-readers/stories.ts'
import {
  AS_OF,
  DEMONSTRATION,
  fixture,
  newsroomFrom,
  newsroomOf,
  SITE_YAML,
  story,
  type TemporaryNewsroom,
} from '../support/newsroom.ts'
import { EXEMPT, findingsOf, unexemptFindings } from './findings.ts'
import { RIGHT_ATOM, RIGHT_RSS, spoiled } from './right-feeds.ts'
import type { JudgedDocument } from './validate.ts'

const NOW = new Date(AS_OF).toISOString()

/** Everything that is known to have been hard for feeds at once. */
const HARD_CASES = {
  'site.yaml': `${SITE_YAML.replace('title: Example News', 'title: R&D <News>')}archives: all
rights: "© Example News, CC BY 4.0: https://creativecommons.org/licenses/by/4.0/?a=1&b=2."
email: desk@example.org
topics: { empty: { title: Nothing yet } }
`,
  'urn.md': story({
    title: 'A story of old',
    id: 'urn:uuid:5b1a6c0e-8f0d-4c58-9a3e-2f6f2c1f7d10',
    date: '2026-05-02',
    summary: 'R&D at AT&T, if a < b.',
    updated: { date: '2026-05-10', note: 'Adds R&D.' },
    corrections: [{ date: '2026-05-11', note: 'It was <b>B</b> & C.' }],
    image: { src: 'dot.png', alt: 'A dot & <no> more' },
  }),
  'dot.png': PNG,
  'old.md': story({ title: 'Before the web', id: 'http://old.example.org/?p=1&q=#x', date: '1975-03-01', topics: ['R&D'] }),
  'gone.md': story({
    title: 'Taken back',
    date: '2026-05-03',
    withdrawn: { date: '2026-05-20', reason: 'Not "so" & not <thus>.' },
  }),
  'brief.md': story({ title: 'Soon out again', date: '2026-05-04', expires: '2026-09-01' }),
  'arabic.ar.md': story({ title: 'خبر', date: '2026-05-05', corrections: [{ date: '2026-05-06', note: 'تصحيح' }] }),
  'arabic.fr.md': story({ title: 'Une nouvelle', date: '2026-05-05T10:00:00Z', topics: ['R&D'] }),
  'arabic.md': story(
    { title: 'The news', date: '2026-05-05T09:00:00Z' },
    '| a & b | c |\n|---|---|\n| <i>1 | 2 |\n\n- [x] done & dusted\n\n```js\na && b < c\n```\n\nA note[^1].\n\n[^1]: R&D.\n',
  ),
  'controls.md': '---\ntitle: "It\\x92s <b>out</b>"\nsummary: "A\\x85b &amp; <i>c</i>"\ndate: 2026-05-07\n---\n\nOne.\n',
  ...Object.fromEntries(
    HARD_TITLES.map((title, index) => [
      `hard-${index}.md`,
      story({ title, date: `2026-04-0${index + 1}`, summary: `Of ${title} & more.` }),
    ]),
  ),
  ...Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [
      `day/${index}.md`,
      story({ title: `Result ${index}`, date: '2026-03-01T09:00:00Z' }),
    ]),
  ),
}

async function documentsIn(newsroom: TemporaryNewsroom): Promise<readonly JudgedDocument[]> {
  const { site } = await newsroom.publish()
  // Under its former, long name an archive is a redirect (301) to the document that is checked here.
  const paths = [...newsroom.out().keys()].filter(path => isFeedFile(path) && !/archive\/[^/]*[12]{13}/.test(path))
  return paths.map(path => ({ name: path, content: newsroom.read(path), url: urlOf(site, `/${path}`), asOf: NOW }))
}

async function findingsIn(
  newsroom: TemporaryNewsroom,
): Promise<{ readonly documents: number; readonly found: readonly string[] }> {
  const documents = await documentsIn(newsroom)
  return { documents: documents.length, found: (await Promise.all(documents.map(unexemptFindings))).flat() }
}

describe('feeds have no finding of the validator but those exempt by name', () => {
  test.each(['minimal', 'everything', 'hard-text', 'base-path'])('the golden newsroom %s', async name => {
    const { documents, found } = await findingsIn(newsroomFrom(fixture(name)))
    expect(documents).toBeGreaterThan(5)
    expect(found).toEqual([])
  })

  test('the demonstration', async () => {
    expect((await findingsIn(newsroomFrom(DEMONSTRATION))).found).toEqual([])
  })

  test('a newsroom without a story', async () => {
    expect((await findingsIn(newsroomOf())).found).toEqual([])
  })

  test('a newsroom of hard cases', async () => {
    const { documents, found } = await findingsIn(newsroomOf(HARD_CASES))
    expect(documents).toBeGreaterThan(40)
    expect(found).toEqual([])
  })

  test('each kind that is exempt is found in the newsroom of hard cases: what no feed has needs no exemption', async () => {
    const documents = await documentsIn(newsroomOf(HARD_CASES))
    const main = documents.filter(({ name }) => /^(feed|archive)\b/.test(name))
    const names = (await Promise.all(main.map(findingsOf))).flat().map(({ name }) => name)
    expect([...new Set(names)].sort()).toEqual(Object.keys(EXEMPT).sort())
  })
})

describe('findingsOf: each is found where it is', () => {
  const CASES = [
    [
      'ImplausibleDate',
      RIGHT_ATOM,
      '<updated>2015-07-28T09:30:00Z</updated>\n<rights',
      '<updated>1970-01-01T00:00:00Z</updated>\n<rights',
    ],
    ['ImplausibleDate', RIGHT_RSS, 'Tue, 28 Jul 2015 09:30:00 GMT', 'Sun, 28 Jul 2030 09:30:00 GMT'],
    ['NotHtml', RIGHT_RSS, '<description>Members adopt the package &#x26;amp; the', '<description>R&#x26;D at AT&#x26;T: the'],
    ['NotHtml', RIGHT_RSS, '<description>Les négociations', '<description>if a &#x3C; b, les négociations'],
    ['NotHtml', RIGHT_ATOM, '&#x26;amp; stays', '&#x26; stays'],
    ['ContainsHTML', RIGHT_RSS, '<title>Le Kazakhstan', '<title>Le &#x3C;b>Kazakhstan'],
    ['ContainsHTML', RIGHT_RSS, '<copyright>', '<copyright>&#x3C;b>All&#x3C;/b> '],
    ['ContainsHTML', RIGHT_ATOM, 'label="Accessions"', 'label="&#x3C;b>Accessions&#x3C;/b>"'],
    ['ContainsUndeclaredHTML', RIGHT_ATOM, '<rights type="text">', '<rights type="text">&#x3C;b>All&#x3C;/b> '],
    ['ContainsUndeclaredHTML', RIGHT_ATOM, '<summary type="text">Members', '<summary type="text">&#x3C;i>Members&#x3C;/i>'],
    [
      'InvalidUUID',
      RIGHT_ATOM,
      '<id>tag:news.example.org,2015:2015/accession<',
      '<id>urn:uuid:5b1a6c0e-8f0d-4c58-9a3e-2f6f2c1f7d10#a<',
    ],
    ['InvalidURN', RIGHT_ATOM, '<id>tag:news.example.org,2015:2015/accession<', '<id>urn:isbn:123#correction<'],
    ['InvalidTAG', RIGHT_ATOM, '<id>tag:news.example.org,2015:2015/accession<', '<id>tag:news.example.org,2015:a#b#c<'],
    ['UnknownNamespace', RIGHT_ATOM, '<icon>', '<x:y xmlns:x="https://x.example.org/"/><icon>'],
    [
      'UnknownNamespace',
      RIGHT_ATOM,
      '<icon>',
      '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="a:b" when="2015-01-01T00:00:00Z"/><icon>',
    ],
    ['UndefinedElement', RIGHT_RSS, '<media:description', '<media:status state="deleted"/><media:description'],
    ['MissingCurrentInArchive', RIGHT_ATOM, '<icon>', '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/><icon>'],
    ['ArchiveIncomplete', RIGHT_ATOM, '<icon>', '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/><icon>'],
    ['DuplicateUpdated', RIGHT_ATOM, '<updated>2015-06-10T00:00:00+02:00</updated>', '<updated>2015-07-28T09:30:00Z</updated>'],
    ['BadCharacters', RIGHT_RSS, 'News of', 'News\u0085of'],
    ['BadCharacters', RIGHT_ATOM, 'News of', 'News \uFFFDof'],
    ['SAXError', RIGHT_RSS, '</channel>', ''],
  ] as const

  test.each(CASES)('%s', async (name, right, from, to) => {
    expect((await findingsOf(right)).map(found => found.name)).not.toContain(name)
    expect((await findingsOf(spoiled(right, [from, to]))).map(found => found.name)).toContain(name)
  })
})
