import { describe, expect, test } from 'vitest'
import { RIGHT_ATOM, spoiled } from './right-feeds.ts'
import { problemsOfFeed } from './validate.ts'

/** What is wrong, the spot that is spoiled, what comes in its place, and the problem that must be told. */
type Case = readonly [what: string, from: string, to: string, problem: RegExp]

const FEED_UPDATED = '<updated>2015-07-28T09:30:00Z</updated>\n<rights'
const ENTRY_ID = '<id>tag:news.example.org,2015:2015/accession</id>'
const FEED_AUTHOR =
  '<author><name>Example Press Office</name><uri>https://news.example.org/</uri><email>desk@example.org</email></author>'
const BODY = '<content type="html">&#x3C;p>Les “négociations” sont closes.&#x3C;/p></content>'

const AGAINST_THE_SCHEMA: readonly Case[] = [
  ['no feed id', '<id>tag:news.example.org,2015:feed</id>', '', /schema:/],
  ['no feed title', '<title type="text">Example News</title>', '', /schema:/],
  ['no feed updated', FEED_UPDATED, '<rights', /schema:/],
  ['two feed titles', '<icon>', '<title>Again</title><icon>', /schema:/],
  ['two subtitles', '<icon>', '<subtitle>Again</subtitle><icon>', /schema:/],
  ['no entry id', ENTRY_ID, '', /schema:/],
  ['two entry ids', ENTRY_ID, ENTRY_ID + ENTRY_ID, /schema:/],
  ['no entry title', '<title type="text">Le Kazakhstan conclut</title>', '', /schema:/],
  ['no entry updated', '<updated>2015-06-10T00:00:00+02:00</updated>', '', /schema:/],
  ['two contents', BODY, BODY + BODY, /schema:/],
  ['two summaries', BODY, `<summary>Again</summary>${BODY}`, /schema:/],
  ['an unknown element of Atom', '<icon>', '<modified/><icon>', /schema:/],
  ['an unknown attribute', '<icon>', '<icon size="16">', /schema:/],
  ['text between elements', '<icon>', 'stray<icon>', /schema:/],
  ['a text of an unknown type', '<title type="text">Le', '<title type="markdown">Le', /schema:/],
  ['markup in a plain text', 'Le Kazakhstan conclut', 'Le <b xmlns="http://www.w3.org/1999/xhtml">K</b> conclut', /schema:/],
  ['XHTML without its div', '<title type="text">Le Kazakhstan conclut', '<title type="xhtml">Le Kazakhstan conclut', /schema:/],
  ['an id that is not absolute', '>tag:news.example.org,2015:2015/accession<', '>2015/accession<', /schema:/],
  ['a date without a zone', '<published>2015-07-27T09:00:00Z<', '<published>2015-07-27T09:00:00<', /schema:/],
  ['a date without a time', '<published>2015-07-27T09:00:00Z<', '<published>2015-07-27<', /schema:/],
  ['a link without an address', ' href="https://news.example.org/2015/accession/"', '', /schema:/],
  ['a link of a type that is none', 'type="image/jpeg"', 'type="jpeg"', /schema:/],
  ['a link length that is no number', 'length="1234"', 'length="1 kB"', /schema:/],
  ['a category without a term', ' term="accessions"', '', /schema:/],
  ['a person without a name', '<name>Example Press Office</name>', '', /schema:/],
  ['a person with two addresses', '<email>', '<email>a@example.org</email><email>', /schema:/],
  ['an e-mail address that is none', 'desk@example.org', 'the desk', /schema:/],
  [
    'content both inside and elsewhere',
    '<content type="html">',
    '<content type="text/html" src="https://example.org/a">',
    /schema:/,
  ],
  ['an empty language of a link', 'hreflang="fr"', 'hreflang=""', /schema:/],
  [
    'a tombstone without a date',
    '<entry>',
    '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="tag:a,2015:b"/><entry>',
    /schema:/,
  ],
  ['an unknown element of RFC 5005', '<icon>', '<fh:old xmlns:fh="http://purl.org/syndication/history/1.0"/><icon>', /schema:/],
]

const AGAINST_THE_RULES: readonly Case[] = [
  ['no self link', 'rel="self"', 'rel="via"', /0 self links/],
  [
    'a self link that is not the address',
    'href="https://news.example.org/feed.atom"',
    'href="https://example.org/feed.atom"',
    /self link is "https:\/\/example.org/,
  ],
  ['a self link without a type', '<link rel="self" type="application/atom+xml"', '<link rel="self"', /self link has no type/],
  [
    'no alternate link',
    '<link rel="alternate" type="text/html" href="https://news.example.org/"/>',
    '',
    /no page that shows the same/,
  ],
  [
    'an alternate link of another type',
    '<link rel="alternate" type="text/html" href="https://news.example.org/"/>',
    '<link rel="alternate" type="text/plain" href="https://news.example.org/"/>',
    /alternate link has the type "text\/plain"/,
  ],
  [
    'two alternates of one kind',
    '<entry>',
    '<link type="text/html" href="https://example.org/"/><entry>',
    /two alternate links of one kind/,
  ],
  [
    'two alternates of one kind in an entry',
    '<published>2015-06',
    '<link type="text/html" hreflang="fr" href="https://example.org/"/><published>2015-06',
    /item 2: two alternate links/,
  ],
  [
    'no alternate link in an entry',
    '<link rel="alternate" type="text/html" hreflang="fr" href="https://news.example.org/fr/2015/kazakhstan/"/>',
    '',
    /item 2: no link/,
  ],
  ['no language', ' xml:lang="en"', '', /names no language/],
  ['a language that is none', 'xml:lang="fr"', 'xml:lang="f"', /"f" is no language tag/],
  ['a subtitle equal to the title', '>News of accessions<', '>Example News<', /description of the feed is its title/],
  ['no subtitle', '<subtitle type="text">News of accessions</subtitle>', '', /the feed has no description/],
  ['a generator without a version', ' version="0.1.0"', '', /generator names no version/],
  [
    'an update before an entry',
    FEED_UPDATED,
    '<updated>2015-07-28T09:00:00Z</updated>\n<rights',
    /updated .* is before an entry's/,
  ],
  [
    'an update before the publication',
    '<updated>2015-06-10T00:00:00+02:00</updated>',
    '<updated>2015-06-09T00:00:00+02:00</updated>',
    /item 2: updated .* before it was published/,
  ],
  ['no date of publication', '<published>2015-06-10T00:00:00+02:00</published>', '', /item 2: no date of publication/],
  ['a day that does not exist', '<published>2015-07-27T', '<published>2015-02-30T', /a day that does not exist/],
  [
    'a time that does not exist',
    '<published>2015-07-27T09:00:00Z',
    '<published>2015-07-27T24:00:00Z',
    /a time that does not exist/,
  ],
  ['a lower-case date', '<published>2015-07-27T09:00:00Z', '<published>2015-07-27t09:00:00z', /no RFC 3339 date/],
  [
    'an id that is no IRI',
    '>tag:news.example.org,2015:2015/accession<',
    '>tag:news.example.org,2015:my accession<',
    /no absolute IRI/,
  ],
  ['the same id twice', '2015:fr/2015/kazakhstan<', '2015:2015/accession<', /two items have the id/],
  ['an entry with the id of the feed', '2015:fr/2015/kazakhstan<', '2015:feed<', /an entry has the id of the feed/],
  ['a title as HTML', '<title type="text">Le', '<title type="html">Le', /item 2: atom:title has the type "html"/],
  ['a feed title as HTML', '<title type="text">Example', '<title type="html">Example', /atom:title has the type "html"/],
  ['a summary as HTML', '<summary type="text">Les', '<summary type="html">Les', /item 2: atom:summary has the type "html"/],
  ['rights as HTML', '<rights type="text">', '<rights type="html">', /atom:rights has the type "html"/],
  [
    'content as plain text',
    '<content type="html">&#x3C;p>Les',
    '<content>&#x3C;p>Les',
    /item 2: the content has the type "text"/,
  ],
  ['content elsewhere', BODY, '<content type="text/html" src="https://example.org/a"/>', /item 2: no full content/],
  ['no content', BODY, '', /item 2: no full content/],
  ['no summary', '<summary type="text">Les négociations sont closes.</summary>', '', /item 2: no summary/],
  [
    'a summary equal to the title',
    'Les négociations sont closes.<',
    'Le Kazakhstan conclut<',
    /item 2: the summary is the title/,
  ],
  ['an empty title', 'Le Kazakhstan conclut', '', /item 2: no title/],
  ['an empty term', 'term="accessions"', 'term=""', /a category without a term/],
  ['a scheme that is relative', 'scheme="https://news.example.org/topics/"', 'scheme="topics"', /no absolute IRI/],
  [
    'a relative link',
    'href="https://news.example.org/2015/accession/"',
    'href="/2015/accession/"',
    /relative URL "\/2015\/accession\/"/,
  ],
  ['a relative icon', 'https://news.example.org/icon.png', 'icon.png', /relative URL "icon.png"/],
  ['a relative page of a person', '<uri>https://news.example.org/', '<uri>/about/', /relative URL "\/about\/"/],
  ['a relative page of the generator', 'uri="https://courant.example.org/"', 'uri="courant"', /relative URL "courant"/],
  ['an enclosure of another type than its file', 'type="image/jpeg"', 'type="image/png"', /enclosure's type is "image\/png"/],
  ['an enclosure without a length', ' length="1234"', '', /enclosure's length ""/],
  ['an enclosure of an unregistered type', 'type="image/jpeg"', 'type="image/pdf"', /"image\/pdf" is not registered/],
  [
    'a relative link in a body',
    'href="https://news.example.org/about/"',
    'href="/about/"',
    /<a href>: relative URL "\/about\/"/,
  ],
  ['an event handler in a body', '&#x3C;p>Les', '&#x3C;p onclick="x()">Les', /<p onclick> is an event handler/],
]

const ALLOWED: readonly (readonly [what: string, from: string, to: string])[] = [
  ['no author of the feed when each entry has one', FEED_AUTHOR, ''],
  ['an extension of one value', '<icon>', '<x:y xmlns:x="https://example.org/x">z</x:y><icon>'],
  ['an extension with structure', BODY, `${BODY}<x:y xmlns:x="https://example.org/x" a="b">z<x:y/></x:y>`],
  ['an attribute of another namespace', '<icon>', '<icon xmlns:x="https://example.org/x" x:y="z">'],
  ['the mark of an archive', '<icon>', '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/><icon>'],
  ['the mark of a complete feed', '<icon>', '<fh:complete xmlns:fh="http://purl.org/syndication/history/1.0"/><icon>'],
  [
    'a tombstone',
    '<entry>',
    '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="tag:news.example.org,2015:b" when="2015-07-01T00:00:00Z"><at:comment>Withdrawn</at:comment></at:deleted-entry><entry>',
  ],
  ['a base', '<icon>', '<icon xml:base="https://example.org/">'],
  [
    'alternates in two languages',
    '<published>2015-06',
    '<link type="text/html" hreflang="en" href="https://example.org/"/><published>2015-06',
  ],
]

const XHTML = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Les <b>négociations</b></p></div>'

/** Right by RFC 4287, though our rules ask for HTML. */
const IN_THE_SCHEMA: readonly (readonly [what: string, content: string])[] = [
  ['XHTML', `<content type="xhtml">${XHTML}</content>`],
  ['plain text', '<content type="text">Les négociations</content>'],
  ['XML of another kind', '<content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"/></content>'],
  ['a link', '<content type="text/html" src="https://news.example.org/a"/>'],
]

describe('problemsOfFeed, Atom', () => {
  test('problemsOfFeed: a right Atom document has none', async () => {
    expect(await problemsOfFeed(RIGHT_ATOM)).toEqual([])
  })

  test.each([...AGAINST_THE_SCHEMA, ...AGAINST_THE_RULES])(
    'problemsOfFeed: Atom with %s is told',
    async (_, from, to, problem) => {
      expect((await problemsOfFeed(spoiled(RIGHT_ATOM, [from, to]))).join('\n')).toMatch(problem)
    },
  )

  test.each(ALLOWED)('problemsOfFeed: Atom with %s is right', async (_, from, to) => {
    expect(await problemsOfFeed(spoiled(RIGHT_ATOM, [from, to]))).toEqual([])
  })

  test.each(IN_THE_SCHEMA)('problemsOfFeed: content as %s holds to the schema, and is told by a rule', async (_, content) => {
    const problems = await problemsOfFeed(spoiled(RIGHT_ATOM, [BODY, content]))
    expect(problems.join('\n')).not.toContain('schema:')
    expect(problems.join('\n')).toMatch(/item 2: the content has the type/)
  })

  test('problemsOfFeed: an entry without an author in a feed without one is told', async () => {
    const anonymous = spoiled(spoiled(RIGHT_ATOM, [FEED_AUTHOR, '']), [
      '<author><name>Press Office</name></author>\n<summary type="text">Les',
      '<summary type="text">Les',
    ])
    expect(await problemsOfFeed(anonymous)).toEqual(['feed.atom: item 2 has no author, and neither has the feed'])
    const sourced = spoiled(anonymous, [BODY, `${BODY}<source><author><name>Another Office</name></author></source>`])
    expect(await problemsOfFeed(sourced)).toEqual([])
  })

  test('problemsOfFeed: an entry document is an Atom document', async () => {
    const entry = RIGHT_ATOM.content.slice(RIGHT_ATOM.content.indexOf('<entry xml:lang'), RIGHT_ATOM.content.indexOf('</feed>'))
    const content = entry.replace('<entry ', '<entry xmlns="http://www.w3.org/2005/Atom" ')
    expect((await problemsOfFeed({ ...RIGHT_ATOM, content })).join('\n')).not.toContain('schema:')
    expect((await problemsOfFeed({ ...RIGHT_ATOM, content: content.replace('<updated>', '<x/><updated>') })).join()).toContain(
      'schema:',
    )
  })

  test('problemsOfFeed: a date later than asOf is told', async () => {
    const problems = await problemsOfFeed({ ...RIGHT_ATOM, asOf: '2015-07-27T08:59:59Z' })
    expect(problems.join('\n')).toMatch(
      /atom:entry 1\/atom:published: "2015-07-27T09:00:00Z" is later than 2015-07-27T08:59:59Z/,
    )
  })
})
