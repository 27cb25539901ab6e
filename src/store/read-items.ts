import { readFileSync } from 'node:fs'
import type { ItemMark } from '../plan/subscriber-diff.ts'
import { isObject } from './json-lines.ts'

/** The items of a JSON Feed that stands on disk; none when it does not, or is none. */
export function readItems(file: string): readonly ItemMark[] {
  try {
    return itemsOf(readFileSync(file, 'utf8'))
  } catch {
    return []
  }
}

/** The items of a JSON Feed. @throws SyntaxError for what is no JSON */
export function itemsOf(text: string): readonly ItemMark[] {
  const feed: unknown = JSON.parse(text)
  const items: readonly unknown[] = isObject(feed) && Array.isArray(feed.items) ? feed.items : []
  return items.flatMap(item => {
    if (!isObject(item) || typeof item.id !== 'string') return []
    const changed = item.date_modified ?? item.date_published
    return [{ id: item.id, title: String(item.title ?? ''), changed: String(changed ?? ''), content: JSON.stringify(item) }]
  })
}
