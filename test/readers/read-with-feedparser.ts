import FeedParser from 'feedparser'
import { isoOf, type ParsedItem } from './read-feed.ts'

/** What feedparser makes of an element: its text, or an object when it has attributes or children. */
type XmlValue = string | { readonly '#'?: string; readonly '@'?: Readonly<Record<string, string>>; readonly name?: XmlValue }

/**
 * An RSS or Atom document's items as feedparser reads them. Of authors its plain item has the last alone, of categories the terms,
 * and it takes out of titles what looks like markup: all of these are read from the elements that it keeps beside that.
 * @throws when it cannot read the document
 */
export async function xmlWithFeedparser(content: string): Promise<readonly ParsedItem[]> {
  const parser = new FeedParser({ resume_saxerror: false })
  parser.end(content)
  const items: ParsedItem[] = []
  for await (const item of parser) {
    const type = item.meta['#type']
    const own = (name: string): readonly XmlValue[] => elementsOf(item[`${type}:${name}`])
    items.push({
      id: item.guid ?? undefined,
      title: own('title').map(textOf)[0],
      link: item.link ?? undefined,
      published: item.pubdate?.toISOString(),
      updated: isoOf([...own('updated'), ...elementsOf(item['atom:updated'])].map(textOf)[0]),
      authors: [...own('author').map(personName), ...elementsOf(item['dc:creator']).map(textOf)],
      categories: own('category').map(value => (type === 'atom' ? labelOf(value) : textOf(value))),
      contentHtml: [...own('content'), ...elementsOf(item['content:encoded'])].map(textOf)[0],
    })
  }
  return items
}

/** One element stands alone, several in a list. */
function elementsOf(value: unknown): readonly XmlValue[] {
  return Array.isArray(value) ? value : isXmlValue(value) ? [value] : []
}

function isXmlValue(value: unknown): value is XmlValue {
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
}

function textOf(value: XmlValue): string {
  return typeof value === 'string' ? value : (value['#'] ?? '')
}

function personName(person: XmlValue): string {
  return typeof person !== 'string' && person.name !== undefined ? textOf(person.name) : textOf(person)
}

function labelOf(category: XmlValue): string {
  const { label, term } = (typeof category !== 'string' && category['@']) || {}
  return label ?? term ?? ''
}
