import { describe, expect, test } from 'vitest'
import { RIGHT_RSS, spoiled } from './right-feeds.ts'
import { problemsOfFeed } from './validate.ts'

/** What is wrong, the spot that is spoiled, what comes in its place, and the problem that must be told. */
type Case = readonly [what: string, from: string, to: string, problem: RegExp]

const BODY = '&#x3C;p>Les “négociations” sont closes.&#x3C;/p>'
const GUID = '<guid isPermaLink="false">tag:news.example.org,2015:2015/accession</guid>'

const MALFORMED: readonly Case[] = [
  ['a tag left open', '</channel>', '', /not well-formed/],
  ['an undeclared prefix on an element', '<docs>', '<x:y/><docs>', /not well-formed.*prefix x/],
  ['an undeclared prefix on an attribute', '<docs>', '<docs x:y="z">', /not well-formed.*prefix x/],
  ['an entity of HTML', 'News of accessions', 'News&nbsp;of accessions', /not well-formed.*nbsp/],
  ['a bare ampersand', 'AT&#x26;T', 'AT&T', /not well-formed/],
  ['a control character', 'News of', 'News\u0001of', /not well-formed/],
  ['a reference to a control character', 'News of', 'News&#1;of', /not well-formed/],
  ['U+FFFE', 'News of', 'News\uFFFEof', /not well-formed/],
  ['text after the end', '</rss>', '</rss>x', /not well-formed/],
]

const AGAINST_THE_SCHEMA: readonly Case[] = [
  ['another version', 'version="2.0"', 'version="0.91"', /schema:/],
  ['no channel title', '<title>Example News</title>', '', /schema:/],
  ['an empty title', '<title>Example News</title>', '<title/>', /schema:/],
  ['two channel titles', '<docs>', '<title>Again</title><docs>', /schema:/],
  ['no channel link', '<link>https://news.example.org/</link>', '', /schema:/],
  ['no channel description', '<description>News of accessions</description>', '', /schema:/],
  ['an unknown element', '<docs>', '<doc>x</doc><docs>', /schema:/],
  ['an unknown namespace', '<docs>', '<y xmlns="https://example.org/y"/><docs>', /schema:/],
  ['an unknown attribute', '<docs>', '<docs lang="en">', /schema:/],
  ['text between elements', '<docs>', 'stray<docs>', /schema:/],
  ['an item with neither title nor description', '<title>Le Kazakhstan conclut</title>', '', /item 2: no title/],
  ['a named zone', '09:00:00 GMT', '09:00:00 CEST', /schema:/],
  ['an enclosure without a length', ' length="1234"', '', /schema:/],
  ['an enclosure without a type', ' length="1234" type="image/jpeg"', ' length="1234"', /schema:/],
  ['a guid mark that is no truth value', 'isPermaLink="false"', 'isPermaLink="no"', /schema:/],
  ['an image wider than RSS allows', '<width>88</width>', '<width>145</width>', /schema:/],
  ['an image without a link', '<link>https://news.example.org/</link><width>', '<width>', /schema:/],
  ['two pubDates', '<dc:creator>Press', '<pubDate>Mon, 27 Jul 2015 09:00:00 GMT</pubDate><dc:creator>Press', /schema:/],
  ['two full contents', '<enclosure', '<content:encoded>x</content:encoded><enclosure', /schema:/],
  ['an unknown element of Dublin Core', '<dc:creator>Press', '<dc:author>x</dc:author><dc:creator>Press', /schema:/],
  ['an unknown element of Atom', '<atom:updated>', '<atom:modified/><atom:updated>', /schema:/],
  ['media:content without a URL', '<media:content url="https://news.example.org/2015/hall.jpg"', '<media:content', /schema:/],
  ['a media size that is no number', 'fileSize="1234"', 'fileSize="1 kB"', /schema:/],
  ['a self link without an address', ' href="https://news.example.org/feed.rss"', '', /schema:/],
  ['a link that is no ASCII', 'https://news.example.org/2015/accession/', 'https://news.example.org/вступление/', /schema:/],
  ['an author without an address', '<dc:creator>Press', '<author>Press Office</author><dc:creator>Press', /schema:/],
]

const AGAINST_THE_RULES: readonly Case[] = [
  ['no self link', '<atom:link rel="self"', '<atom:link rel="via"', /0 self links/],
  [
    'two self links',
    '<image>',
    '<atom:link rel="self" type="application/rss+xml" href="https://news.example.org/feed.rss"/><image>',
    /2 self links/,
  ],
  [
    'a self link that is not the address',
    'href="https://news.example.org/feed.rss"',
    'href="http://news.example.org/feed.rss"',
    /self link is "http:/,
  ],
  [
    'a self link of another type',
    'type="application/rss+xml"',
    'type="application/xml"',
    /self link has the type "application\/xml"/,
  ],
  [
    'a channel that links to itself',
    '<link>https://news.example.org/</link>',
    '<link>https://news.example.org/feed.rss</link>',
    /names itself/,
  ],
  ['a title of blanks', '<title>Example News</title>\n<link>', '<title> </title>\n<link>', /the feed has no title/],
  ['no language', '<language>en</language>', '', /names no language/],
  ['a language that is none', '<language>en</language>', '<language>e</language>', /"e" is no language tag/],
  ['an empty description', 'News of accessions', '', /no description/],
  ['a description equal to the title', 'News of accessions', 'Example News', /description of the feed is its title/],
  ['a generator without a version', 'Courant 0.1.0', 'Courant', /generator names no version/],
  ['no generator', '<generator>Courant 0.1.0</generator>', '', /generator names no version/],
  ['no lastBuildDate', '<lastBuildDate>Tue, 28 Jul 2015 09:30:00 GMT</lastBuildDate>', '', /no lastBuildDate/],
  [
    'a lastBuildDate before an item',
    'Tue, 28 Jul 2015 09:30:00 GMT',
    'Mon, 27 Jul 2015 10:00:00 GMT',
    /lastBuildDate .* is before/,
  ],
  ['an image title of its own', '<title>Example News</title><link>', '<title>Logo</title><link>', /image's title "Logo"/],
  [
    'an image link of its own',
    '<link>https://news.example.org/</link><width>',
    '<link>https://example.org/</link><width>',
    /image's link/,
  ],
  [
    'a relative link',
    '<link>https://news.example.org/2015/accession/</link>',
    '<link>/2015/accession/</link>',
    /relative URL "\/2015\/accession\/"/,
  ],
  [
    'a relative enclosure',
    'enclosure url="https://news.example.org/2015/hall.jpg"',
    'enclosure url="2015/hall.jpg"',
    /relative URL "2015\/hall.jpg"/,
  ],
  [
    'a relative picture',
    'content url="https://news.example.org/2015/hall.jpg"',
    'content url="hall.jpg"',
    /media:content\/@url: relative URL/,
  ],
  ['a link with a blank in it', 'example.org/2015/accession/<', 'example.org/2015/my accession/<', /has to escape/],
  [
    'a link without a host',
    '<link>https://news.example.org/fr/2015/kazakhstan/',
    '<link>https:/fr/2015/kazakhstan/',
    /names no host/,
  ],
  ['the wrong weekday', 'Mon, 27 Jul 2015', 'Tue, 27 Jul 2015', /was a Mon, not a Tue/],
  ['no weekday', 'Mon, 27 Jul 2015', '27 Jul 2015', /no RFC 822 date/],
  ['a year of two digits', 'Mon, 27 Jul 2015', 'Mon, 27 Jul 15', /no RFC 822 date/],
  ['a day that does not exist', 'Mon, 27 Jul 2015', 'Tue, 31 Jun 2015', /a day that does not exist/],
  ['a time that does not exist', '09:00:00 GMT', '24:00:00 GMT', /a time that does not exist/],
  ['a zone that does not exist', '00:00:00 +0200', '00:00:00 +2900', /a zone that does not exist/],
  ['an ISO date', 'Mon, 27 Jul 2015 09:00:00 GMT', '2015-07-27T09:00:00Z', /no RFC 822 date/],
  ['an update of the wrong form', '2015-07-28T09:30:00Z', '2015-07-28 09:30', /no RFC 3339 date/],
  ['an update before the publication', '2015-07-28T09:30:00Z', '2015-07-26T09:30:00Z', /before it was published/],
  ['no guid', GUID, '', /no guid/],
  ['an empty guid', GUID, '<guid isPermaLink="false"> </guid>', /no id/],
  [
    'a guid with blanks around it',
    '>tag:news.example.org,2015:2015/accession<',
    '> tag:news.example.org,2015:2015/accession<',
    /blanks around it/,
  ],
  ['a guid that claims to be a link', 'isPermaLink="false"', 'isPermaLink="true"', /needs isPermaLink="false"/],
  ['a guid that does not deny to be a link', ' isPermaLink="false"', '', /needs isPermaLink="false"/],
  ['the same guid twice', '2015:fr/2015/kazakhstan', '2015:2015/accession', /two items have the id/],
  ['no link', '<link>https://news.example.org/2015/accession/</link>', '', /item 1: no link/],
  ['no date', '<pubDate>Mon, 27 Jul 2015 09:00:00 GMT</pubDate>', '', /item 1: no date/],
  ['no summary', '<description>Les négociations sont closes.</description>', '', /item 2: no summary/],
  [
    'a summary equal to the title',
    'Les négociations sont closes.<',
    'Le Kazakhstan conclut<',
    /item 2: the summary is the title/,
  ],
  ['no full content', `<content:encoded>${BODY}</content:encoded>`, '', /item 2: no full content/],
  [
    'a second enclosure',
    '<media:content',
    '<enclosure url="https://news.example.org/b.jpg" length="1" type="image/jpeg"/><media:content',
    /2 enclosures/,
  ],
  ['an enclosure of no bytes', 'length="1234"', 'length="0"', /length "0"/],
  [
    'an enclosure of a type that is none',
    'length="1234" type="image/jpeg"',
    'length="1234" type="jpeg"',
    /"jpeg" is no media type/,
  ],
  [
    'an enclosure of an unregistered type',
    'length="1234" type="image/jpeg"',
    'length="1234" type="image/jpg"',
    /"image\/jpg" is not registered/,
  ],
  [
    'an enclosure of another type than its file',
    'length="1234" type="image/jpeg"',
    'length="1234" type="image/png"',
    /enclosure's type is "image\/png"/,
  ],
  [
    'a picture of another type than its file',
    'fileSize="1234" type="image/jpeg"',
    'fileSize="1234" type="image/png"',
    /media:content's type/,
  ],
  ['a picture without a type', 'fileSize="1234" type="image/jpeg"', 'fileSize="1234"', /media:content without a type/],
  [
    'an author without an address',
    '<dc:creator>Press',
    '<author>Press Office</author><dc:creator>Press',
    /<author> "Press Office" has no e-mail/,
  ],
  [
    'an author beside a creator',
    '<dc:creator>Press',
    '<author>a@example.org (A)</author><dc:creator>Press',
    /<author> and <dc:creator> say the same/,
  ],
  [
    'a date of Dublin Core beside pubDate',
    '<dc:creator>Press',
    '<dc:date>2015-07-27T09:00:00Z</dc:date><dc:creator>Press',
    /<pubDate> and <dc:date> say the same/,
  ],
  [
    'rights of Dublin Core beside copyright',
    '<docs>',
    '<dc:rights>x</dc:rights><docs>',
    /<copyright> and <dc:rights> say the same/,
  ],
  ['a creator without a name', '<dc:creator>Press Office<', '<dc:creator> <', /an author without a name/],
  ['a category without a term', '>Accessions<', '> <', /a category without a term/],
  [
    'a category twice',
    '<description>Members',
    '<category>Accessions</category><description>Members',
    /category "Accessions" twice/,
  ],
  ['an unassigned character', 'News of', 'News\uFDD0of', /forbidden character U\+FDD0/],
  ['a noncharacter beyond the first plane', 'News of', 'News\u{1FFFF}of', /forbidden character U\+1FFFF/],
  ['a byte order mark', '<?xml', '\uFEFF<?xml', /byte order mark/],
]

describe('problemsOfFeed, RSS', () => {
  test('problemsOfFeed: a right RSS document has none', async () => {
    expect(await problemsOfFeed(RIGHT_RSS)).toEqual([])
  })

  test.each([...MALFORMED, ...AGAINST_THE_SCHEMA, ...AGAINST_THE_RULES])(
    'problemsOfFeed: RSS with %s is told',
    async (_, from, to, problem) => {
      const problems = await problemsOfFeed(spoiled(RIGHT_RSS, [from, to]))
      expect(problems.join('\n')).toMatch(problem)
      expect(problems.every(text => text.startsWith('feed.rss: '))).toBe(true)
    },
  )

  test('problemsOfFeed: a date later than asOf is told', async () => {
    const problems = await problemsOfFeed({ ...RIGHT_RSS, asOf: '2015-07-28T09:00:00Z' })
    expect(problems.join('\n')).toMatch(/lastBuildDate: .* is later than/)
    expect(problems.join('\n')).toMatch(/atom:updated: .* is later than/)
  })

  test('problemsOfFeed: more than 54 items, and more than 512 KiB, are told', async () => {
    const item = RIGHT_RSS.content.slice(RIGHT_RSS.content.indexOf('<item xml:lang'), RIGHT_RSS.content.indexOf('</channel>'))
    const many = Array.from({ length: 53 }, (_, n) => item.replace('2015:fr/', `2015:fr/${n}/`)).join('')
    expect((await problemsOfFeed(spoiled(RIGHT_RSS, ['</channel>', `${many}</channel>`]))).join()).toMatch(/55 items/)
    const long = await problemsOfFeed(spoiled(RIGHT_RSS, ['sont closes.&#x3C;/p>', `${'é'.repeat(256 * 1024)}&#x3C;/p>`]))
    expect(long.join()).toMatch(/\d+ bytes: at most 524288/)
  })

  test('problemsOfFeed: content in a CDATA section is read as it stands', async () => {
    const cdata = '<![CDATA[<p>Les “négociations” sont closes.</p><script>x</script>]]>'
    expect((await problemsOfFeed(spoiled(RIGHT_RSS, [BODY, cdata]))).join()).toMatch(/<script> does not belong/)
  })

  test('problemsOfFeed: a name that is no feed is refused', async () => {
    await expect(problemsOfFeed({ ...RIGHT_RSS, name: 'feed.xml' })).rejects.toThrow('feed.xml is not named as a feed')
  })
})
