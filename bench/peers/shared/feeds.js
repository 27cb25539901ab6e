import { SITE, titleOf } from './newsroom.js'
import { escapeText } from './pages.js'

// Feeds as strings; `bodyOf` gives the rendered text of a story.

export const WRITERS = { rss, atom, json }

function rss({ path, page, lang, title, stories }, bodyOf) {
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>${title}</title>
<link>${SITE.origin}${page}</link>
<description>${SITE.description}</description>
<atom:link rel="self" type="application/rss+xml" href="${SITE.origin}${path}feed.rss"/>
<language>${lang}</language>
<copyright>${SITE.rights}</copyright>
<lastBuildDate>${stories[0].date.toUTCString()}</lastBuildDate>
${stories
  .map(
    story => `<item>
<title>${escapeText(story.title)}</title>
<link>${SITE.origin}${story.url}</link>
<guid isPermaLink="false">${SITE.idPrefix}${story.url}</guid>
<pubDate>${story.date.toUTCString()}</pubDate>
${story.authors.map(author => `<dc:creator>${titleOf(author)}</dc:creator>\n`).join('')}<dc:language>${story.lang}</dc:language>
<dc:rights>${SITE.rights}</dc:rights>
${story.topics.map(topic => `<category>${titleOf(topic)}</category>\n`).join('')}<description>${escapeText(story.summary)}</description>
<content:encoded>${cdata(feedBody(story, bodyOf(story)))}</content:encoded>
${media(story)}</item>`,
  )
  .join('\n')}
</channel>
</rss>
`
}

function atom({ path, page, lang, title, stories }, bodyOf) {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="${lang}">
<id>${SITE.idPrefix}feed:${path}</id>
<title type="text">${title}</title>
<updated>${instant(stories[0])}</updated>
<link rel="self" type="application/atom+xml" href="${SITE.origin}${path}feed.atom"/>
<link rel="alternate" type="text/html" href="${SITE.origin}${page}"/>
<author><name>${SITE.title}</name><email>${SITE.email}</email></author>
<rights type="text">${SITE.rights}</rights>
${stories
  .map(
    story => `<entry xml:lang="${story.lang}">
<id>${SITE.idPrefix}${story.url}</id>
<title type="text">${escapeText(story.title)}</title>
<link rel="alternate" type="text/html" href="${SITE.origin}${story.url}"/>
<published>${instant(story)}</published>
<updated>${instant(story)}</updated>
${story.authors.map(author => `<author><name>${titleOf(author)}</name></author>\n`).join('')}${story.topics
  .map(topic => `<category term="${topic}" label="${titleOf(topic)}"/>\n`)
  .join('')}<summary type="text">${escapeText(story.summary)}</summary>
<content type="html">${cdata(feedBody(story, bodyOf(story)))}</content>
${media(story)}</entry>`,
  )
  .join('\n')}
</feed>
`
}

function json({ path, page, lang, title, stories }, bodyOf) {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: SITE.origin + page,
    feed_url: `${SITE.origin}${path}feed.json`,
    description: SITE.description,
    authors: [{ name: SITE.title }],
    language: lang,
    items: stories.map(story => ({
      id: SITE.idPrefix + story.url,
      url: SITE.origin + story.url,
      title: story.title,
      content_html: feedBody(story, bodyOf(story)),
      summary: story.summary,
      image: story.image && SITE.origin + story.image.src,
      date_published: instant(story),
      authors: story.authors.map(author => ({ name: titleOf(author) })),
      tags: story.topics.map(titleOf),
      language: story.lang,
    })),
  })
}

/** Every feed in one file. */
export function opml(channels) {
  const outlines = channels.map(
    ({ path, page, title }) =>
      `<outline type="rss" text="${title}" xmlUrl="${SITE.origin}${path}feed.rss" htmlUrl="${SITE.origin}${page}"/>`,
  )
  return `<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n<head><title>${SITE.title}</title></head>\n<body>\n${outlines.join('\n')}\n</body>\n</opml>\n`
}

/** Disclaimer and picture before the text, addresses whole. */
export function feedBody({ disclaimer, image }, html) {
  const figure = image
    ? `<figure><img src="${SITE.origin}${image.src}" alt="${escapeText(image.alt)}" width="${image.width}" height="${image.height}"><figcaption><small>${escapeText(image.credit)}</small></figcaption></figure>`
    : ''
  return `${disclaimer ? `<p><em>${escapeText(disclaimer)}</em></p>` : ''}${figure}${html.replaceAll(' href="/', ` href="${SITE.origin}/`)}`
}

function media({ image }) {
  if (!image) return ''
  return `<media:content url="${SITE.origin}${image.src}" medium="image" width="${image.width}" height="${image.height}"><media:description type="plain">${escapeText(image.alt)}</media:description><media:credit>${escapeText(image.credit)}</media:credit></media:content>\n`
}

function instant({ date }) {
  return date.toISOString().replace('.000', '')
}

function cdata(text) {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}
