import { beforeAll, describe, expect, test } from 'vitest'
import { entryIri } from '../../src/feed/entry-iri.ts'
import { newsFeed, writeFeed } from '../../src/feed/news-feed.ts'
import type { Article } from '../../src/model/article.ts'
import { FEED_FORMATS, type FeedFormat, FORMATS } from '../../src/model/edition.ts'
import { clean, cleanLine } from '../../src/xml/write-xml.ts'
import { Random } from '../publish/random.ts'
import { checkXml } from '../readers/check-xml.ts'
import type { FeedDocument } from '../readers/feed-document.ts'
import { checkJson } from '../readers/json-feed.ts'
import { type Place, placesOfJson, placesOfXml } from '../readers/places.ts'
import { type ReadFeed, readAtom, readJson, readRss } from '../readers/read-feed.ts'
import { characterProblem, urlProblem } from '../readers/value-rules.ts'
import { attachment, documentOf, entryOf, image, plainStory, site } from './newsroom.ts'

/** `COURANT_ITEMS=50000 COURANT_SEED=7 npm run test:long` writes more items, and others. */
const ITEMS = Number(process.env.COURANT_ITEMS ?? 10_000)
const SEED = Number(process.env.COURANT_SEED ?? 2_026)

const ITEMS_PER_DOCUMENT = 50

/** How often a title is of 100 KB. */
const HUGE = 1 / 400

beforeAll(() => console.info(`seed ${SEED}`))

const BREAKERS = [
  ']]>',
  ']]>]]>',
  '<![CDATA[',
  ']]',
  '-->',
  '<!--',
  '<?xml?>',
  '<!DOCTYPE x [<!ENTITY e "x">]>',
  '</title>',
  '</item></channel></rss>',
  '</entry>',
  '&',
  '&amp;',
  '&#0;',
  '&#x1F;',
  '&nbsp;',
  '&e;',
  '<',
  '"',
  "'",
  '>',
  '\\',
  '\\u0000',
  '"},{"id":"x',
  '\r\n',
  '\t',
  '\u2028',
  '\u0085',
  '\ufeff',
  '\ufffe',
  '\uffff',
  '\ufdd0',
  '\u{1fffe}',
  '\ud800',
  '\udc00\ud800',
  '🎉',
  '𝒳',
  '👩‍👩‍👧',
  '\u202eevil\u202c',
  '\u2066ab\u2069',
  'שלום',
  'العربية',
  'Қазақстан',
  'e\u0301\u0301\u0301',
] as const

const HOSTILE_ADDRESSES = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'vbscript:x',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  'blob:https://example.org/x',
  'about:blank',
  'ftp://example.org/',
  '//example.org/a',
  '/relative',
  '../up',
  '?query',
  '#fragment',
  'example.org',
  'https:',
  'https://',
  'http:///',
  'https://[::1',
  'https://exa mple.org/',
  'https://example.org:99999/',
  'https://user:pass@example.org/a b?c=<d>&e="f"#]]>',
  'https://example.org/%zz%',
  'http://қаз.example/қ?қ#қ',
  'mailto:a@example.org',
  'mailto:a b<c>@example.org?subject=]]>',
  'tel:+41',
  '',
] as const

/** Any text: pieces that break feeds, random code units, any character, and plain words. */
function anyText(random: Random, most = 12): string {
  return Array.from({ length: random.between(0, most) }, () => anyPiece(random)).join('')
}

/** Any text with something to read in it, as front matter must have. */
function anyWords(random: Random): string {
  return random.chance(0.5) ? `${anyText(random)}w` : `w${anyText(random)}`
}

function anyPiece(random: Random): string {
  switch (random.between(0, 5)) {
    case 0:
    case 1:
      return random.pick(BREAKERS)
    case 2:
      return String.fromCharCode(random.between(0, 0xffff))
    case 3:
      return String.fromCodePoint(random.between(0, 0x10ffff))
    case 4:
      return String.fromCharCode(random.between(0, 0x20))
    default:
      return random.pick(['word', ' ', 'a b', 'News of the day. '])
  }
}

function anyAddress(random: Random): string {
  return random.chance(0.3)
    ? anyText(random, 4)
    : random.pick(HOSTILE_ADDRESSES) + (random.chance(0.3) ? anyText(random, 3) : '')
}

function hugeText(random: Random): string {
  const piece = `${anyText(random)}x`
  return piece.repeat(Math.ceil(100_000 / Buffer.byteLength(piece)))
}

/** A text that may be missing. */
function perhaps<T>(random: Random, value: T): T | undefined {
  return random.chance(0.5) ? value : undefined
}

function maybe(random: Random, text: string): string | undefined {
  return random.chance(0.7) ? text : undefined
}

/** A story in which every text is any text. Its id begins with its number, as ids are checked to be unique. */
function anyStory(number: number, random: Random): Article {
  const at = Date.UTC(2020, 0, 1) - number * 60_000
  const date = { at: at + random.between(0, 10) * 86_400_000, dateOnly: random.chance(0.5) }
  return plainStory(number, {
    // Front matter takes no id with what an IRI cannot hold.
    id: `tag:news.example.org,2026:${number}:${anyText(random).replace(/[\s<>"\\^`{|}\p{Cc}]/gu, '')}`,
    title: random.chance(HUGE) ? hugeText(random) : anyWords(random),
    summary: anyWords(random),
    date: { at, dateOnly: random.chance(0.5) },
    authors: Array.from({ length: random.between(0, 3) }, () => ({
      slug: 'a',
      name: anyWords(random),
      type: 'person',
      email: maybe(random, random.chance(0.5) ? 'a@example.org' : anyText(random)),
      url: maybe(random, anyAddress(random)),
    })),
    // A slug becomes part of an address, which takes any text but lone surrogates; no two topics of a story are the same.
    topics: Array.from({ length: random.between(0, 3) }, (_, index) => ({
      slug: `${index}${anyText(random).toWellFormed()}`,
      title: `${index}${anyText(random)}`,
    })),
    dateline: maybe(random, anyText(random)),
    disclaimer: perhaps(random, { text: anyText(random), lang: random.chance(0.5) ? 'en' : 'ar' }),
    boilerplate: perhaps(random, { text: anyText(random), lang: 'en' }),
    notes: Array.from({ length: random.between(0, 3) }, () => anyText(random)),
    contact: perhaps(random, {
      name: anyText(random),
      email: maybe(random, anyText(random)),
      phone: maybe(random, anyText(random)),
    }),
    updated: random.chance(0.3) ? { date, note: maybe(random, anyText(random)) } : undefined,
    corrections: random.chance(0.2) ? [{ date, note: anyText(random) }] : [],
    withdrawn: random.chance(0.1)
      ? { date, reason: anyText(random), replacement: maybe(random, anyAddress(random)) }
      : undefined,
    image: {
      path: 'a.jpg',
      alt: anyText(random),
      credit: maybe(random, anyAddress(random)),
      caption: maybe(random, anyText(random)),
    },
    canonical: maybe(random, anyAddress(random)),
  })
}

/** The documents of these stories, in every format. */
function write(articles: readonly Article[], random: Random): ReadonlyMap<FeedFormat, FeedDocument> {
  const at = {
    ...site,
    rights: anyText(random),
    email: anyText(random),
    publisher: { name: anyWords(random), url: anyAddress(random) },
  }
  const entries = articles.map(article =>
    entryOf(article, {
      body: `<p>${anyText(random)}</p>`,
      image: random.chance(0.5) ? image : undefined,
      attachments: random.chance(0.3) ? [{ ...attachment('/a.pdf', 'application/pdf'), title: anyWords(random) }] : [],
      site: at,
    }),
  )
  const feed = newsFeed(documentOf(articles, { title: anyWords(random), description: anyWords(random) }), { entries, site: at })
  return new Map(
    FORMATS.map(format => {
      const name = FEED_FORMATS[format].file
      return [format, { name, content: writeFeed(feed, format), url: `${site.origin}${site.basePath}/${name}` }]
    }),
  )
}

interface Reading {
  readonly feed: ReadFeed
  readonly places: readonly Place[]
}

/** What a parser makes of the document; throws what it says of one that is not well-formed, or breaks our schema. */
async function read({ name, content, url }: FeedDocument, format: FeedFormat): Promise<Reading> {
  if (format === 'json') {
    const { feed, problems } = checkJson(content)
    if (feed === undefined || problems.length > 0) throw new Error(`${name}: ${problems.join('; ')}`)
    return { feed: readJson(feed), places: placesOfJson(feed) }
  }
  const { root, problems } = await checkXml({ name, content, url }, format)
  if (root === undefined) throw new Error(`${name}: ${problems.join('; ')}`)
  if (problems.length > 0) throw new Error(`${name}: ${problems.join('; ')}`)
  return { feed: format === 'rss' ? readRss(root) : readAtom(root), places: placesOfXml(root) }
}

/** What is wrong with a document of these stories. */
async function problemsOf(
  document: FeedDocument,
  format: FeedFormat,
  articles: readonly Article[],
): Promise<readonly string[]> {
  const { feed, places } = await read(document, format).catch((error: unknown) => ({ feed: undefined, places: String(error) }))
  if (feed === undefined) return [places]
  const wanted = articles.map(({ id }) => (format === 'atom' ? entryIri(clean(id), site) : clean(id)))
  const [ids, titles] = [feed.items.map(({ id }) => id), feed.items.map(({ title }) => title)]
  const character = characterProblem(format === 'json' ? textsOf(JSON.parse(document.content)) : document.content)
  return [
    ...(JSON.stringify(ids) === JSON.stringify(wanted) ? [] : [`${format}: its ids are not those of the stories`]),
    ...titles.flatMap((title, index) => titleProblem(title, articles[index])),
    ...(character === undefined ? [] : [`${format} ${character}`]),
    ...places
      .filter(({ kind }) => kind === 'url')
      .flatMap(({ where, value }) => addressProblem(value).map(text => `${where}: ${text}`)),
  ]
}

function titleProblem(title: string | undefined, article: Article | undefined): readonly string[] {
  const wanted = cleanLine(article?.title ?? '')
  return title?.endsWith(wanted)
    ? []
    : [`the title ${JSON.stringify(wanted.slice(0, 80))} reads back as ${title?.slice(0, 80)}`]
}

function addressProblem(value: string): readonly string[] {
  const problem = /^(?:https?:\/\/|mailto:)/.test(value) ? urlProblem(value) : `"${value}" is neither of the web nor of mail`
  return problem === undefined ? [] : [problem]
}

/** Every string of a JSON value, names of members too. */
function textsOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  return Object.entries(value)
    .map(([name, member]) => name + textsOf(member))
    .join('\n')
}

describe('renderEntry and writeFeed', () => {
  test(`${ITEMS} items of any text are all in well-formed documents, cleaned, and name no address but of the web and of mail`, async () => {
    const random = new Random(SEED)
    for (let first = 0; first < ITEMS; first += ITEMS_PER_DOCUMENT) {
      const articles = Array.from({ length: ITEMS_PER_DOCUMENT }, (_, index) => anyStory(first + index, random))
      const documents = [...write(articles, random)]
      const problems = await Promise.all(documents.map(([format, document]) => problemsOf(document, format, articles)))
      expect(problems.flat(), `items from ${first}, seed ${SEED}`).toEqual([])
    }
  })

  test.each<[FeedFormat, string, (content: string) => string]>([
    ['rss', 'a mark that ends no section', content => content.replace(/<content:encoded><!\[CDATA\[/, '$&]]>&')],
    ['rss', 'an undeclared namespace', content => content.replace(/<dc:language>/g, '<xx:language>')],
    ['atom', 'a control character', content => content.replace('<title type="text">', '$&\u0001')],
    ['json', 'a bare line break', content => content.replace('"summary": "', '$&\n')],
    ['json', 'half a character', content => content.replace('"content_html": "', '$&\\ud800')],
    ['rss', 'an item lost', content => content.replace(/ {4}<item>[\s\S]*?<\/item>/, '')],
    ['atom', 'an entry lost', content => content.replace(/ {2}<entry [\s\S]*?<\/entry>/, '')],
    ['atom', 'a title changed', content => content.replace('>Story 1<', '>Story one<')],
    [
      'atom',
      'a script for an address',
      content => content.replace(/rel="alternate" type="text\/html" href="/g, '$&javascript:'),
    ],
    ['rss', 'a relative address', content => content.replaceAll('<link>https://news.example.org', '<link>')],
  ])('a document with a fault is caught: %s with %s', async (format, _, spoil) => {
    const articles = [0, 1, 2].map(number => plainStory(number, { title: `Story ${number}` }))
    const document = write(articles, new Random(1)).get(format)
    if (document === undefined) throw new Error(`there is no ${format}`)
    expect(await problemsOf(document, format, articles)).toEqual([])
    expect(await problemsOf({ ...document, content: spoil(document.content) }, format, articles)).not.toEqual([])
  })
})
