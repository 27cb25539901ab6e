import type { Instant } from '../model/instant.ts'
import { FEED_LIMITS, ITEM_BYTES, PART_LIMITS } from './feed-limits.ts'

/** A story, as far as the cutting of channels goes. */
export interface SizedStory {
  /** What its entry is known by. */
  readonly entry: string
  /** Its date. */
  readonly at: Instant
  /** What its entry takes: UTF-8 bytes in the format in which it takes most. */
  readonly bytes: number
}

/** Stories that stand in one document together, newest first, and the name of the document when it is an archive. */
export interface FeedPart {
  /** The month, UTC, with digits for each halving of its time: `2015-06`, `2015-06.21`. */
  readonly name: string
  readonly stories: readonly SizedStory[]
}

/** A channel cut into documents: what subscribers poll, and its archives (RFC 5005 §4), newest first. */
export interface CutChannel {
  readonly current: readonly SizedStory[]
  readonly archives: readonly FeedPart[]
}

/**
 * Cuts a channel, newest first, into documents that hold every story exactly once. A part is a month, or, where that is too
 * much, a half of its time, or a half of that: a place in time is cut where it always was, so that a story that is added,
 * backdated or taken out touches its own part alone. The newest parts that fit together are the current document: a part
 * takes at most half of one, so that it is never less than half full while there is more.
 */
export function cutChannel(stories: readonly SizedStory[]): CutChannel {
  const parts = partsOf(stories)
  let inCurrent = 0
  for (const room = { items: FEED_LIMITS.items, bytes: ITEM_BYTES }; inCurrent < parts.length; inCurrent++) {
    const { stories } = parts[inCurrent] ?? { stories: [] }
    room.items -= stories.length
    room.bytes -= bytesOf(stories)
    if (inCurrent > 0 && (room.items < 0 || room.bytes < 0)) break
  }
  return { current: parts.slice(0, inCurrent).flatMap(part => part.stories), archives: parts.slice(inCurrent) }
}

/** The newest stories of a channel that fit together into one document: at least one, where there is one. */
export function newestThatFit(stories: readonly SizedStory[]): readonly SizedStory[] {
  let bytes = 0
  const end = stories.findIndex((story, index) => {
    bytes += story.bytes + SEPARATOR_BYTES
    return index > 0 && (index === FEED_LIMITS.items || bytes > ITEM_BYTES)
  })
  return end < 0 ? stories : stories.slice(0, end)
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

function bytesOf(stories: readonly SizedStory[]): number {
  return stories.reduce((sum, { bytes }) => sum + bytes + SEPARATOR_BYTES, 0)
}

/** What stands between two items; the first in JSON Feed has the most. */
const SEPARATOR_BYTES = 4

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
  return { stories: its, from: bounds.from, parts: cutTime({ name, stories: its }, { ...bounds, depth: 0 }) }
}

function monthOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 7)
}

function boundsOf(month: string): Pick<Span, 'from' | 'to'> {
  const from = new Date(`${month}-01T00:00:00Z`)
  return { from: from.getTime(), to: Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1) }
}
