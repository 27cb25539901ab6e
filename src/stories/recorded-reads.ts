import type { OutPath, SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Instant } from '../model/instant.ts'
import { type MultiMap, type MutableMap, multiMap } from '../model/maps.ts'
import {
  editionsOf,
  type ListName,
  READABLE,
  type Stories,
  storiesCorrectedIn,
  storiesIn,
  storiesOn,
  storyAt,
} from '../model/stories.ts'

/**
 * A part of a list that was read, by the dates of its stories, both included. A story that enters this part, leaves it, or is in it and changes,
 * can change whatever was described from it. Stories of one instant are not told apart: that names a few candidates too many, and misses none.
 */
export interface Read {
  readonly list: ListName
  readonly newest: Instant
  readonly oldest: Instant
}

/** A place in a list at which something changed: a story came, went, or says something else. */
export interface ChangedPlace {
  readonly list: ListName
  readonly at: Instant
  /** The file of that story. */
  readonly path: SourcePath
}

const ALWAYS = { newest: Number.POSITIVE_INFINITY, oldest: Number.NEGATIVE_INFINITY } as const

/** Stories whose reads are recorded. */
export interface RecordedStories {
  readonly stories: Stories
  /** Does something, and says what it read. */
  readonly during: <Result>(describe: () => Result) => { readonly result: Result; readonly reads: readonly Read[] }
}

/** The same stories, with what is read of them while something is done recorded. */
export function recordReads(stories: Stories): RecordedStories {
  let reads: Read[] | undefined
  return {
    during: describe => {
      const its: Read[] = []
      reads = its
      const result = describe()
      // What is looked up to render a page is what was looked up to describe it.
      reads = undefined
      return { result, reads: its }
    },
    stories: {
      compare: stories.compare,
      newer: (list, than, count) => {
        const found = stories.newer(list, than, count)
        reads?.push({ list, newest: lastOf(found, count)?.date.at ?? ALWAYS.newest, oldest: than.date.at })
        return found
      },
      older: (list, than, count) => {
        const found = stories.older(list, than, count)
        reads?.push({ list, newest: than.date.at, oldest: lastOf(found, count)?.date.at ?? ALWAYS.oldest })
        return found
      },
      all: list => {
        reads?.push({ list, ...ALWAYS })
        return stories.all(list)
      },
    },
  }
}

/** The farthest of the stories that were found; undefined where there were fewer than asked for, so that another could come at any distance. */
function lastOf(found: readonly Article[], count: number): Article | undefined {
  return found.length < count ? undefined : found.at(-1)
}

/** Whether a change at this place can be seen in what was read. */
export function covers({ list, newest, oldest }: Read, place: ChangedPlace): boolean {
  return list === place.list && oldest <= place.at && place.at <= newest
}

const HOUR_MS = 3_600_000

/** Lengths of the stretches of time by which reads are looked up, each a multiple of the one before. What fits into none of the longest is `EVER`. */
const STRETCHES: readonly number[] = Array.from({ length: 10 }, (_, level) => HOUR_MS * 4 ** level)
const EVER = 'ever'

type Stretch = number | typeof EVER

/** A stretch of time by its length and its number. */
function stretchOf(level: number, at: Instant): number {
  return Math.floor(at / (STRETCHES[level] ?? HOUR_MS)) * STRETCHES.length + level
}

/** The shortest stretch that a read lies in as a whole. */
function stretchWith({ newest, oldest }: Read): Stretch {
  if (!Number.isFinite(newest - oldest)) return EVER
  const level = STRETCHES.findIndex((_, level) => stretchOf(level, newest) === stretchOf(level, oldest))
  return level < 0 ? EVER : stretchOf(level, newest)
}

/** What is known of reads, in maps that a database can hold. */
export interface ReadMaps {
  /** What each page reads. */
  readonly pages: MutableMap<OutPath, readonly Read[]>
  /** By list and stretch of time the pages that read there, each with what it reads. */
  readonly readers: MultiMap<OutPath, readonly Read[]>
}

/** What pages read, to be looked up by the places that change: by list and stretch of time, so that a look costs what it finds. */
export class ReadIndex {
  readonly #maps: ReadMaps

  constructor(maps: ReadMaps = { pages: new Map(), readers: multiMap() }) {
    this.#maps = maps
  }

  /** Puts what a page reads in place of what it read; nothing where it is no more. */
  set(page: OutPath, reads: readonly Read[]): void {
    const { pages, readers } = this.#maps
    for (const key of byStretch(pages.get(page) ?? []).keys()) readers.delete(key, page)
    if (reads.length === 0) pages.delete(page)
    else pages.set(page, reads)
    for (const [key, there] of byStretch(reads)) readers.set(key, [page, there])
  }

  /** The pages that read one of these places, each with the files of the stories that changed there. */
  readersOf(places: readonly ChangedPlace[]): ReadonlyMap<OutPath, readonly SourcePath[]> {
    const found = new Map<OutPath, SourcePath[]>()
    for (const place of places)
      for (const stretch of [EVER, ...STRETCHES.map((_, level) => stretchOf(level, place.at))] as const)
        for (const [page, reads] of this.#maps.readers.get(keyOf(place.list, stretch))) {
          if (!reads.some(read => covers(read, place))) continue
          const paths = found.get(page)
          if (!paths) found.set(page, [place.path])
          else if (!paths.includes(place.path)) paths.push(place.path)
        }
    return found
  }
}

function byStretch(reads: readonly Read[]): ReadonlyMap<string, readonly Read[]> {
  return Map.groupBy(reads, read => keyOf(read.list, stretchWith(read)))
}

function keyOf(list: ListName, stretch: Stretch): string {
  return `${stretch} ${list}`
}

/** Reads as JSON has them: an end that is open is null. */
export const READS = {
  toJson: (reads: readonly Read[]): unknown => reads.map(({ list, newest, oldest }) => [list, newest, oldest]),
  fromJson: (text: string): readonly Read[] => {
    const reads: readonly (readonly [ListName, Instant | null, Instant | null])[] = JSON.parse(text)
    return reads.map(([list, newest, oldest]) => ({
      list,
      newest: newest ?? ALWAYS.newest,
      oldest: oldest ?? ALWAYS.oldest,
    }))
  },
}

/** Where two editions differ: every place in a list at which a story comes, goes, or says something else in its front matter. */
export function changedPlaces(before: readonly Article[], after: readonly Article[]): readonly ChangedPlace[] {
  const now = new Map(after.map(story => [story.id, story]))
  const were = new Map(before.map(story => [story.id, story]))
  const left = before.filter(story => !isSame(story, now.get(story.id)))
  const came = after.filter(story => !isSame(story, were.get(story.id)))
  return [...left, ...came].flatMap(story => listsWith(story).map(list => ({ list, at: story.date.at, path: story.path })))
}

/**
 * Whether a story is the same for every page that names it: as it is in its front matter, where it is, when, and with the same of its changes
 * made by now, since some of these come with time alone.
 */
function isSame(story: Article, other: Article | undefined): boolean {
  return (
    other !== undefined &&
    story.permalink === other.permalink &&
    story.date.at === other.date.at &&
    story.source.facts === other.source.facts &&
    story.corrections.length === other.corrections.length &&
    (story.updated === undefined) === (other.updated === undefined) &&
    (story.withdrawn === undefined) === (other.withdrawn === undefined)
  )
}

/** The lists that a public story is in. */
export function listsWith({
  lang,
  topics,
  corrections,
  story,
  permalink,
  withdrawn,
}: Pick<Article, 'lang' | 'topics' | 'corrections' | 'story' | 'permalink' | 'withdrawn'>): readonly ListName[] {
  const known = [editionsOf(story), storyAt(permalink)]
  if (withdrawn) return known
  const years = new Set(corrections.map(({ date }) => new Date(date.at).getUTCFullYear()))
  const topical = topics.map(({ slug }) => storiesOn(slug, lang))
  return [...known, READABLE, storiesIn(lang), ...topical, ...[...years].map(storiesCorrectedIn)]
}
