import { FEED_FORMATS } from '../../src/model/edition.ts'
import { linksWith, problemsOfEnclosure, problemsOfLinkType } from './link-rules.ts'
import { isoOf } from './read-feed.ts'
import { isBefore, isBlank, repeated } from './rules.ts'
import { childNamed, childrenNamed, childText, type XmlElement } from './xml-tree.ts'

/** The rules that hold for Atom alone; `root` is the `feed` element. */
export function problemsOfAtom(root: XmlElement): readonly string[] {
  const entries = childrenNamed(root, 'atom:entry')
  return [
    ...problemsOfAtomHead(root),
    ...problemsOfLinks(root),
    ...problemsOfTexts(root, ['atom:title', 'atom:subtitle', 'atom:rights']),
    ...problemsOfAuthors(root, entries),
    ...entries.flatMap((entry, index) => problemsOfEntry(entry).map(problem => `item ${index + 1}: ${problem}`)),
  ]
}

function problemsOfAtomHead(root: XmlElement): readonly string[] {
  const generator = childNamed(root, 'atom:generator')
  const updated = isoOf(childText(root, 'atom:updated'))
  const entries = childrenNamed(root, 'atom:entry')
  const id = childText(root, 'atom:id')
  return [
    ...(isBlank(generator?.attributes.get('version')) ? ['the generator names no version'] : []),
    ...linksOf(root, 'self').flatMap(link => problemsOfLinkType(link, FEED_FORMATS.atom.type)),
    ...linksOf(root, 'alternate').flatMap(link => problemsOfLinkType(link, 'text/html')),
    ...entries
      .map(entry => isoOf(childText(entry, 'atom:updated')))
      .filter(date => isBefore(updated, date))
      .map(date => `updated ${updated} is before an entry's ${date}`),
    ...(entries.some(entry => childText(entry, 'atom:id') === id) ? ['an entry has the id of the feed'] : []),
  ]
}

/** RFC 4287 §4.1.1: a feed has an author unless each of its entries has one, itself or by its source. */
function problemsOfAuthors(root: XmlElement, entries: readonly XmlElement[]): readonly string[] {
  if (childNamed(root, 'atom:author') !== undefined) return []
  const lacks = (entry: XmlElement) =>
    childNamed(entry, 'atom:author') === undefined &&
    childrenNamed(entry, 'atom:source').every(source => childNamed(source, 'atom:author') === undefined)
  const index = entries.findIndex(lacks)
  return index === -1 ? [] : [`item ${index + 1} has no author, and neither has the feed`]
}

function problemsOfEntry(entry: XmlElement): readonly string[] {
  const content = childNamed(entry, 'atom:content')
  const type = content?.attributes.get('type')
  return [
    ...(content !== undefined && type !== 'html' ? [`the content has the type "${type ?? 'text'}", not "html"`] : []),
    ...problemsOfLinks(entry),
    ...problemsOfTexts(entry, ['atom:title', 'atom:summary', 'atom:rights']),
    ...linksOf(entry, 'enclosure').flatMap(({ attributes }) =>
      problemsOfEnclosure({ url: attributes.get('href'), type: attributes.get('type'), length: attributes.get('length') }),
    ),
    ...childrenNamed(entry, 'atom:category')
      .filter(category => isBlank(category.attributes.get('term')))
      .map(() => 'a category without a term'),
  ]
}

/** RFC 4287 §4.1.1 and §4.1.2: no two alternates with the same type and language. */
function problemsOfLinks(parent: XmlElement): readonly string[] {
  const kinds = linksOf(parent, 'alternate').map(
    link => `${link.attributes.get('type') ?? 'no type'}, ${link.attributes.get('hreflang') ?? 'no language'}`,
  )
  return repeated(kinds).map(kind => `two alternate links of one kind (${kind})`)
}

/** Readers take apart even rightly escaped `type="html"`; plain text is read back exactly everywhere. */
function problemsOfTexts(parent: XmlElement, names: readonly string[]): readonly string[] {
  return names
    .flatMap(name => childrenNamed(parent, name))
    .filter(text => (text.attributes.get('type') ?? 'text') !== 'text')
    .map(text => `${text.name} has the type "${text.attributes.get('type')}", not "text"`)
}

function linksOf(parent: XmlElement, relation: string): readonly XmlElement[] {
  return linksWith(childrenNamed(parent, 'atom:link'), relation)
}
