import { problemsOfAtom } from './atom-rules.ts'
import { checkXml } from './check-xml.ts'
import { type FeedDocument, formatOf } from './feed-document.ts'
import { checkJson } from './json-feed.ts'
import { problemsOfJson } from './json-rules.ts'
import { placesOfJson, placesOfXml } from './places.ts'
import { readAtom, readJson, readRss } from './read-feed.ts'
import { problemsOfRss } from './rss-rules.ts'
import { problemsOfAnyFeed } from './rules.ts'

/** A document to judge. */
export interface JudgedDocument extends FeedDocument {
  /** The instant as of which it was made, ISO 8601: nothing in it may be dated later. */
  readonly asOf?: string
}

/**
 * Everything that is wrong with a feed document: whether it is well-formed, our schema of its format, and the rules that
 * no schema can say. Each problem begins with the document's name. Empty when the feed is right.
 */
export async function problemsOfFeed(document: JudgedDocument): Promise<string[]> {
  const format = formatOf(document)
  const problems = format === 'json' ? judgeJson(document) : await judgeXml(document, format)
  return [...new Set(problems)].map(problem => `${document.name}: ${problem}`)
}

async function judgeXml(document: JudgedDocument, format: 'rss' | 'atom'): Promise<readonly string[]> {
  const { root, problems } = await checkXml(document, format)
  if (root === undefined) return problems
  const feed = format === 'rss' ? readRss(root) : readAtom(root)
  return [
    ...problems,
    ...problemsOfAnyFeed({ document, feed, places: placesOfXml(root), asOf: document.asOf }),
    ...(format === 'rss' ? problemsOfRss(root) : problemsOfAtom(root)),
  ]
}

function judgeJson(document: JudgedDocument): readonly string[] {
  const { feed, problems } = checkJson(document.content)
  if (feed === undefined) return problems
  return [
    ...problemsOfAnyFeed({ document, feed: readJson(feed), places: placesOfJson(feed), asOf: document.asOf }),
    ...problemsOfJson(feed),
  ]
}
