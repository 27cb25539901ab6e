import { atomEntry } from './atom.ts'
import type { Entry } from './channel-model.ts'
import { contentOf, shortContentOf, shortestContentOf } from './content.ts'
import { ITEM_BYTES, WHOLE_BYTES } from './feed-limits.ts'
import { factsOf, type ItemFacts, type Story } from './item-facts.ts'
import { jsonItem } from './json.ts'
import { rssItem } from './rss.ts'

export type { Entry } from './channel-model.ts'

/**
 * Renders a story's entry. A story without a body, and one that is too large for a feed in any format, carries its summary
 * and a link instead, in all of them; a long one has that as a form beside its own. Throws a RangeError when a date lies outside the years 0 to 9999.
 */
export function renderEntry(story: Story): Entry {
  const facts = factsOf(story)
  const whole = writeEntry(story, { facts, content: contentOf(story, facts) })
  const hasContent = story.body !== '' || story.article.withdrawn !== undefined
  if (hasContent && fits(whole, WHOLE_BYTES)) return whole
  const short = shortEntry(story, facts)
  if (!hasContent || !fits(whole, ITEM_BYTES)) return short
  return { ...whole, short }
}

/** With all that precedes the body, or without where that is long itself. */
function shortEntry(story: Story, facts: ItemFacts): Entry {
  const short = writeEntry(story, { facts, content: shortContentOf(story, facts) })
  return fits(short, WHOLE_BYTES) ? short : writeEntry(story, { facts, content: shortestContentOf(facts) })
}

function writeEntry({ article }: Story, item: { readonly facts: ItemFacts; readonly content: string }): Entry {
  return {
    id: article.id,
    updated: item.facts.updated,
    published: item.facts.published,
    rss: rssItem(item.facts, item.content),
    atom: atomEntry(item.facts, item.content),
    json: jsonItem(item.facts, item.content),
  }
}

function fits(entry: Entry, bytes: number): boolean {
  return [entry.rss, entry.atom, entry.json].every(text => Buffer.byteLength(text) <= bytes)
}
