import type { JsonFeed } from './json-feed.ts'
import { isElement, textOf, type XmlElement } from './xml-tree.ts'

/** What kind of value stands at a place, and so which rule it has to hold to. */
export type PlaceKind = 'url' | 'iri' | 'rfc822' | 'rfc3339' | 'mediaType' | 'language' | 'body'

/** A value of a feed with the path that leads to it, items counted from 1: `channel/item 2/enclosure/@url`. */
export interface Place {
  readonly kind: PlaceKind
  readonly where: string
  readonly value: string
}

/** Elements whose text has a kind, by name. */
const ELEMENTS: Readonly<Record<string, PlaceKind>> = {
  link: 'url',
  comments: 'url',
  docs: 'url',
  url: 'url',
  'atom:uri': 'url',
  'atom:icon': 'url',
  'atom:logo': 'url',
  'atom:id': 'iri',
  pubDate: 'rfc822',
  lastBuildDate: 'rfc822',
  'atom:published': 'rfc3339',
  'atom:updated': 'rfc3339',
  'dc:date': 'rfc3339',
  'dcterms:modified': 'rfc3339',
  'creativeCommons:license': 'url',
  language: 'language',
  'dc:language': 'language',
  'content:encoded': 'body',
}

/** Attributes whose value has a kind, by element and name. */
const ATTRIBUTES: Readonly<Record<string, PlaceKind>> = {
  'enclosure/@url': 'url',
  'enclosure/@type': 'mediaType',
  'source/@url': 'url',
  'atom:link/@href': 'url',
  'atom:link/@type': 'mediaType',
  'atom:link/@hreflang': 'language',
  'atom:content/@src': 'url',
  'atom:generator/@uri': 'url',
  'atom:category/@scheme': 'iri',
  'media:content/@url': 'url',
  'media:content/@type': 'mediaType',
  'media:content/@lang': 'language',
  'media:thumbnail/@url': 'url',
  'media:copyright/@url': 'url',
  'at:deleted-entry/@ref': 'iri',
  'at:deleted-entry/@when': 'rfc3339',
}

/** Attributes that mean the same on every element. */
const COMMON_ATTRIBUTES: Readonly<Record<string, PlaceKind>> = { 'xml:lang': 'language', 'xml:base': 'url' }

/** Every value of an RSS or Atom document that a rule speaks of, in document order. */
export function placesOfXml(root: XmlElement): readonly Place[] {
  return placesWithin(root, root.name)
}

function placesWithin(element: XmlElement, where: string): readonly Place[] {
  const counts = new Map<string, number>()
  const children = element.children.filter(isElement).flatMap(child => {
    const count = (counts.get(child.name) ?? 0) + 1
    counts.set(child.name, count)
    return placesWithin(child, `${where}/${child.name}${isCounted(child) ? ` ${count}` : ''}`)
  })
  return [...ownPlaces(element, where), ...children]
}

function ownPlaces(element: XmlElement, where: string): readonly Place[] {
  const kind = ELEMENTS[element.name] ?? kindOfContent(element)
  const text = kind === undefined ? [] : [{ kind, where, value: textOf(element) }]
  const attributes = [...element.attributes].flatMap(([name, value]) => {
    const attributeKind = ATTRIBUTES[`${element.name}/@${name}`] ?? COMMON_ATTRIBUTES[name]
    return attributeKind === undefined ? [] : [{ kind: attributeKind, where: `${where}/@${name}`, value }]
  })
  return [...text, ...attributes]
}

/** Any Atom text construct can carry HTML; a guid can be a link. */
function kindOfContent(element: XmlElement): PlaceKind | undefined {
  if (element.name === 'guid') return element.attributes.get('isPermaLink') === 'false' ? undefined : 'url'
  return element.name.startsWith('atom:') && element.attributes.get('type') === 'html' ? 'body' : undefined
}

function isCounted(element: XmlElement): boolean {
  return ['item', 'atom:entry', 'atom:link', 'category', 'atom:category'].includes(element.name)
}

const JSON_KEYS: Readonly<Record<string, PlaceKind>> = {
  home_page_url: 'url',
  feed_url: 'url',
  next_url: 'url',
  icon: 'url',
  favicon: 'url',
  url: 'url',
  external_url: 'url',
  image: 'url',
  banner_image: 'url',
  avatar: 'url',
  date_published: 'rfc3339',
  date_modified: 'rfc3339',
  mime_type: 'mediaType',
  language: 'language',
  content_html: 'body',
}

/** Every value of a JSON Feed that a rule speaks of, in document order; extensions are not looked into. */
export function placesOfJson(feed: JsonFeed): readonly Place[] {
  return placesOfValue(feed, '')
}

function placesOfValue(value: unknown, where: string): readonly Place[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => {
    if (key.startsWith('_')) return []
    const path = Array.isArray(value) ? `${where} ${Number(key) + 1}` : `${where}/${key}`
    const kind = JSON_KEYS[key]
    if (typeof child === 'string') return kind === undefined ? [] : [{ kind, where: path, value: child }]
    return placesOfValue(child, path)
  })
}
