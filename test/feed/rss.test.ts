import { describe, expect, test } from 'vitest'
import { newsFeed } from '../../src/feed/news-feed.ts'
import type { Article } from '../../src/model/article.ts'
import type { Site } from '../../src/model/site.ts'
import { attachment, documentOf, entryOf, image, plainStory, site, story } from './newsroom.ts'

const itemOf = (fields: Partial<Article> = {}) => entryOf({ ...story, ...fields }, { image }).rss

const channel = (fields: Partial<Site> = {}) => newsFeed(documentOf([]), { entries: [], site: { ...site, ...fields } }).rss2()

describe('rss: item', () => {
  test('guid is the id and no permalink', () => {
    expect(itemOf()).toContain('<guid isPermaLink="false">tag:news.example.org,2026:2015/kazakhstan</guid>')
  })

  test("link is the page's own URL, canonical or not; where it was first published is dc:source", () => {
    expect(itemOf()).toContain('<link>https://news.example.org/press/2015/kazakhstan/</link>')
    expect(itemOf()).toContain('<dc:source>https://www.wto.org/english/news_e/news15_e/acc_kaz_10jun15_e.htm</dc:source>')
    expect(itemOf({ canonical: 'https://news.example.org/press/2015/kazakhstan/' })).not.toContain('dc:source')
    expect(itemOf()).not.toContain('<source')
  })

  test('pubDate is the date and does not move with an update; atom:updated does, when there was one', () => {
    expect(itemOf()).toContain('<pubDate>Wed, 10 Jun 2015 10:00:00 GMT</pubDate>')
    expect(itemOf()).toContain('<atom:updated>2015-06-12T22:00:00Z</atom:updated>')
    expect(itemOf({ updated: undefined })).not.toContain('atom:updated')
  })

  test('every author is a dc:creator; there is no author element beside them', () => {
    expect(itemOf().match(/<dc:creator>[^<]*/g)).toEqual(['<dc:creator>Press Office', '<dc:creator>Secretariat'])
    expect(itemOf()).not.toContain('<author>')
  })

  test('categories name the page of their topic', () => {
    expect(itemOf()).toContain('<category domain="https://news.example.org/press/topics/accessions/">Accessions</category>')
  })

  test("says its own language and the site's rights", () => {
    expect(itemOf({ lang: 'fr' })).toContain('<dc:language>fr</dc:language>')
    expect(itemOf()).toContain('<dc:rights>© 2026 Accession News. Free to reuse with credit.</dc:rights>')
  })

  test('description is the summary, before the full content', () => {
    expect(itemOf()).toMatch(/<description>Members welcomed[^<]*<\/description>\s*<content:encoded>/)
  })

  test('description: plain text is escaped once, and as HTML where it holds what HTML escapes', () => {
    const shown = (summary: string) => /<description>(.*)<\/description>/.exec(itemOf({ summary }))?.[1]
    expect(shown('AT&T: if a < b')).toBe('AT&#x26;amp;T: if a &#x26;lt; b')
    expect(shown('the <b> tag')).toBe('the &#x26;lt;b&#x26;gt; tag')
    expect(shown('?id=1&section=2&times')).toBe('?id=1&#x26;amp;section=2&#x26;amp;times')
    expect(shown('R&D at AT&T')).toBe('R&#x26;amp;D at AT&#x26;amp;T')
    expect(shown('a "quoted" summary > none')).toBe('a "quoted" summary &#x3E; none')
    expect(shown('write &amp; for &')).toBe('write &#x26;amp;amp; for &#x26;amp;')
  })

  test('a main image is media:content with its size, alternative text, caption and credit, and no enclosure', () => {
    expect(itemOf()).toContain(
      '<media:content url="https://news.example.org/press/2015/kazakhstan.jpg" type="image/jpeg" fileSize="48213" medium="image"' +
        ' width="1200" height="800"><media:title type="plain">The closing session</media:title>' +
        '<media:description type="plain">Two delegates shake hands</media:description><media:credit>© WTO</media:credit></media:content>',
    )
    expect(itemOf()).not.toContain('<enclosure')
  })

  test('one enclosure: the first recording, else the first file', () => {
    const [pdf, mp3, mp4] = [
      attachment('/a/report.pdf', 'application/pdf'),
      attachment('/a/talk.mp3', 'audio/mpeg'),
      attachment('/a/talk.mp4', 'video/mp4'),
    ]
    const enclosures = (attachments: readonly (typeof pdf)[]) =>
      entryOf(plainStory(1), { attachments }).rss.match(/<enclosure[^>]*>/g)
    const at = 'https://news.example.org/press/a/'
    expect(enclosures([pdf, mp4, mp3])).toEqual([`<enclosure url="${at}talk.mp4" length="1234567" type="video/mp4"/>`])
    expect(enclosures([pdf, attachment('/a/b.odt', 'application/vnd.oasis.opendocument.text')])).toEqual([
      `<enclosure url="${at}report.pdf" length="1234567" type="application/pdf"/>`,
    ])
    expect(enclosures([])).toBeNull()
  })

  test('a withdrawal edits in place: same guid and pubDate, title and atom:updated say so', () => {
    const withdrawn = { date: { at: Date.UTC(2015, 8, 1), dateOnly: false }, reason: 'In error.', replacement: undefined }
    for (const kept of [/<guid.*/, /<pubDate.*/]) expect(kept.exec(itemOf({ withdrawn }))?.[0]).toBe(kept.exec(itemOf())?.[0])
    expect(itemOf({ withdrawn })).toContain('<title>Withdrawn: Kazakhstan concludes')
    expect(itemOf({ withdrawn })).toContain('<atom:updated>2015-09-01T00:00:00Z</atom:updated>')
    expect(itemOf({ withdrawn })).toContain('</time>:</strong> In error.</p>')
  })

  test('an image of which nothing is known but its type has no empty attributes', () => {
    const article = plainStory(1)
    const unknown = { ...image, lengthBytes: 0, width: undefined, height: undefined }
    expect(entryOf(article, { image: unknown }).rss).toContain(
      '<media:content url="https://news.example.org/press/2015/kazakhstan.jpg" type="image/jpeg" medium="image"/>',
    )
  })
})

describe('rss: channel', () => {
  test('an empty one has no lastBuildDate', () => {
    expect(channel()).not.toContain('lastBuildDate')
  })

  test('names itself, its page, its language, rights, publisher and generator', () => {
    for (const element of [
      '<atom:link rel="self" type="application/rss+xml" href="https://news.example.org/press/feed.rss"/>',
      '<link>https://news.example.org/press/</link>',
      '<language>en-GB</language>',
      '<copyright>© 2026 Accession News. Free to reuse with credit.</copyright>',
      '<managingEditor>newsroom@example.org (Example Press Office)</managingEditor>',
      '<dc:publisher>Example Press Office</dc:publisher>',
      '<generator>Courant 0.1.0</generator>',
    ]) {
      expect(channel()).toContain(`\n    ${element}\n`)
    }
  })

  test('managingEditor stands only with an e-mail address; parentheses in the name do not nest', () => {
    expect(channel({ email: undefined })).not.toContain('managingEditor')
    expect(channel({ publisher: { name: 'Desk (Geneva)', url: undefined } })).toContain('newsroom@example.org (Desk Geneva)<')
  })

  test("its image has the channel's title and link", () => {
    expect(channel()).toContain(
      '<image><url>https://news.example.org/press/logo.png</url><title>Accession News</title>' +
        '<link>https://news.example.org/press/</link><width>144</width><height>72</height>' +
        '<description>A compass rose</description></image>',
    )
  })

  test('an image larger than RSS allows has no size, one in a format that RSS does not know is left out', () => {
    const of = (path: `/${string}`, width: number, height: number) => channel({ image: { path, alt: '', width, height } })
    expect(of('/logo.png', 145, 72)).toMatch(/<image>.*<\/link><\/image>/)
    expect(of('/logo.JPEG', 144, 400)).toContain('<width>144</width><height>400</height>')
    expect(of('/logo.svg', 144, 72)).not.toContain('<image>')
  })
})
