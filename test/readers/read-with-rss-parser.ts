import RssParser from 'rss-parser'
import { isoOf, type ParsedItem } from './read-feed.ts'

/** What rss-parser makes of an element: its text, or an object when it has attributes or children. */
type XmlValue = string | { readonly _?: string; readonly $?: { readonly label?: string; readonly term?: string } }

/** The fields that rss-parser is asked for beyond its own, with every occurrence where there can be several. */
interface ExtraFields {
  readonly id?: string
  readonly 'content:encoded'?: string
  readonly publishedAt?: string
  readonly updatedAt?: string
  readonly creators?: readonly XmlValue[]
  /** RSS: a contact. Atom: an object with names. */
  readonly persons?: readonly (string | { readonly name?: readonly XmlValue[] })[]
  readonly tags?: readonly XmlValue[]
}

/** An RSS document's items as rss-parser reads them. */
export async function rssWithRssParser(content: string): Promise<readonly ParsedItem[]> {
  const { items } = await parser().parseString(content)
  return items.map(item => ({
    id: item.guid,
    title: item.title,
    link: item.link,
    published: isoOf(item.pubDate),
    updated: isoOf(item.updatedAt),
    authors: [...(item.persons ?? []).map(personName), ...(item.creators ?? []).map(textOf)],
    categories: (item.tags ?? []).map(textOf),
    contentHtml: item['content:encoded'],
  }))
}

/** An Atom document's entries as rss-parser reads them. */
export async function atomWithRssParser(content: string): Promise<readonly ParsedItem[]> {
  const { items } = await parser().parseString(content)
  return items.map(item => ({
    id: item.id,
    title: item.title,
    link: item.link,
    published: isoOf(item.publishedAt),
    updated: isoOf(item.updatedAt),
    authors: (item.persons ?? []).map(personName),
    categories: (item.tags ?? []).map(labelOf),
    contentHtml: item.content,
  }))
}

function parser() {
  return new RssParser<object, ExtraFields>({
    customFields: {
      item: [
        ['published', 'publishedAt'],
        ['updated', 'updatedAt'],
        ['atom:updated', 'updatedAt'],
        ['dc:creator', 'creators', { keepArray: true }],
        ['author', 'persons', { keepArray: true }],
        ['category', 'tags', { keepArray: true }],
      ],
    },
  })
}

function personName(person: NonNullable<ExtraFields['persons']>[number]): string {
  return typeof person === 'string' ? person : textOf(person.name?.[0] ?? '')
}

function labelOf(tag: XmlValue): string {
  return typeof tag === 'string' ? tag : (tag.$?.label ?? tag.$?.term ?? '')
}

function textOf(value: XmlValue): string {
  return typeof value === 'string' ? value : (value._ ?? '')
}
