import type { JudgedDocument } from './validate.ts'

/*
 * Three documents of one small channel, written by hand and right in every respect: what the rules must pass, and what
 * the tests of the rules spoil one spot at a time.
 */

export const RIGHT_RSS: JudgedDocument = {
  name: 'feed.rss',
  url: 'https://news.example.org/feed.rss',
  asOf: '2015-12-01T00:00:00Z',
  content: `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>Example News</title>
<link>https://news.example.org/</link>
<description>News of accessions</description>
<language>en</language>
<copyright>© Example Press Office</copyright>
<lastBuildDate>Tue, 28 Jul 2015 09:30:00 GMT</lastBuildDate>
<generator>Courant 0.1.0</generator>
<docs>https://www.rssboard.org/rss-specification</docs>
<atom:link rel="self" type="application/rss+xml" href="https://news.example.org/feed.rss"/>
<image><url>https://news.example.org/logo.png</url><title>Example News</title><link>https://news.example.org/</link><width>88</width><height>31</height></image>
<item>
<title>AT&#x26;T: if a &#x3C; b then c</title>
<link>https://news.example.org/2015/accession/</link>
<guid isPermaLink="false">tag:news.example.org,2015:2015/accession</guid>
<pubDate>Mon, 27 Jul 2015 09:00:00 GMT</pubDate>
<atom:updated>2015-07-28T09:30:00Z</atom:updated>
<dc:creator>Press Office</dc:creator>
<dc:creator>Desk &#x26; Co</dc:creator>
<category domain="https://news.example.org/topics/">Accessions</category>
<description>Members adopt the package &#x26;amp; the schedules.</description>
<content:encoded>&#x3C;p>This story is &#x26;amp; stays a draft.&#x3C;/p>&#x3C;p>See &#x3C;a href="https://news.example.org/about/">about us&#x3C;/a>.&#x3C;/p></content:encoded>
<enclosure url="https://news.example.org/2015/hall.jpg" length="1234" type="image/jpeg"/>
<media:content url="https://news.example.org/2015/hall.jpg" fileSize="1234" type="image/jpeg" medium="image" width="640" height="480"><media:description type="plain">The hall</media:description><media:credit role="photographer">Example Press Office</media:credit></media:content>
</item>
<item xml:lang="fr">
<title>Le Kazakhstan conclut</title>
<link>https://news.example.org/fr/2015/kazakhstan/</link>
<guid isPermaLink="false">tag:news.example.org,2015:fr/2015/kazakhstan</guid>
<pubDate>Wed, 10 Jun 2015 00:00:00 +0200</pubDate>
<dc:creator>Press Office</dc:creator>
<description>Les négociations sont closes.</description>
<content:encoded>&#x3C;p>Les “négociations” sont closes.&#x3C;/p></content:encoded>
</item>
</channel>
</rss>
`,
}

export const RIGHT_ATOM: JudgedDocument = {
  name: 'feed.atom',
  url: 'https://news.example.org/feed.atom',
  asOf: '2015-12-01T00:00:00Z',
  content: `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>tag:news.example.org,2015:feed</id>
<title type="text">Example News</title>
<subtitle type="text">News of accessions</subtitle>
<updated>2015-07-28T09:30:00Z</updated>
<rights type="text">© Example Press Office</rights>
<author><name>Example Press Office</name><uri>https://news.example.org/</uri><email>desk@example.org</email></author>
<generator uri="https://courant.example.org/" version="0.1.0">Courant</generator>
<icon>https://news.example.org/icon.png</icon>
<link rel="self" type="application/atom+xml" href="https://news.example.org/feed.atom"/>
<link rel="alternate" type="text/html" href="https://news.example.org/"/>
<entry>
<id>tag:news.example.org,2015:2015/accession</id>
<title type="text">AT&#x26;T: if a &#x3C; b then c</title>
<link rel="alternate" type="text/html" href="https://news.example.org/2015/accession/"/>
<link rel="enclosure" type="image/jpeg" length="1234" href="https://news.example.org/2015/hall.jpg"/>
<published>2015-07-27T09:00:00Z</published>
<updated>2015-07-28T09:30:00Z</updated>
<author><name>Press Office</name></author>
<author><name>Desk &#x26; Co</name></author>
<category scheme="https://news.example.org/topics/" term="accessions" label="Accessions"/>
<summary type="text">Members adopt the package &#x26; the schedules.</summary>
<content type="html">&#x3C;p>This story is &#x26;amp; stays a draft.&#x3C;/p>&#x3C;p>See &#x3C;a href="https://news.example.org/about/">about us&#x3C;/a>.&#x3C;/p></content>
</entry>
<entry xml:lang="fr">
<id>tag:news.example.org,2015:fr/2015/kazakhstan</id>
<title type="text">Le Kazakhstan conclut</title>
<link rel="alternate" type="text/html" hreflang="fr" href="https://news.example.org/fr/2015/kazakhstan/"/>
<published>2015-06-10T00:00:00+02:00</published>
<updated>2015-06-10T00:00:00+02:00</updated>
<author><name>Press Office</name></author>
<summary type="text">Les négociations sont closes.</summary>
<content type="html">&#x3C;p>Les “négociations” sont closes.&#x3C;/p></content>
</entry>
</feed>
`,
}

const RIGHT_JSON_FEED = {
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Example News',
  home_page_url: 'https://news.example.org/',
  feed_url: 'https://news.example.org/feed.json',
  description: 'News of accessions',
  icon: 'https://news.example.org/icon.png',
  language: 'en',
  authors: [{ name: 'Example Press Office', url: 'https://news.example.org/' }],
  _courant: { rights: '© Example Press Office' },
  items: [
    {
      id: 'tag:news.example.org,2015:2015/accession',
      url: 'https://news.example.org/2015/accession/',
      title: 'AT&T: if a < b then c',
      content_html:
        '<p>This story is &amp; stays a draft.</p><p>See <a href="https://news.example.org/about/">about us</a>.</p>',
      summary: 'Members adopt the package & the schedules.',
      date_published: '2015-07-27T09:00:00Z',
      date_modified: '2015-07-28T09:30:00Z',
      authors: [{ name: 'Press Office' }, { name: 'Desk & Co' }],
      tags: ['Accessions'],
      attachments: [{ url: 'https://news.example.org/2015/hall.jpg', mime_type: 'image/jpeg', size_in_bytes: 1234 }],
    },
    {
      id: 'tag:news.example.org,2015:fr/2015/kazakhstan',
      url: 'https://news.example.org/fr/2015/kazakhstan/',
      title: 'Le Kazakhstan conclut',
      content_html: '<p>Les “négociations” sont closes.</p>',
      summary: 'Les négociations sont closes.',
      date_published: '2015-06-10T00:00:00+02:00',
      date_modified: '2015-06-10T00:00:00+02:00',
      authors: [{ name: 'Press Office' }],
      language: 'fr',
    },
  ],
}

export const RIGHT_JSON: JudgedDocument = {
  name: 'feed.json',
  url: 'https://news.example.org/feed.json',
  asOf: '2015-12-01T00:00:00Z',
  content: `${JSON.stringify(RIGHT_JSON_FEED, null, 2)}\n`,
}

/** The document with the first occurrence of `from` replaced. Throws when it is not there: a spoiling that spoils nothing proves nothing. */
export function spoiled(document: JudgedDocument, [from, to]: readonly [from: string, to: string]): JudgedDocument {
  if (!document.content.includes(from)) throw new Error(`${document.name} has no ${JSON.stringify(from)} to spoil`)
  return { ...document, content: document.content.replace(from, () => to) }
}
