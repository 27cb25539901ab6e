import type { PlacedStory } from './plan-import.ts'

/** What a page cannot have here, though its source had it. */
export function pageLosses({ story, canonical }: PlacedStory): readonly string[] {
  const { date, authors, topics, expires } = story
  const fields = { date, authors: authors.join(', '), topics: topics.join(', '), canonical }
  const had = Object.entries(fields).filter(([, value]) => value)
  return [
    ...(had.length > 0 ? [`pages have no ${had.map(([name, value]) => `${name} (${value})`).join(', no ')}`] : []),
    ...(expires === undefined ? [] : [`it expires at ${expires}, which no page can here: it is a draft`]),
  ]
}
