import { Parser } from 'htmlparser2'
import type { ParsedItem, ReadFeed, ReadItem } from './read-feed.ts'

/*
 * What the readers provably do to every feed, however right it is. Each entry was seen in the reader's own source and is
 * held by a test that shows it; whatever is not listed has to be read exactly. When a reader mends its ways the test
 * fails and the entry goes.
 */

export type Reader = 'feedsmith' | 'rss-parser' | 'feed-parser' | 'feedparser'

/** Whether what was read is the item as this reader is known to distort it. */
export type Distortion = (reading: { readonly read: ParsedItem; readonly item: ReadItem; readonly feed: ReadFeed }) => boolean

type Field = keyof ParsedItem

export const DISTORTIONS: Readonly<Record<Reader, Readonly<Partial<Record<Field, Distortion>>>>> = {
  // feedsmith trims every value, and leaves out what is empty then.
  feedsmith: {
    id: ({ read, item }) => read.id === trimmed(item.id),
    title: ({ read, item }) => read.title === trimmed(item.title),
    contentHtml: ({ read, item }) => read.contentHtml === trimmed(item.contentHtml),
    authors: ({ read, item }) => sameList(read.authors, trimmedAll(item.authors)),
    categories: ({ read, item }) => sameList(read.categories, trimmedAll(item.categories)),
  },

  // rss-parser reads text as it stands.
  'rss-parser': {},

  'feed-parser': {
    // It trims (but for blanks written as references), and decodes entities once more than XML does, unless they were
    // written as numbers.
    id: ({ read, item }) => isDecodedAgain(read.id, item.id),
    title: ({ read, item }) => isDecodedAgain(read.title, item.title),
    contentHtml: ({ read, item }) => isDecodedAgain(read.contentHtml, item.contentHtml),
    // It gives links in the spelling of `new URL()`.
    link: ({ read, item }) => item.link !== undefined && URL.canParse(item.link) && read.link === new URL(item.link).href,
    // In RSS it knows no date of an update but dc:date; without one an item was updated when it was published.
    updated: ({ read, item, feed }) => read.updated === item.published && (feed.format === 'rss' || item.updated === undefined),
    // An item without authors has the feed's; in RSS a name in brackets loses them, and addresses are taken out of it.
    authors: ({ read, item, feed }) =>
      item.authors.length === 0 ||
      (feed.format === 'rss' ? sameContacts(read.authors, item.authors) : sameDecoded(read.authors, item.authors)),
    // An item without categories has the feed's; in attributes it leaves numeric references as they are written.
    categories: ({ read, item, feed }) =>
      (item.categories.length === 0 && sameDecoded(read.categories, feed.categories)) ||
      sameDecoded(read.categories, item.categories) ||
      (feed.format === 'atom' && sameDecoded(read.categories.map(decodedOnceMore), item.categories)),
  },

  feedparser: {
    // It trims every value.
    id: ({ read, item }) => read.id === trimmed(item.id),
    title: ({ read, item }) => read.title === trimmed(item.title),
    contentHtml: ({ read, item }) => read.contentHtml === trimmed(item.contentHtml),
    authors: ({ read, item }) => sameList(read.authors, trimmedAll(item.authors)),
    categories: ({ read, item }) => sameList(read.categories, trimmedAll(item.categories)),
    // It gives links in the spelling of `new URL()`.
    link: ({ read, item }) => item.link !== undefined && URL.canParse(item.link) && read.link === new URL(item.link).href,
  },
}

function sameDecoded(read: readonly string[], exact: readonly string[]): boolean {
  const kept = keptOf(exact, read.length)
  return read.length === kept.length && read.every((value, index) => isDecodedAgain(value, kept[index]))
}

/** It trims and decodes first and takes apart then, so that blanks and brackets count that were references before. */
function sameContacts(read: readonly string[], exact: readonly string[]): boolean {
  const kept = keptOf(exact, read.length)
  return (
    read.length === kept.length &&
    read.every((value, index) => {
      const contact = kept[index] ?? ''
      const forms = [
        contact,
        contact.trim(),
        decodedOnceMore(contact),
        decodedOnceMore(contact).trim(),
        decodedOnceMore(contact.trim()),
      ]
      return forms.some(form => isDecodedAgain(value, contactName(form)))
    })
  )
}

/** What is blank once it is decoded is left out. */
function keptOf(exact: readonly string[], count: number): readonly string[] {
  return exact.length === count ? exact : exact.filter(value => decodedOnceMore(value).trim() !== '')
}

function isDecodedAgain(read: string | undefined, exact: string | undefined): boolean {
  if (exact === undefined) return read === undefined
  const kept = (read ?? '').trim()
  return kept === exact.trim() || kept === decodedOnceMore(exact).trim()
}

/** Text with its entities decoded as HTML decodes them; markup stays. */
function decodedOnceMore(text: string): string {
  return text.replace(/&(?:#[xX]?)?\w+;?/g, reference => {
    let decoded = ''
    new Parser({
      ontext(part) {
        decoded += part
      },
    }).end(reference)
    return decoded
  })
}

/** A name as feed-parser takes it out of a contact: `<b>` is "b", `a@example.org (A)` is "A". */
function contactName(contact: string): string {
  const words = contact.split(' ')
  const isAddress = (word: string) => /@|^https?:\/\//i.test(word)
  const name = words.some(isAddress)
    ? words
        .filter(word => !isAddress(word))
        .map(withoutBrackets)
        .join(' ')
        .trim()
    : contact
  return withoutBrackets(name)
}

function withoutBrackets(text: string): string {
  return /^(?:\(.*\)|\[.*\]|<.*>)$/s.test(text) ? text.slice(1, -1) : text
}

function trimmed(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim()
}

function trimmedAll(values: readonly string[]): readonly string[] {
  return values.map(trimmed).filter(value => value !== undefined)
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
