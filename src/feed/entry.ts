import { atomEntry } from './atom.ts'
import type { Entry } from './channel-model.ts'
import { contentOf, shortContentOf } from './content.ts'
import { ITEM_BYTES } from './feed-limits.ts'
import { factsOf, type ItemFacts, type Story } from './item-facts.ts'
import { jsonItem } from './json.ts'
import { rssItem } from './rss.ts'

export type { Entry } from './channel-model.ts'

/**
 * Renders a story's entry. A story without a body, and one that is too large for a feed in any format, carries its summary
 * and a link instead, in all of them. Throws a RangeError when a date lies outside the years 0 to 9999.
 */
export function renderEntry(story: Story): Entry {
  const facts = factsOf(story)
  const whole = writeEntry(story, { facts, content: contentOf(story, facts) })
  const hasContent = story.body !== '' || story.article.withdrawn !== undefined
  return hasContent && fits(whole) ? whole : writeEntry(story, { facts, content: shortContentOf(story, facts) })
}

function writeEntry({ article }: Story, item: { readonly facts: ItemFacts; readonly content: string }): Entry {
  return {
    id: article.id,
    updated: item.facts.updated,
    rss: rssItem(item.facts, item.content),
    atom: atomEntry(item.facts, item.content),
    json: jsonItem(item.facts, item.content),
  }
}

function fits(entry: Entry): boolean {
  return [entry.rss, entry.atom, entry.json].every(text => Buffer.byteLength(text) <= ITEM_BYTES)
}
