import type { Instant } from '../model/instant.ts'
import { FEED_ITEMS } from '../model/site.ts'
import { BURST_LIMITS, BURST_ROOM, FEED_LIMITS, PART_LIMITS, roomFor, SEPARATOR_BYTES } from './feed-limits.ts'

/** A story, as far as the cutting of channels goes. */
export interface SizedStory {
  /** What its entry is known by. */
  readonly entry: string
  /** Its date. */
  readonly at: Instant
  /** What its entry takes: UTF-8 bytes in the format in which it takes most. */
  readonly bytes: number
  /** The same of its short form, where it has one. */
  readonly shortBytes?: number | undefined
  /** Whether it was news when it came out: what stays in the current document for a day, whatever comes after it. */
  readonly isFresh?: boolean | undefined
}

/** Stories that stand in one document together, newest first, and the name of the document when it is an archive. */
export interface FeedPart {
  /** The month, UTC, with digits for each halving of its time: `2015-06`, `2015-06.21`; many digits are written as one number: `2015-06.xk3f91`. */
  readonly name: string
  /** The name under which older versions of Courant published it, where that is another. */
  readonly formerName?: string
  readonly stories: readonly SizedStory[]
}

/** What subscribers poll of a channel, newest first. */
export interface CurrentDocument {
  readonly current: readonly SizedStory[]
  /** Those of them that are carried by summary and link. */
  readonly short: ReadonlySet<SizedStory>
}

/** A channel cut into documents: what subscribers poll, and its archives (RFC 5005 §4), newest first. */
export interface CutChannel extends CurrentDocument {
  readonly archives: readonly FeedPart[]
}

/**
 * Cuts a channel, newest first, into documents that hold every story exactly once. A part is a month, or, where that is too
 * much, a half of its time, or a half of that: a place in time is cut where it always was, so that a story that is added,
 * backdated or taken out touches its own part alone. The current document is the newest parts: as many as fit into `items` stories and
 * their room, and no fewer than `currentParts` says. A part takes at most half of that, so that archives never depend on the number.
 */
export function cutChannel(stories: readonly SizedStory[], items: number = FEED_LIMITS.items): CutChannel {
  const parts = partsOf(stories)
  const { count, room } = currentParts(parts, items)
  const current = parts.slice(0, count).flatMap(part => part.stories)
  return { current, short: shortened(current, room), archives: parts.slice(count) }
}

/** The current document of a channel without archives, which is cut between any two stories. */
export function newestThatFit(stories: readonly SizedStory[], items: number = FEED_LIMITS.items): CurrentDocument {
  const { count, room } = currentParts(
    stories.map(story => ({ stories: [story] })),
    items,
  )
  const current = stories.slice(0, count)
  return { current, short: shortened(current, room) }
}

/** How many of a channel's stories, newest first, can be in its current document, and one more. */
export function mostInCurrent(stories: readonly Pick<SizedStory, 'at' | 'isFresh'>[], items: number): number {
  const newest = stories[0]?.at ?? 0
  const burst = stories.slice(0, BURST_LIMITS.items).findLastIndex(story => isInBurst(story, newest))
  return Math.max(items, burst + 1) + 1
}

/**
 * How many parts the current document takes, and the room for its items. Beyond what fits whole it takes what is missing of the least
 * number of stories, and whatever part has a story of the last day; both with long stories in short, where these fit.
 */
function currentParts(
  parts: readonly Pick<FeedPart, 'stories'>[],
  items: number,
): { readonly count: number; readonly room: number } {
  const fitting = takeParts(parts, { items, room: roomFor(items), sizeOf: story => story.bytes })
  const lacking = partsWith(parts, FEED_ITEMS.least)
  const filled = takeParts(parts.slice(0, lacking), { items: Infinity, room: roomFor(items), sizeOf: leastBytes })
  const burst = takeParts(parts.slice(0, partsInBurst(parts)), {
    items: BURST_LIMITS.items,
    room: BURST_ROOM,
    sizeOf: leastBytes,
  })
  const ordinary = Math.max(fitting, filled)
  return burst > ordinary ? { count: burst, room: BURST_ROOM } : { count: ordinary, room: roomFor(items) }
}

/** How many of the newest parts stay within the limits together: at least one, where there is one. */
function takeParts(
  parts: readonly Pick<FeedPart, 'stories'>[],
  limits: { readonly items: number; readonly room: number; readonly sizeOf: (story: SizedStory) => number },
): number {
  let { items, room } = limits
  const beyond = parts.findIndex(({ stories }, index) => {
    items -= stories.length
    room -= bytesOf(stories, limits.sizeOf)
    return index > 0 && (items < 0 || room < 0)
  })
  return beyond < 0 ? parts.length : beyond
}

/** How many of the newest parts hold this many stories together. */
function partsWith(parts: readonly Pick<FeedPart, 'stories'>[], count: number): number {
  let missing = count
  const last = parts.findIndex(({ stories }) => {
    missing -= stories.length
    return missing <= 0
  })
  return last < 0 ? parts.length : last + 1
}

/** How many parts, counted from the newest, lead to the last with a story of the burst. */
function partsInBurst(parts: readonly Pick<FeedPart, 'stories'>[]): number {
  const newest = parts[0]?.stories[0]?.at ?? 0
  return parts.findLastIndex(({ stories }) => stories.some(story => isInBurst(story, newest))) + 1
}

function isInBurst({ at, isFresh }: Pick<SizedStory, 'at' | 'isFresh'>, newest: Instant): boolean {
  return isFresh === true && at > newest - BURST_LIMITS.ageMs
}

/** Which stories have to be carried in short so that all fit: the longest, so that the fewest are; of equals the older. */
function shortened(stories: readonly SizedStory[], room: number): ReadonlySet<SizedStory> {
  const short = new Set<SizedStory>()
  let over = bytesOf(stories) - room
  if (over <= 0) return short
  for (const story of stories.toReversed().sort((a, b) => b.bytes - a.bytes)) {
    if (over <= 0) break
    if (story.shortBytes === undefined) continue
    short.add(story)
    over -= story.bytes - story.shortBytes
  }
  return short
}

function leastBytes({ bytes, shortBytes = bytes }: SizedStory): number {
  return shortBytes
}

interface Span {
  readonly from: Instant
  /** Exclusive. */
  readonly to: Instant
  readonly depth: number
}

/** Parts of a span of time, newest first. */
function cutTime(part: FeedPart, { from, to, depth }: Span): readonly FeedPart[] {
  const { name, stories } = part
  if (stories.length <= 1 || (stories.length <= PART_LIMITS.items && bytesOf(stories) <= PART_LIMITS.bytes))
    return stories.length === 0 ? [] : [part]
  const separator = depth === 0 ? '.' : ''
  if (to - from <= 1) return cutInstant(part, separator)
  const middle = Math.floor((from + to) / 2)
  return [
    ...cutTime(
      { name: `${name}${separator}2`, stories: stories.filter(({ at }) => at >= middle) },
      { from: middle, to, depth: depth + 1 },
    ),
    ...cutTime(
      { name: `${name}${separator}1`, stories: stories.filter(({ at }) => at < middle) },
      { from, to: middle, depth: depth + 1 },
    ),
  ]
}

/** Stories of one instant, as an import may leave hundreds, have no time to cut: each run of them that fits is a part. */
function cutInstant({ name, stories }: FeedPart, separator: string): readonly FeedPart[] {
  const parts: SizedStory[][] = []
  for (const story of stories.toReversed()) {
    const last = parts.at(-1)
    const fits = last && last.length < PART_LIMITS.items && bytesOf(last) + story.bytes <= PART_LIMITS.bytes
    if (fits) last.unshift(story)
    else parts.push([story])
  }
  return parts.map((stories, index) => ({ name: `${name}${separator}-${index + 1}`, stories })).toReversed()
}

function bytesOf(stories: readonly SizedStory[], sizeOf = ({ bytes }: SizedStory): number => bytes): number {
  return stories.reduce((sum, story) => sum + sizeOf(story) + SEPARATOR_BYTES, 0)
}

/** A run of stories of one month, UTC, and its parts. */
interface CutMonth {
  readonly stories: readonly SizedStory[]
  readonly from: Instant
  readonly parts: readonly FeedPart[]
}

/** Months by their first stories: after an edit, all but its own are as they were, and what was made of them need not be made again. */
const cutMonths = new WeakMap<SizedStory, CutMonth>()

function partsOf(stories: readonly SizedStory[]): readonly FeedPart[] {
  const parts: FeedPart[] = []
  for (let rest = 0, newest = stories[rest]; newest; newest = stories[rest]) {
    const known = cutMonths.get(newest)
    const month = known && isAt(rest, known, stories) ? known : cutMonth(stories, rest)
    cutMonths.set(newest, month)
    parts.push(...month.parts)
    rest += month.stories.length
  }
  return parts
}

function isAt(start: number, { stories: its, from }: CutMonth, stories: readonly SizedStory[]): boolean {
  const older = stories[start + its.length]
  return (older === undefined || older.at < from) && its.every((story, index) => story === stories[start + index])
}

function cutMonth(stories: readonly SizedStory[], start: number): CutMonth {
  const name = monthOf(stories[start]?.at ?? 0)
  const bounds = boundsOf(name)
  let end = start + 1
  while ((stories[end]?.at ?? -Infinity) >= bounds.from) end++
  const its = stories.slice(start, end)
  return { stories: its, from: bounds.from, parts: cutTime({ name, stories: its }, { ...bounds, depth: 0 }).map(shortlyNamed) }
}

/** A burst is cut down to the millisecond, in up to 31 halvings. Ordinary parts keep the digits that they always had. */
const LONG_NAME = /^(\d{4}-\d{2})\.([12]{13,})(-\d+)?$/

/** Months of which parts were published under long names: their addresses go on working. */
const LONG_NAMED_BEFORE = '2027-01'

function shortlyNamed(part: FeedPart): FeedPart {
  const [, month = '', halves, number = ''] = LONG_NAME.exec(part.name) ?? []
  if (halves === undefined) return part
  // The first digit keeps zeros in front: halves of different depth are different numbers.
  const digits = Number.parseInt(`1${halves.replaceAll('1', '0').replaceAll('2', '1')}`, 2).toString(36)
  const name = `${month}.x${digits}${number}`
  return { ...part, name, ...(month < LONG_NAMED_BEFORE && { formerName: part.name }) }
}

function monthOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 7)
}

function boundsOf(month: string): Pick<Span, 'from' | 'to'> {
  const from = new Date(`${month}-01T00:00:00Z`)
  return { from: from.getTime(), to: Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1) }
}
