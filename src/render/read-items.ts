import type { FeedItem } from '../plan/subscriber-diff.ts'
import type { Scratch } from '../platform/scratch.ts'

// Courant's own JSON Feeds: an item's braces stand four spaces in, its members six, and no string has a line break in it.
const BEFORE_FIRST = '"items": [\n'
const BEGINNING = '    {'
const END = '\n    }'
const BETWEEN = `${END},\n${BEGINNING}`
const AFTER_LAST = `${END}\n  ]`
const ID = '"id": '

/** The items of a JSON Feed that stands on disk; none when it does not, or is none of Courant's. They hold for as long as what was read does. */
export function readItems(file: string, scratch: Scratch): readonly FeedItem[] {
  try {
    return itemsIn(scratch.read(file))
  } catch {
    return []
  }
}

function itemsIn(feed: Buffer): readonly FeedItem[] {
  const first = feed.indexOf(BEFORE_FIRST + BEGINNING)
  const last = feed.lastIndexOf(AFTER_LAST)
  if (first < 0 || last < first) return []
  const items: FeedItem[] = []
  let start = first + BEFORE_FIRST.length
  for (let end = feed.indexOf(BETWEEN, start); end >= 0; end = feed.indexOf(BETWEEN, start)) {
    items.push(itemOf(feed.subarray(start, end + END.length)))
    start = end + BETWEEN.length - BEGINNING.length
  }
  return [...items, itemOf(feed.subarray(start, last + END.length))]
}

/** An item as it stands in a JSON Feed. @throws SyntaxError for what is no item of ours */
export function itemOf(content: Buffer): FeedItem {
  const start = content.indexOf(ID) + ID.length
  const id: unknown = JSON.parse(content.toString('utf8', start, content.indexOf('\n', start)).replace(/,$/, ''))
  return { id: String(id), content }
}
