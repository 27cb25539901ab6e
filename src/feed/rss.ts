import {
  emptyElement,
  htmlElement,
  markupLines,
  parentElement,
  stylesheet,
  textElement,
  XML_DECLARATION,
} from '../xml/write-xml.ts'
import type { Frame, NewsFeedOptions } from './channel-model.ts'
import { escapeHtml } from './content.ts'
import { rfc822, rfc3339 } from './feed-date.ts'
import { HISTORY_NAMESPACE } from './feed-history.ts'
import { itemExtensions, TERMS_NAMESPACE } from './item-extensions.ts'
import type { ItemFacts } from './item-facts.ts'
import { MEDIA_NAMESPACE } from './media-content.ts'

const OPEN = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:dcterms="${TERMS_NAMESPACE}" xmlns:fh="${HISTORY_NAMESPACE}" xmlns:media="${MEDIA_NAMESPACE}">
  <channel>`

/** For how long a reader may go by what it has (RSS 2.0, `ttl`): a correction should not wait longer. */
const TTL_MINUTES = 15

const CLOSE = '  </channel>\n</rss>\n'

/** The specification's own address, for whoever opens the document and wonders (RSS 2.0, `docs`). */
const SPECIFICATION = 'https://www.rssboard.org/rss-specification'

/** The channel as an RSS 2.0 document, without its items. */
export function rssFrame(options: NewsFeedOptions): Frame {
  const head = [
    textElement('title', options.title),
    textElement('link', options.link),
    textElement('description', options.description),
    emptyElement('atom:link', { rel: 'self', type: 'application/rss+xml', href: options.feedLinks.rss }),
    options.hub && emptyElement('atom:link', { rel: 'hub', href: options.hub }),
    options.current && emptyElement('atom:link', { rel: 'current', type: 'application/rss+xml', href: options.current.rss }),
    options.previous &&
      emptyElement('atom:link', { rel: 'prev-archive', type: 'application/rss+xml', href: options.previous.rss }),
    options.next && emptyElement('atom:link', { rel: 'next-archive', type: 'application/rss+xml', href: options.next.rss }),
    licenseLink(options.license),
    options.current && emptyElement('fh:archive', {}),
    textElement('language', options.language),
    options.copyright && textElement('copyright', options.copyright),
    options.license && textElement('creativeCommons:license', options.license),
    options.author.email && textElement('managingEditor', mailbox(options.author.email, options.author.name)),
    textElement('dc:publisher', options.author.name),
    // When its newest story came out (SmartNews requires it); a change of an older one moves the date below alone.
    options.published && textElement('pubDate', rfc822(options.published.getTime())),
    // An empty channel was never built from anything: it has no date, and the clock's would change at every run.
    options.updated && textElement('lastBuildDate', rfc822(options.updated.getTime())),
    options.current === undefined && textElement('ttl', String(TTL_MINUTES)),
    textElement('generator', options.generator),
    textElement('docs', SPECIFICATION),
    channelImage(options),
  ]
  const open = [XML_DECLARATION, stylesheet(options.stylesheet), OPEN, ...markupLines(head, 4)].join('\n')
  return { open, between: '\n', close: `\n${CLOSE}`, empty: `\n${CLOSE}` }
}

/**
 * A story as an RSS 2.0 item. Authors are `dc:creator` and never `author`, which must be an e-mail address and may not
 * stand beside them (RSS Advisory Board, Best Practices Profile). `description` comes before `content:encoded`, since
 * some readers take the last of the two.
 */
export function rssItem(facts: ItemFacts, content: string): string {
  const lines = [
    textElement('title', facts.title),
    textElement('link', facts.url),
    textElement('guid', facts.id, { isPermaLink: 'false' }),
    textElement('pubDate', rfc822(facts.published)),
    facts.updated !== facts.published && textElement('atom:updated', rfc3339(facts.updated)),
    ...facts.alternates.map(({ lang, url }) =>
      emptyElement('atom:link', { rel: 'alternate', type: 'text/html', hreflang: lang, href: url }),
    ),
    licenseLink(facts.license),
    // The date of the update again, for MSN and others that know Dublin Core's.
    facts.updated !== facts.published && textElement('dcterms:modified', rfc3339(facts.updated)),
    ...facts.authors.map(author => textElement('dc:creator', author.name)),
    textElement('dc:language', facts.lang),
    facts.rights && textElement('dc:rights', facts.rights),
    // `source` is for the feed that an item was taken from; a page that it came from is Dublin Core's.
    facts.origin && textElement('dc:source', facts.origin),
    facts.license && textElement('creativeCommons:license', facts.license),
    ...facts.categories.map(category => textElement('category', category.label, { domain: category.url })),
    textElement('description', descriptionOf(facts.summary)),
    htmlElement('content:encoded', content),
    enclosure(facts.files),
    ...itemExtensions(facts),
  ]
  return ['    <item>', ...markupLines(lines, 6), '    </item>'].join('\n')
}

/** Where the licence can be read, for programs that know Atom's links (RFC 4946); those of RSS have a module. */
function licenseLink(license: string | undefined): string | undefined {
  return license && emptyElement('atom:link', { rel: 'license', href: license })
}

/** RSS 2.0 knows one enclosure an item: the first recording, which readers play, else the first file. */
function enclosure(files: ItemFacts['files']): string | undefined {
  const file = files.find(({ type }) => /^(audio|video)\//.test(type)) ?? files[0]
  return file && emptyElement('enclosure', { url: file.url, length: file.lengthBytes, type: file.type })
}

/**
 * RSS has no type for a description, and readers show it as HTML. A plain text means the same there unless it holds what HTML escapes: then
 * it is written as HTML, or words in angle brackets would vanish and `R&D` would be a reference without a name.
 */
function descriptionOf(summary: string): string {
  return /[&<]/.test(summary) ? escapeHtml(summary) : summary
}

/**
 * The channel's image, whose title and link are the channel's (RSS 2.0, `image`). The format knows GIF, JPEG and PNG
 * only, and sizes up to 144 × 400: a larger picture's size is left out rather than misstated.
 */
function channelImage({ title, link, picture }: NewsFeedOptions): string | undefined {
  if (picture === undefined || !/\.(gif|jpe?g|png)$/i.test(picture.url)) return undefined
  const fits = picture.width > 0 && picture.height > 0 && picture.width <= 144 && picture.height <= 400
  const size = fits ? [textElement('width', String(picture.width)), textElement('height', String(picture.height))] : []
  const alt = picture.alt === undefined ? [] : [textElement('description', picture.alt)]
  return parentElement('image', [
    textElement('url', picture.url),
    textElement('title', title),
    textElement('link', link),
    ...size,
    ...alt,
  ])
}

/** `mail (Name)`: an RFC 822 address with its name in a comment, in which parentheses would nest. */
function mailbox(email: string, name: string): string {
  return `${email} (${name.replaceAll(/[()\\]/g, '')})`
}
