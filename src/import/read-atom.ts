import { type ArticleState, entryState, KIND_SCHEME } from './entry-state.ts'
import type { FeedDocument } from './feed-document.ts'
import type { Element } from './markup.ts'
import { childrenNamed, childText, isElement, textOf } from './markup-tree.ts'
import { mediaOf } from './media-of.ts'
import { plainLine } from './plain-line.ts'
import { withoutPrefix } from './read-rss.ts'
import { BLANK_STORY, type Loss, type SourceAttachment, type SourceStory } from './source.ts'
import { sourceDate } from './source-date.ts'
import { webAddress } from './web-address.ts'
import { escapeText, writeHtml } from './write-html.ts'

/** What entries take over from their feed. */
interface Surroundings {
  readonly lang: string | undefined
  /** What `xml:base` says, in full. */
  readonly stated: string | undefined
  readonly base: string | undefined
  readonly authors: readonly string[]
}

/** Reads an Atom feed document (RFC 4287), or one of the version 0.3 before it. `root` has known names. */
export function readAtom(root: Element): FeedDocument {
  const lang = root.attributes.get('xml:lang')
  const self = linkTo(root, 'self')
  const stated = webAddress(root.attributes.get('xml:base'), self)
  const base = stated ?? self
  const authors = authorsOf(root)
  const { stories, losses } = readEntries(root, { lang, stated, base, authors })
  return {
    format: 'atom',
    title: textConstruct(root, 'atom:title'),
    home: webAddress(linkTo(root, 'alternate'), base),
    self,
    lang,
    date: sourceDate(childText(root, 'atom:updated') ?? childText(root, 'atom:modified')),
    older: linkTo(root, 'prev-archive') ?? linkTo(root, 'next'),
    stories,
    losses,
  }
}

/** The stories and pages of a feed. What else a blog keeps among them is left out and counted, at the first of each kind. */
function readEntries(root: Element, outer: Surroundings): Pick<FeedDocument, 'stories' | 'losses'> {
  const stories: SourceStory[] = []
  const losses: Loss[] = []
  const others = new Map<string, { readonly from: string; readonly count: number }>()
  for (const [index, entry] of childrenNamed(root, 'atom:entry').entries()) {
    const from = `item ${index + 1}`
    const state = entryState(entry)
    if (state.kind === 'other') {
      const { from: first = from, count = 0 } = others.get(state.name) ?? {}
      others.set(state.name, { from: first, count: count + 1 })
    } else if (state.kind === 'trashed')
      losses.push({ from, what: `"${textConstruct(entry, 'atom:title') ?? ''}" is in the trash` })
    else stories.push(withState(readEntry(entry, from, outer), state))
  }
  const left = [...others].map(([name, { from, count }]) => ({ from, what: leftOut(name, count) }))
  return { stories, losses: [...losses, ...left] }
}

/** Blogger names its settings in the plural. */
function leftOut(name: string, count: number): string {
  const names = count === 1 || name.endsWith('s') ? name : `${name}s`
  return `left out: ${count} ${names}${count === 1 ? '' : ', of which this is the first'}`
}

function withState(story: SourceStory, { kind, draft, losses }: ArticleState): SourceStory {
  // Blogger dates pages too, and its readers see no date.
  const date = kind === 'page' ? undefined : story.date
  return { ...story, kind, draft, date, losses: [...story.losses, ...losses] }
}

function readEntry(entry: Element, from: string, { lang, authors, ...outer }: Surroundings): SourceStory {
  const stated = webAddress(entry.attributes.get('xml:base'), outer.base) ?? outer.stated
  const base = stated ?? outer.base
  const [content] = childrenNamed(entry, 'atom:content')
  const [summary] = childrenNamed(entry, 'atom:summary')
  const body = content?.attributes.has('src') ? undefined : content
  // Google Takeout names the path within the blog.
  const address = webAddress(linkTo(entry, 'alternate'), base) ?? childText(entry, 'blogger:filename')
  const id = childText(entry, 'atom:id')
  const published = dateIn(entry, ['atom:published', 'atom:issued'])
  const updated = dateIn(entry, ['atom:updated', 'atom:modified'])
  const own = authorsOf(entry)
  const source = childrenNamed(entry, 'atom:source').flatMap(authorsOf)
  const media = mediaOf(entry)
  return {
    ...BLANK_STORY,
    from,
    id: id ?? address,
    address: address ?? webAddress(id),
    // Without a word on it, what is relative is so to the page.
    base: webAddress(body?.attributes.get('xml:base'), base) ?? stated ?? address ?? base,
    title: textConstruct(entry, 'atom:title'),
    date: published ?? updated,
    updated,
    summary: body && textConstruct(entry, 'atom:summary'),
    lang: entry.attributes.get('xml:lang') ?? lang,
    topics: topicsOf(entry),
    authors: [own, source, authors].find(names => names.length > 0) ?? [],
    canonical: linkTo(entry, 'via'),
    image: media.image,
    attachments: [...enclosuresOf(entry), ...media.attachments],
    body: { kind: 'html', text: htmlOf(body ?? summary) },
    losses: content?.attributes.has('src')
      ? [`the text stands at ${content.attributes.get('src')} and is not in the feed`]
      : [],
  }
}

/** The HTML of a text construct or of content (RFC 4287 §3.1, §4.1.3.3). */
function htmlOf(element: Element | undefined): string {
  if (!element) return ''
  const type = element.attributes.get('type') ?? 'text'
  if (type === 'xhtml' || element.children.some(isElement)) return writeHtml(withoutDiv(element).map(withoutPrefix))
  const text = textOf(element)
  if (type === 'html' || type === 'text/html' || element.attributes.get('mode') === 'escaped') return text
  return text.trim() === '' ? '' : `<p>${escapeText(text.trim()).replace(/\n\s*\n/g, '</p><p>')}</p>`
}

/** XHTML stands in a `div` that is none of it (RFC 4287 §3.1.1.3). */
function withoutDiv({ children }: Element): Element['children'] {
  const elements = children.filter(isElement)
  const [only] = elements
  return elements.length === 1 && only && /^(.*:)?div$/.test(only.name) ? only.children : children
}

function textConstruct(parent: Element, name: string): string | undefined {
  const [element] = childrenNamed(parent, name)
  if (!element) return undefined
  const type = element.attributes.get('type') ?? 'text'
  if (type !== 'text' && type !== 'text/plain') return plainLine(htmlOf(element))
  const line = textOf(element).replace(/\s+/g, ' ').trim()
  return line === '' ? undefined : line
}

/** An address with this relation; a link without one is an alternate (RFC 4287 §4.2.7.2), of which a page goes before others. */
function linkTo(parent: Element, relation: string): string | undefined {
  const links = childrenNamed(parent, 'atom:link').filter(link => (link.attributes.get('rel') ?? 'alternate') === relation)
  const page = links.find(({ attributes }) => (attributes.get('type') ?? 'text/html') === 'text/html')
  return (page ?? links[0])?.attributes.get('href')?.trim()
}

function dateIn(parent: Element, names: readonly string[]): string | undefined {
  return names.map(name => sourceDate(childText(parent, name))).find(date => date !== undefined)
}

function authorsOf(parent: Element): readonly string[] {
  return childrenNamed(parent, 'atom:author').flatMap(
    author => plainLine(childText(author, 'atom:name')) ?? plainLine(childText(author, 'atom:email')) ?? [],
  )
}

function topicsOf(entry: Element): readonly string[] {
  const names = childrenNamed(entry, 'atom:category').flatMap(({ attributes }) => {
    if (attributes.get('scheme') === KIND_SCHEME) return []
    const name = (attributes.get('label') ?? attributes.get('term'))?.trim()
    return name ? [name] : []
  })
  return [...new Set(names)]
}

function enclosuresOf(entry: Element): readonly SourceAttachment[] {
  return childrenNamed(entry, 'atom:link')
    .filter(({ attributes }) => attributes.get('rel') === 'enclosure')
    .flatMap(({ attributes }) => {
      const address = attributes.get('href')?.trim()
      return address ? [{ address, title: attributes.get('title')?.trim() || undefined }] : []
    })
}
