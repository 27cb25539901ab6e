import type { FeedDocument } from './feed-document.ts'
import type { Element } from './markup.ts'
import { childrenNamed, childText, isElement, textOf } from './markup-tree.ts'
import { mediaOf } from './media-of.ts'
import { plainLine } from './plain-line.ts'
import { BLANK_STORY, type SourceAttachment, type SourceStory } from './source.ts'
import { sourceDate } from './source-date.ts'
import { writeHtml } from './write-html.ts'

/**
 * Reads an RSS document: 2.0 and what came before it, and 1.0, whose items stand beside their channel. `root` has known names.
 */
export function readRss(root: Element): FeedDocument {
  const [channel = root] = childrenNamed(root, 'channel')
  const items = [...childrenNamed(channel, 'item'), ...childrenNamed(root, 'item')]
  const lang = childText(channel, 'language') ?? childText(channel, 'dc:language')
  return {
    format: 'rss',
    title: plainLine(childText(channel, 'title')),
    home: childText(channel, 'link'),
    self: linkTo(channel, 'self'),
    lang,
    date: dateIn(channel, ['lastBuildDate', 'pubDate', 'dc:date']),
    older: linkTo(channel, 'prev-archive') ?? linkTo(channel, 'next'),
    stories: items.map((item, index) => readItem(item, { from: `item ${index + 1}`, lang })),
    losses: [],
  }
}

function readItem(item: Element, { from, lang }: { readonly from: string; readonly lang: string | undefined }): SourceStory {
  const guid = childText(item, 'guid')
  const address =
    childText(item, 'feedburner:origLink') ?? childText(item, 'link') ?? linkTo(item, 'alternate') ?? permalinkOf(item)
  const content = contentOf(item)
  const description = childText(item, 'description')
  const media = mediaOf(item)
  return {
    ...BLANK_STORY,
    from,
    id: guid ?? item.attributes.get('rdf:about') ?? address,
    address,
    title: plainLine(childText(item, 'title')),
    date: dateIn(item, ['pubDate', 'dc:date', 'atom:published', 'dcterms:issued', 'dcterms:created']),
    updated: dateIn(item, ['atom:updated', 'dcterms:modified']),
    summary: content === undefined ? undefined : plainLine(description),
    lang: childText(item, 'dc:language') ?? item.attributes.get('xml:lang') ?? lang,
    topics: textsOf(item, ['category', 'dc:subject']),
    authors: authorsOf(item),
    canonical: childText(item, 'dc:source'),
    image: media.image,
    attachments: [...enclosuresOf(item), ...media.attachments],
    body: { kind: 'html', text: content ?? description ?? '' },
    losses: unread(item),
  }
}

/** A guid is an address unless it says that it is none (RSS 2.0, `guid`). */
function permalinkOf(item: Element): string | undefined {
  const [guid] = childrenNamed(item, 'guid')
  return guid?.attributes.get('isPermaLink') === 'false' ? undefined : childText(item, 'guid')
}

function contentOf(item: Element): string | undefined {
  const [xhtml] = childrenNamed(item, 'xhtml:body')
  return (
    childText(item, 'content:encoded') ??
    childText(item, 'atom:content') ??
    (xhtml && writeHtml(xhtml.children.map(withoutPrefix)))
  )
}

/** Elements of XHTML by the names that HTML has for them. */
export function withoutPrefix(node: Element | string): Element | string {
  if (!isElement(node)) return node
  return { ...node, name: node.name.replace(/^.*:/, ''), children: node.children.map(withoutPrefix) }
}

function linkTo(parent: Element, relation: string): string | undefined {
  const link = childrenNamed(parent, 'atom:link').find(({ attributes }) => (attributes.get('rel') ?? 'alternate') === relation)
  return link?.attributes.get('href')?.trim()
}

function dateIn(parent: Element, names: readonly string[]): string | undefined {
  for (const name of names) {
    const date = sourceDate(childText(parent, name))
    if (date !== undefined) return date
  }
  return undefined
}

/** `dc:creator` names people; `author` has an address, with a name in brackets where it has one (RSS 2.0, `author`). */
function authorsOf(item: Element): readonly string[] {
  const creators = textsOf(item, ['dc:creator'])
  if (creators.length > 0) return creators
  const contacts = textsOf(item, ['author']).map(contact => /\(([^()]+)\)\s*$/.exec(contact)?.[1]?.trim() ?? contact)
  const named = contacts.filter(contact => !/^\S+@\S+$/.test(contact))
  return named.length > 0 ? named : textsOf(item, ['itunes:author'])
}

function textsOf(parent: Element, names: readonly string[]): readonly string[] {
  const texts = names.flatMap(name => childrenNamed(parent, name)).flatMap(child => plainLine(textOf(child)) ?? [])
  return [...new Set(texts)]
}

function enclosuresOf(item: Element): readonly SourceAttachment[] {
  return childrenNamed(item, 'enclosure').flatMap(({ attributes }) => {
    const address = attributes.get('url')?.trim()
    return address ? [{ address, title: undefined }] : []
  })
}

/** Elements that are read, or that say nothing of the story. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['guid', 'link', 'title', 'description', 'pubDate', 'category', 'author', 'enclosure', 'comments', 'source'],
  ...['dc:date', 'dc:language', 'dc:subject', 'dc:creator', 'dc:source', 'dc:rights', 'dcterms:issued', 'dcterms:created'],
  ...['dcterms:modified', 'content:encoded', 'xhtml:body', 'atom:link', 'atom:updated', 'atom:published', 'atom:content'],
  ...['media:content', 'media:thumbnail', 'media:group', 'feedburner:origLink', 'wfw:commentRss', 'slash:comments', 'post-id'],
])

function unread(item: Element): readonly string[] {
  const names = item.children.filter(isElement).map(({ name }) => name)
  return [...new Set(names)].filter(name => !KNOWN.has(name)).map(name => `<${name}> has no place in an article`)
}
