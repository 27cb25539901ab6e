import { describe, expect, test } from 'vitest'
import { newsFeed } from '../../src/feed/news-feed.ts'
import type { Article } from '../../src/model/article.ts'
import type { Site } from '../../src/model/site.ts'
import { attachment, documentOf, entryOf as entryFor, image, plainStory, site, story } from './newsroom.ts'

const entryOf = (fields: Partial<Article> = {}) => entryFor({ ...story, ...fields }, { image }).atom

const feed = (fields: Partial<Site> = {}) => newsFeed(documentOf([]), { entries: [], site: { ...site, ...fields } }).atom1()

describe('atom: entry', () => {
  test('id is the id, byte for byte, though it is no URL', () => {
    expect(entryOf({ id: 'tag:example.org,2026:é/%7e' })).toContain('<id>tag:example.org,2026:é/%7e</id>')
  })

  test('title and summary are text, content is html', () => {
    expect(entryOf({ title: 'if a < b' })).toContain('<title type="text">if a &#x3C; b</title>')
    expect(entryOf()).toContain('<summary type="text">Members welcomed')
    expect(entryOf()).toContain('<content type="html"><![CDATA[<p>')
  })

  test('a blank summary is left out', () => {
    expect(entryOf({ summary: ' \u0000' })).not.toContain('<summary')
  })

  test('alternate is the page here, via where the story was first published', () => {
    expect(entryOf()).toContain(
      '<link rel="alternate" type="text/html" href="https://news.example.org/press/2015/kazakhstan/"/>',
    )
    expect(entryOf()).toContain('<link rel="via" href="https://www.wto.org/english/news_e/news15_e/acc_kaz_10jun15_e.htm"/>')
    expect(entryOf({ canonical: undefined })).not.toContain('rel="via"')
  })

  test('published stays, updated follows a noted update', () => {
    expect(entryOf()).toContain('<published>2015-06-10T10:00:00Z</published>\n    <updated>2015-06-12T22:00:00Z</updated>')
    expect(entryOf({ updated: undefined })).toContain('<updated>2015-06-10T10:00:00Z</updated>')
  })

  test('every author with what is known of them', () => {
    expect(entryOf()).toContain(
      '<author><name>Press Office</name><uri>https://example.org/desk</uri><email>desk@example.org</email></author>',
    )
    expect(entryOf()).toContain('<author><name>Secretariat</name></author>')
  })

  test('categories have scheme, term and label', () => {
    expect(entryOf()).toContain(
      '<category scheme="https://news.example.org/press/topics/" term="accessions" label="Accessions"/>',
    )
  })

  test('every file is an enclosure with its true length and type', () => {
    const attachments = [attachment('/a/report.pdf', 'application/pdf'), attachment('/a/talk.mp3', 'audio/mpeg')]
    expect(entryFor(plainStory(1), { attachments }).atom.match(/<link rel="enclosure"[^>]*>/g)).toEqual([
      '<link rel="enclosure" type="application/pdf" length="1234567" title="The file /a/report.pdf" href="https://news.example.org/press/a/report.pdf"/>',
      '<link rel="enclosure" type="audio/mpeg" length="1234567" title="The file /a/talk.mp3" href="https://news.example.org/press/a/talk.mp3"/>',
    ])
  })

  test('a correction moves updated, a withdrawal too, and the title says that the story is withdrawn', () => {
    const corrections = [{ date: { at: Date.UTC(2015, 7, 1), dateOnly: false }, note: 'A figure.' }]
    expect(entryOf({ corrections })).toContain('<updated>2015-08-01T00:00:00Z</updated>')
    const withdrawn = { date: { at: Date.UTC(2015, 8, 1), dateOnly: false }, reason: 'In error.', replacement: undefined }
    expect(entryOf({ corrections, withdrawn })).toContain('<updated>2015-09-01T00:00:00Z</updated>')
    expect(entryOf({ withdrawn })).toContain('<published>2015-06-10T10:00:00Z</published>')
    expect(entryOf({ withdrawn })).toContain('<title type="text">Withdrawn: Kazakhstan concludes')
    expect(entryOf({ withdrawn, lang: 'fr' })).not.toContain('Withdrawn: ')
  })

  test('says its own language and rights', () => {
    expect(entryOf({ lang: 'fr' })).toContain('<entry xml:lang="fr">')
    expect(entryOf()).toContain('<rights type="text">© 2026')
  })
})

describe('atom: feed', () => {
  test('an empty one was updated at a fixed date that validators take for one, or when its last story went, by no clock', async () => {
    expect(feed()).toContain('<updated>2000-01-01T00:00:00Z</updated>')
    const tombstones = [{ id: 'tag:news.example.org,2026:gone', when: Date.UTC(2026, 4, 3) }]
    const document = documentOf([], { tombstones })
    const emptied = newsFeed(document, { entries: [], site })
    expect(emptied.atom1()).toContain('<updated>2026-05-03T00:00:00Z</updated>')
    expect(emptied.rss2()).toContain('<lastBuildDate>Sun, 03 May 2026 00:00:00 GMT</lastBuildDate>')
  })

  test('an archive leads back; the oldest, which cannot, leads on, to the current document where it is the only one', () => {
    const linksIn = (head: Parameters<typeof documentOf>[1]) =>
      newsFeed(documentOf([], head), { entries: [], site })
        .atom1()
        .match(/<link rel="(?:prev|next)-archive".*?href="[^"]*"/g)
        ?.map(link => link.replace('type="application/atom+xml" ', ''))
    const at = 'https://news.example.org/press'
    expect(linksIn({ archive: '2026-02', previous: '2026-01' })).toEqual([
      `<link rel="prev-archive" href="${at}/archive/2026-01/feed.atom"`,
    ])
    expect(linksIn({ archive: '2026-01', next: '2026-02' })).toEqual([
      `<link rel="next-archive" href="${at}/archive/2026-02/feed.atom"`,
    ])
    expect(linksIn({ archive: '2026-01' })).toEqual([`<link rel="next-archive" href="${at}/feed.atom"`])
    expect(linksIn({})).toBeUndefined()
  })

  test('an author of its own, so that entries without one have one', () => {
    expect(feed()).toContain(
      '<author><name>Example Press Office</name><uri>https://example.org/</uri><email>newsroom@example.org</email></author>',
    )
    expect(entryFor(plainStory(1)).atom).not.toContain('<author>')
  })

  test('one self, one alternate, and no sibling format among them', () => {
    expect(feed().match(/<link [^>]*>/g)).toEqual([
      '<link rel="self" type="application/atom+xml" href="https://news.example.org/press/feed.atom"/>',
      '<link rel="alternate" type="text/html" href="https://news.example.org/press/"/>',
    ])
  })

  test("ids of channels differ, and survive another address of the site's", () => {
    const topic = documentOf([], { kind: 'topic', path: '/topics/қазақстан/' })
    const moved = { ...site, origin: 'https://elsewhere.example', basePath: '' }
    const idOf = (document: typeof topic, at: Site) => newsFeed(document, { entries: [], site: at }).options.id
    expect(idOf(topic, site)).toBe(
      'tag:news.example.org,2026:feed:/topics/%D2%9B%D0%B0%D0%B7%D0%B0%D2%9B%D1%81%D1%82%D0%B0%D0%BD/',
    )
    expect(idOf(topic, moved)).toBe(idOf(topic, site))
    expect(idOf(documentOf([]), site)).toBe('tag:news.example.org,2026:feed:/')
  })

  test('a square image is its icon, a wide one its logo', () => {
    expect(feed()).toContain('<logo>https://news.example.org/press/logo.png</logo>')
    const square = feed({ image: { path: '/icon.png', alt: '', width: 512, height: 512 } })
    expect(square).toContain('<icon>https://news.example.org/press/icon.png</icon>')
    expect(square).not.toContain('<logo>')
    expect(feed({ image: undefined })).not.toMatch(/<(icon|logo)>/)
  })

  test('no empty elements for what the site does not say', () => {
    const bare = newsFeed(documentOf([], { description: '' }), {
      entries: [],
      site: { ...site, rights: undefined, email: undefined },
    })
    expect(bare.atom1()).not.toMatch(/<(subtitle|rights|email)/)
  })

  test('tells of stories that are no more, before its entries (RFC 6721 §3, RFC 4287 appendix B)', () => {
    const tombstones = [
      { id: 'tag:example.org,2026:a&b', when: Date.UTC(2016, 1, 2) },
      { id: 'tag:example.org,2026:b', when: Date.UTC(2016, 1, 1, 0, 0, 0, 5) },
    ]
    const atom = newsFeed(documentOf([story], { tombstones }), { entries: [entryFor(story)], site }).atom1()
    expect(atom).toContain('xmlns:at="http://purl.org/atompub/tombstones/1.0"')
    expect(newsFeed(documentOf([story]), { entries: [entryFor(story)], site }).atom1()).not.toContain('xmlns:at=')
    expect(atom.slice(atom.indexOf('</generator>'), atom.indexOf('<entry'))).toBe(
      '</generator>\n  <at:deleted-entry ref="tag:example.org,2026:a&#x26;b" when="2016-02-02T00:00:00Z"/>\n' +
        '  <at:deleted-entry ref="tag:example.org,2026:b" when="2016-02-01T00:00:00.005Z"/>\n  ',
    )
    expect(atom).toMatch(/<\/entry>\n<\/feed>\n$/)
  })

  test('there are no more tombstones than there is room for beside the items', () => {
    const idOf = (letters: number) => (_: unknown, index: number) => ({ id: `${'я'.repeat(letters)} ${index}`, when: index })
    const countOf = (letters: number): number => {
      const tombstones = Array.from({ length: 50 }, idOf(letters))
      const atom = newsFeed(documentOf([], { tombstones }), { entries: [], site }).atom1()
      expect(Buffer.byteLength(atom)).toBeLessThan(16 * 1024)
      return atom.split('<at:deleted-entry').length - 1
    }
    expect([8, 200, 2000].map(countOf)).toEqual([50, 6, 0])
  })

  test('no other format has tombstones, nor has an archive: it would change with the stories of others', () => {
    const tombstones = [{ id: 'tag:example.org,2026:gone', when: 0 }]
    const feed = newsFeed(documentOf([], { tombstones }), { entries: [], site })
    expect(feed.rss2() + feed.json1()).not.toContain('2026:gone')
    const archive = newsFeed(documentOf([], { tombstones, archive: '2015-06' }), { entries: [], site })
    expect(archive.atom1()).not.toContain('deleted-entry')
  })
})
