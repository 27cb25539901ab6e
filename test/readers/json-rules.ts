import type { JsonAttachment, JsonFeed } from './json-feed.ts'
import { characterProblem, fileTypeProblem } from './value-rules.ts'

/** The rules that hold for JSON Feed alone, after the schema. */
export function problemsOfJson(feed: JsonFeed): readonly string[] {
  return [
    ...problemsOfStrings(feed, ''),
    ...(feed.next_url !== undefined && feed.next_url === feed.feed_url ? ['next_url is the feed itself'] : []),
    ...problemsOfJsonAuthors(feed),
    ...feed.items.flatMap((item, index) =>
      (item.attachments ?? []).flatMap(problemsOfAttachment).map(problem => `item ${index + 1}: ${problem}`),
    ),
  ]
}

/** Escapes hide characters from a look at the document itself: every string, extensions included, is looked at as read. */
function problemsOfStrings(value: unknown, where: string): readonly string[] {
  if (typeof value === 'string') {
    const problem = characterProblem(value)
    return problem === undefined ? [] : [`${where} ${problem}`]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => problemsOfStrings(child, `${where}/${key}`))
}

function problemsOfJsonAuthors(feed: JsonFeed): readonly string[] {
  if (feed.authors !== undefined) return []
  const index = feed.items.findIndex(item => item.authors === undefined)
  return index === -1 ? [] : [`item ${index + 1} has no author, and neither has the feed`]
}

function problemsOfAttachment(attachment: JsonAttachment): readonly string[] {
  const type = fileTypeProblem(attachment.url, attachment.mime_type)
  return [
    ...(attachment.size_in_bytes === undefined ? [`the attachment "${attachment.url}" has no size_in_bytes`] : []),
    ...(type === undefined ? [] : [`the attachment's ${type}`]),
  ]
}
