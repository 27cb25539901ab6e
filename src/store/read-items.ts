import { readFileSync } from 'node:fs'
import type { FeedItem } from '../plan/subscriber-diff.ts'

// Courant's own JSON Feeds: an item's braces stand four spaces in, its members six, and no string has a line break in it.
const FIRST_ITEM = '"items": [\n    {'
const BETWEEN = '\n    },\n    {'
const LAST_END = '\n    }\n  ]'

/** The items of a JSON Feed that stands on disk; none when it does not, or is none of Courant's. */
export function readItems(file: string): readonly FeedItem[] {
  try {
    return itemsIn(readFileSync(file, 'utf8'))
  } catch {
    return []
  }
}

function itemsIn(text: string): readonly FeedItem[] {
  const start = text.indexOf(FIRST_ITEM)
  const end = text.lastIndexOf(LAST_END)
  if (start < 0 || end < start) return []
  const items = text.slice(start + FIRST_ITEM.length, end).split(BETWEEN)
  return items.map(inside => itemOf(`    {${inside}\n    }`))
}

/** An item as it stands in a JSON Feed. */
export function itemIn(json: Uint8Array): FeedItem {
  return itemOf(Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('utf8'))
}

/** @throws SyntaxError for what is no item of ours */
function itemOf(content: string): FeedItem {
  const id: unknown = JSON.parse(/^\s*\{\s*"id": ("(?:[^"\\]|\\.)*")/.exec(content)?.[1] ?? '')
  return { id: String(id), content }
}
