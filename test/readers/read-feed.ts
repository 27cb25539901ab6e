import type { FeedFormat } from '../../src/model/edition.ts'
import type { JsonAuthor, JsonFeed, JsonItem } from './json-feed.ts'
import { childNamed, childrenNamed, childText, textOf, type XmlElement } from './xml-tree.ts'

/** An item as a reader shows it, in one shape whatever the format. */
export interface ParsedItem {
  /** guid, Atom id or JSON id. */
  readonly id: string | undefined
  readonly title: string | undefined
  readonly link: string | undefined
  /** ISO 8601 in UTC with milliseconds; undefined when absent or unreadable. */
  readonly published: string | undefined
  /** As `published`. RSS has no element of its own for it: `atom:updated` is read where a feed has it. */
  readonly updated: string | undefined
  /** The item's own authors, by name. */
  readonly authors: readonly string[]
  /** As people read them: RSS text, Atom label (or else term), JSON tag. */
  readonly categories: readonly string[]
  readonly contentHtml: string | undefined
}

/** An item with all that our own reading finds. */
export interface ReadItem extends ParsedItem {
  readonly summary: string | undefined
  /** The item's language; the feed's where it names none. */
  readonly lang: string | undefined
}

/** A feed as our own reading finds it: nothing trimmed, guessed or repaired. */
export interface ReadFeed {
  readonly format: FeedFormat
  readonly title: string | undefined
  readonly description: string | undefined
  readonly lang: string | undefined
  /** The page that shows the same. */
  readonly home: string | undefined
  /** Every address that the feed gives as its own; a right feed gives one. */
  readonly selves: readonly string[]
  readonly rights: string | undefined
  /** When the feed changed last, as `published` of an item. JSON Feed does not say. */
  readonly updated: string | undefined
  /** Authors of the feed, who stand for those of an item without any. */
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  readonly items: readonly ReadItem[]
}

/** Reads an RSS 2.0 document. */
export function readRss(root: XmlElement): ReadFeed {
  const channel = childNamed(root, 'channel') ?? root
  const lang = childText(channel, 'language') ?? channel.attributes.get('xml:lang') ?? root.attributes.get('xml:lang')
  return {
    format: 'rss',
    title: childText(channel, 'title'),
    description: childText(channel, 'description'),
    lang,
    home: childText(channel, 'link'),
    selves: linksOf(channel, 'atom:link', 'self'),
    rights: childText(channel, 'copyright'),
    updated: isoOf(childText(channel, 'lastBuildDate')),
    authors: childrenNamed(channel, 'dc:creator').map(textOf),
    categories: childrenNamed(channel, 'category').map(textOf),
    items: childrenNamed(channel, 'item').map(item => readRssItem(item, lang)),
  }
}

function readRssItem(item: XmlElement, feedLang: string | undefined): ReadItem {
  return {
    id: childText(item, 'guid'),
    title: childText(item, 'title'),
    link: childText(item, 'link'),
    published: isoOf(childText(item, 'pubDate')),
    updated: isoOf(childText(item, 'atom:updated')),
    authors: [...childrenNamed(item, 'author'), ...childrenNamed(item, 'dc:creator')].map(textOf),
    categories: childrenNamed(item, 'category').map(textOf),
    contentHtml: childText(item, 'content:encoded'),
    summary: childText(item, 'description'),
    lang: item.attributes.get('xml:lang') ?? childText(item, 'dc:language') ?? feedLang,
  }
}

/** Reads an Atom feed document. Content of a type other than `html` or `text` is not read. */
export function readAtom(root: XmlElement): ReadFeed {
  const lang = root.attributes.get('xml:lang')
  return {
    format: 'atom',
    title: childText(root, 'atom:title'),
    description: childText(root, 'atom:subtitle'),
    lang,
    home: linksOf(root, 'atom:link', 'alternate')[0],
    selves: linksOf(root, 'atom:link', 'self'),
    rights: childText(root, 'atom:rights'),
    updated: isoOf(childText(root, 'atom:updated')),
    authors: atomAuthors(root),
    categories: childrenNamed(root, 'atom:category').map(categoryLabel),
    items: childrenNamed(root, 'atom:entry').map(entry => readAtomEntry(entry, lang)),
  }
}

function readAtomEntry(entry: XmlElement, feedLang: string | undefined): ReadItem {
  const content = childNamed(entry, 'atom:content')
  const type = content?.attributes.get('type') ?? 'text'
  return {
    id: childText(entry, 'atom:id'),
    title: childText(entry, 'atom:title'),
    link: linksOf(entry, 'atom:link', 'alternate')[0],
    published: isoOf(childText(entry, 'atom:published')),
    updated: isoOf(childText(entry, 'atom:updated')),
    authors: atomAuthors(entry),
    categories: childrenNamed(entry, 'atom:category').map(categoryLabel),
    contentHtml: content !== undefined && (type === 'html' || type === 'text') ? textOf(content) : undefined,
    summary: childText(entry, 'atom:summary'),
    lang: entry.attributes.get('xml:lang') ?? feedLang,
  }
}

/** Reads a JSON Feed that holds to the schema. */
export function readJson(feed: JsonFeed): ReadFeed {
  return {
    format: 'json',
    title: feed.title,
    description: feed.description,
    lang: feed.language,
    home: feed.home_page_url,
    selves: feed.feed_url === undefined ? [] : [feed.feed_url],
    rights: undefined,
    updated: undefined,
    authors: authorNames(feed.authors),
    categories: [],
    items: feed.items.map(item => readJsonItem(item, feed.language)),
  }
}

function readJsonItem(item: JsonItem, feedLang: string | undefined): ReadItem {
  return {
    id: item.id,
    title: item.title,
    link: item.url,
    published: isoOf(item.date_published),
    updated: isoOf(item.date_modified),
    authors: authorNames(item.authors),
    categories: item.tags ?? [],
    contentHtml: item.content_html,
    summary: item.summary,
    lang: item.language ?? feedLang,
  }
}

/** The instant that a date means, as ISO 8601 in UTC; undefined when there is none or it cannot be read. */
export function isoOf(date: string | undefined): string | undefined {
  const at = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** Addresses of the links with this relation; a link without one is an alternate (RFC 4287 §4.2.7.2). */
function linksOf(parent: XmlElement, name: string, relation: string): readonly string[] {
  return childrenNamed(parent, name)
    .filter(link => (link.attributes.get('rel') ?? 'alternate') === relation)
    .map(link => link.attributes.get('href') ?? '')
}

function atomAuthors(parent: XmlElement): readonly string[] {
  return childrenNamed(parent, 'atom:author').map(author => childText(author, 'atom:name') ?? '')
}

function categoryLabel(category: XmlElement): string {
  return category.attributes.get('label') ?? category.attributes.get('term') ?? ''
}

function authorNames(authors: readonly JsonAuthor[] | undefined): readonly string[] {
  return (authors ?? []).map(author => author.name ?? '')
}
