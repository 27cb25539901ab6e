import { checkXml } from './check-xml.ts'
import { formatOf } from './feed-document.ts'
import { placesOfXml } from './places.ts'
import { isoOf } from './read-feed.ts'
import { type JudgedDocument, problemsOfFeed } from './validate.ts'
import { childNamed, childrenNamed, childText, isElement, textOf, type XmlElement } from './xml-tree.ts'

/**
 * Something that the W3C's feed validator says of a document, under its name there. Its checks are written here in our own words, so that
 * they run on any machine; `problemsOfFeed` has those that every feed must hold to, this has the rest, with those that we do not hold to.
 */
export interface Finding {
  readonly name: string
  /** Where, and what is there. */
  readonly what: string
}

/**
 * The findings that cannot be avoided, each with the reason. All are warnings, and each is about something that the newsroom says and a feed
 * would have to change or leave out. Nothing else may be found.
 */
export const EXEMPT: Readonly<Record<string, { readonly only: RegExp; readonly reason: string }>> = {
  DuplicateUpdated: { only: /./, reason: 'stories that came out at one instant say so: another date would be untrue' },
  UnknownNamespace: {
    only: /^at:deleted-entry$/,
    reason:
      'a tombstone, by which readers remove a story (RFC 6721), has no other namespace; it is declared only where there is one',
  },
  ContainsHTML: {
    only: /./,
    reason: 'a plain text that writes of tags: RSS has no type that says so, and readers show it as written',
  },
  ContainsUndeclaredHTML: {
    only: /./,
    reason: 'the same in Atom, where it is declared to be text: as HTML, readers showed it wrongly',
  },
  ImplausibleDate: {
    only: /item|entry/,
    reason: 'a story that is older than 1990: its date is true, and the date of its archive',
  },
}

/** What is found in a document beyond what is exempt: nothing, where it is right. */
export async function unexemptFindings(document: JudgedDocument): Promise<readonly string[]> {
  const findings = (await findingsOf(document)).filter(({ name, what }) => !EXEMPT[name]?.only.test(what))
  return [...(await problemsOfFeed(document)), ...findings.map(({ name, what }) => `${document.name}: ${name}: ${what}`)]
}

/** Everything that the validator's checks find in an RSS or Atom document; it reads no JSON Feed. */
export async function findingsOf(document: JudgedDocument): Promise<readonly Finding[]> {
  const format = formatOf(document)
  if (format === 'json') return []
  const { root } = await checkXml(document, format)
  if (root === undefined) return [{ name: 'SAXError', what: 'not well-formed' }]
  const feed = format === 'rss' ? (childNamed(root, 'channel') ?? root) : root
  const items = childrenNamed(feed, format === 'rss' ? 'item' : 'atom:entry')
  return [
    ...datesOf(root, document.asOf),
    ...elementsOf(root),
    ...htmlOf(root, ''),
    ...plainTextsOf(root),
    ...idsOf(feed, items),
    ...archivesOf(feed),
    ...updatesOf(items),
    ...(/[\u0080-\u009F\uFFFD]/.test(textOf(root)) ? [{ name: 'BadCharacters', what: 'C1, or U+FFFD' }] : []),
  ]
}

/** Before 1990, or later than a day from now. */
function datesOf(root: XmlElement, asOf: string | undefined): readonly Finding[] {
  const last = asOf === undefined ? Infinity : Date.parse(asOf) + 86_400_000
  const dates = placesOfXml(root).filter(({ kind }) => kind === 'rfc822' || kind === 'rfc3339')
  const ofItems = new Set(dates.filter(({ where }) => /item|entry/.test(where)).map(({ value }) => Date.parse(value)))
  const whose = (value: string): string => (ofItems.has(Date.parse(value)) ? ' (of an item)' : '')
  return dates
    .filter(({ value }) => Date.parse(value) < Date.UTC(1990, 0) || Date.parse(value) > last)
    .map(({ where, value }) => ({ name: 'ImplausibleDate', what: `${where}: ${value}${whose(value)}` }))
}

const MEDIA =
  'adult category content copyright credit description group hash keywords player rating restriction text thumbnail title'.split(
    ' ',
  )
const TERMS = 'abstract alternative available created dateAccepted issued modified valid'.split(' ')

/** Elements of namespaces that the validator does not know, or that it does not know in theirs. */
function elementsOf({ name, children }: XmlElement): readonly Finding[] {
  const [prefix = '', local = ''] = name.split(':')
  const known = { media: MEDIA, dcterms: TERMS, creativeCommons: ['license'], fh: ['archive', 'complete'] }[prefix]
  const own =
    prefix === 'at' || prefix.startsWith('{')
      ? [{ name: 'UnknownNamespace', what: name }]
      : known && !known.includes(local)
        ? [{ name: 'UndefinedElement', what: name }]
        : []
  return [...own, ...children.filter(isElement).flatMap(elementsOf)]
}

/** A reference without a semicolon, an ampersand by itself, a `<` that begins no tag: each is an error in HTML. */
const NO_HTML = /&(?!#\d+;|#x[\da-f]+;|[a-z][a-z\d]*;)|<(?![a-z/!])/i

/** What is read as HTML: of descriptions those of items alone. */
function htmlOf(element: XmlElement, parent: string): readonly Finding[] {
  const { name, attributes, children } = element
  const isHtml =
    name === 'content:encoded' || (name === 'description' && parent === 'item') || attributes.get('type') === 'html'
  const text = isHtml ? textOf(element) : ''
  const bad = NO_HTML.exec(text)
  const own = bad ? [{ name: 'NotHtml', what: `${name}: ${text.slice(bad.index, bad.index + 40)}` }] : []
  return [...own, ...children.filter(isElement).flatMap(child => htmlOf(child, name))]
}

/** Elements and attributes that are plain text, and by which name one that looks like HTML is found: readers disagree about such. */
const PLAIN: Readonly<Record<string, string>> = {
  title: 'ContainsHTML',
  copyright: 'ContainsHTML',
  category: 'ContainsHTML',
  'dc:rights': 'ContainsHTML',
  'atom:name': 'ContainsHTML',
  'atom:category/@label': 'ContainsHTML',
  'atom:title': 'ContainsUndeclaredHTML',
  'atom:subtitle': 'ContainsUndeclaredHTML',
  'atom:summary': 'ContainsUndeclaredHTML',
  'atom:rights': 'ContainsUndeclaredHTML',
  'media:title': 'ContainsUndeclaredHTML',
  'media:description': 'ContainsUndeclaredHTML',
}

const LIKE_HTML = /<\/?[a-z][^>]*>|&(?:#\d+|#x[\da-f]+|[a-z]+);/i

function plainTextsOf(element: XmlElement): readonly Finding[] {
  const { name, attributes, children } = element
  const values: readonly (readonly [where: string, value: string])[] = [
    [name, attributes.get('type') === 'html' ? '' : textOf(element)],
    ...[...attributes].map(([attribute, value]) => [`${name}/@${attribute}`, value] as const),
  ]
  const own = values.flatMap(([where, value]): readonly Finding[] => {
    const found = PLAIN[where]
    return found !== undefined && LIKE_HTML.test(value) ? [{ name: found, what: `${where}: ${value}` }] : []
  })
  return [...own, ...children.filter(isElement).flatMap(plainTextsOf)]
}

const URN = /^urn:[a-z\d][a-z\d-]{1,31}:(?:[\w()+,.:=@;$!*'-]|%[\da-f]{2})+$/i
const UUID = /^urn:uuid:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
const TAG = /^tag:(?:[\w.-]+@)?[\w.-]+,\d{4}(?:-\d\d(?:-\d\d)?)?:[\w;/?:@&=+$.~!*'()%,-]*(?:#[\w;/?:@&=+$.~!*'()%,-]*)?$/

/** Ids by what their scheme allows (RFC 8141, RFC 4151, RFC 9562); RSS takes any text that says it is no link. */
function idsOf(feed: XmlElement, items: readonly XmlElement[]): readonly Finding[] {
  const ids = [feed, ...items].flatMap(parent => childText(parent, 'atom:id') ?? [])
  return ids.flatMap((id): readonly Finding[] => {
    if (/^urn:uuid:/i.test(id)) return UUID.test(id) ? [] : [{ name: 'InvalidUUID', what: id }]
    if (/^urn:/i.test(id)) return URN.test(id) ? [] : [{ name: 'InvalidURN', what: id }]
    return !/^tag:/i.test(id) || TAG.test(id) ? [] : [{ name: 'InvalidTAG', what: id }]
  })
}

/** RFC 5005 §4: an archive leads to what is current, and to one before or after it. */
function archivesOf(feed: XmlElement): readonly Finding[] {
  if (childNamed(feed, 'fh:archive') === undefined) return []
  const relations = childrenNamed(feed, 'atom:link').map(({ attributes }) => attributes.get('rel'))
  const leads = relations.some(relation => relation === 'prev-archive' || relation === 'next-archive')
  return [
    ...(relations.includes('current') ? [] : [{ name: 'MissingCurrentInArchive', what: 'no current link' }]),
    ...(leads ? [] : [{ name: 'ArchiveIncomplete', what: 'neither prev-archive nor next-archive' }]),
  ]
}

function updatesOf(items: readonly XmlElement[]): readonly Finding[] {
  const dates = items.flatMap(item => isoOf(childText(item, 'atom:updated')) ?? [])
  return [...new Set(dates.filter((date, index) => dates.indexOf(date) !== index))].map(what => ({
    name: 'DuplicateUpdated',
    what,
  }))
}
