import { Buffer } from 'node:buffer'
import { FEED_FORMATS } from '../../src/model/edition.ts'
import { problemsOfBody } from './body-rules.ts'
import type { FeedDocument } from './feed-document.ts'
import type { Place, PlaceKind } from './places.ts'
import type { ReadFeed, ReadItem } from './read-feed.ts'
import {
  characterProblem,
  iriProblem,
  languageProblem,
  mediaTypeProblem,
  rfc822Problem,
  rfc3339Problem,
  urlProblem,
  type ValueRule,
} from './value-rules.ts'

/** Readers slow down or give up beyond this. */
const USUAL = { items: 54, bytes: 512 * 1024 }
/** What a document may grow to while all but a part's worth of its items are of one day. */
const IN_BURST = { items: 500, bytes: 2 * 1024 * 1024 }
const PART_ITEMS = 25
const DAY_MS = 24 * 60 * 60 * 1000

function limitsOf({ items }: ReadFeed): typeof USUAL {
  const dates = items.map(({ published = '' }) => Date.parse(published))
  const older = dates.filter(date => date <= Math.max(...dates) - DAY_MS)
  return items.length > USUAL.items && older.length <= PART_ITEMS ? IN_BURST : USUAL
}

/** What every rule looks at. */
export interface RuleInput {
  readonly document: FeedDocument
  readonly feed: ReadFeed
  readonly places: readonly Place[]
  /** Nothing in the feed may be dated later. ISO 8601; undefined when the test does not know. */
  readonly asOf: string | undefined
}

/** The rules that hold for all three formats: what no schema can say, and what the W3C validator warns of. */
export function problemsOfAnyFeed(input: RuleInput): readonly string[] {
  const { feed, document } = input
  return [
    ...problemsOfText(document, limitsOf(feed).bytes),
    ...input.places.flatMap(problemsOfPlace),
    ...(input.asOf === undefined ? [] : problemsOfFuture(input.places, input.asOf)),
    ...problemsOfHead(feed, document),
    ...(feed.items.length > limitsOf(feed).items
      ? [`${feed.items.length} items: at most ${limitsOf(feed).items} are right`]
      : []),
    ...repeated(feed.items.map(item => item.id)).map(id => `two items have the id "${id}"`),
    ...feed.items.flatMap((item, index) => problemsOfItem(item).map(problem => `item ${index + 1}: ${problem}`)),
  ]
}

function problemsOfText({ content }: FeedDocument, most: number): readonly string[] {
  const lengthBytes = Buffer.byteLength(content)
  const character = characterProblem(content)
  return [
    ...(lengthBytes > most ? [`${lengthBytes} bytes: at most ${most} are right`] : []),
    ...(content.startsWith('\uFEFF') ? ['begins with a byte order mark'] : []),
    ...(character === undefined ? [] : [`the document ${character}`]),
  ]
}

const RULES: Readonly<Record<Exclude<PlaceKind, 'body'>, ValueRule>> = {
  url: urlProblem,
  iri: iriProblem,
  rfc822: rfc822Problem,
  rfc3339: rfc3339Problem,
  mediaType: mediaTypeProblem,
  language: languageProblem,
}

function problemsOfPlace({ kind, where, value }: Place): readonly string[] {
  if (kind === 'body') return problemsOfBody(value).map(problem => `${where}: ${problem}`)
  const problem = RULES[kind](value)
  return problem === undefined ? [] : [`${where}: ${problem}`]
}

function problemsOfFuture(places: readonly Place[], asOf: string): readonly string[] {
  return places
    .filter(({ kind, value }) => (kind === 'rfc822' || kind === 'rfc3339') && Date.parse(value) > Date.parse(asOf))
    .map(({ where, value }) => `${where}: "${value}" is later than ${asOf}`)
}

function problemsOfHead(feed: ReadFeed, { url }: FeedDocument): readonly string[] {
  const { name } = FEED_FORMATS[feed.format]
  return [
    ...(isBlank(feed.title) ? ['the feed has no title'] : []),
    ...(isBlank(feed.description) ? ['the feed has no description'] : []),
    ...(!isBlank(feed.title) && feed.description === feed.title ? ['the description of the feed is its title'] : []),
    ...(isBlank(feed.lang) ? ['the feed names no language'] : []),
    ...(isBlank(feed.home) ? ['the feed names no page that shows the same'] : []),
    ...(feed.home === url ? ['the feed names itself as the page that shows the same'] : []),
    ...(feed.selves.length === 1 ? [] : [`${feed.selves.length} self links: an ${name} document has one`]),
    ...feed.selves.filter(self => self !== url).map(self => `the self link is "${self}", the document stands at "${url}"`),
  ]
}

function problemsOfItem(item: ReadItem): readonly string[] {
  return [
    ...(isBlank(item.id) ? ['no id'] : []),
    ...(item.id !== undefined && item.id.trim() !== item.id ? [`the id "${item.id}" has blanks around it`] : []),
    ...(isBlank(item.title) ? ['no title'] : []),
    ...(isBlank(item.link) ? ['no link to its page'] : []),
    ...(item.published === undefined ? ['no date of publication'] : []),
    ...(isBlank(item.contentHtml) ? ['no full content'] : []),
    ...(isBlank(item.summary) ? ['no summary'] : []),
    ...(!isBlank(item.title) && item.summary === item.title ? ['the summary is the title'] : []),
    ...(isBefore(item.updated, item.published) ? [`updated ${item.updated}, before it was published`] : []),
    ...(item.authors.some(isBlank) ? ['an author without a name'] : []),
    ...(item.categories.some(isBlank) ? ['a category without a term'] : []),
    ...repeated(item.categories).map(category => `the category "${category}" twice`),
  ]
}

/** Whether `a` is earlier than `b`, both ISO 8601; false when either is not known. */
export function isBefore(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && Date.parse(a) < Date.parse(b)
}

export function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === ''
}

/** The values that occur more than once, each once. */
export function repeated(values: readonly (string | undefined)[]): readonly string[] {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const value of values.filter(value => value !== undefined)) (seen.has(value) ? twice : seen).add(value)
  return [...twice]
}
