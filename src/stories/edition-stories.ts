import type { Article } from '../model/article.ts'
import { type Edition, slugOf } from '../model/edition.ts'
import { firstIndex } from '../model/first-index.ts'
import type { Instant } from '../model/instant.ts'
import { editionsOf, type ListName, READABLE, type Stories, storiesIn, storiesOn, storyAt } from '../model/stories.ts'
import { listsWith } from './recorded-reads.ts'

/** `Stories` over the arrays of an edition: the reference that every other implementation must agree with. */
export function editionStories({ released, several, lists }: Pick<Edition, 'released' | 'several' | 'lists'>): Stories {
  const compare = orderIn(released)
  const named = namedLists({ released, several, lists })
  /** Where in a list the first story is that does not come before one. Few are of one instant: the others are told apart by their dates alone. */
  const placeOf = (than: Article, stories: readonly Article[]): number => {
    const place = firstAt(stories, than.date.at)
    const other = stories[place]
    if (!other || other === than || other.date.at !== than.date.at) return place
    return place + firstIndex(stories.length - place, index => compare(stories[place + index] ?? than, than) >= 0)
  }
  return {
    newer: (list, than, count) => {
      const stories = named(list)
      const end = placeOf(than, stories)
      return stories.slice(Math.max(0, end - count), end).reverse()
    },
    older: (list, than, count) => {
      const stories = named(list)
      const place = placeOf(than, stories)
      const from = stories[place] === than ? place + 1 : place
      return stories.slice(from, from + count)
    },
    all: named,
    compare,
  }
}

/** Where the stories of an instant begin, or the older ones, among stories newest first. A loop of its own: each page is described by some ten such places. */
function firstAt(stories: readonly Article[], at: Instant): number {
  let [from, to] = [0, stories.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((stories[middle]?.date.at ?? at) <= at) to = middle
    else from = middle + 1
  }
  return from
}

/** The order of public stories: by date, and those of one date as they stand. The places of these are noted where two of them are first compared. */
function orderIn(released: readonly Article[]): (a: Article, b: Article) => number {
  const known = new Map<Instant, ReadonlyMap<Article, number>>()
  const placesAt = (at: Instant): ReadonlyMap<Article, number> => {
    const before = known.get(at)
    if (before) return before
    const dateAt = (index: number): Instant => released[index]?.date.at ?? Number.NEGATIVE_INFINITY
    const from = firstIndex(released.length, index => dateAt(index) <= at)
    const to = firstIndex(released.length, index => dateAt(index) < at)
    const places = new Map(released.slice(from, to).map((story, place) => [story, place]))
    known.set(at, places)
    return places
  }
  return (a, b) => {
    if (a === b) return 0
    if (a.date.at !== b.date.at) return b.date.at - a.date.at
    const places = placesAt(a.date.at)
    return (places.get(a) ?? places.size) - (places.get(b) ?? places.size)
  }
}

/** The stories of a list by its name; none where there is no such list. What the edition has no list of is looked up at the first question for it. */
function namedLists({
  released,
  several,
  lists,
}: Pick<Edition, 'released' | 'several' | 'lists'>): (list: ListName) => readonly Article[] {
  const named = new Map<ListName, readonly Article[]>()
  for (const list of lists) {
    if (list.kind === 'home') named.set(storiesIn(list.lang), list.stories)
    if (list.kind === 'topic') named.set(storiesOn(slugOf(list), list.lang), list.stories)
  }
  let addressed: ReadonlyMap<ListName, readonly Article[]> | undefined
  let corrected: ReadonlyMap<ListName, readonly Article[]> | undefined
  return list => {
    if (list.startsWith(EDITIONS)) return several.get(list.slice(EDITIONS.length)) ?? []
    if (list.startsWith(AT_ADDRESS)) {
      addressed ??= new Map(released.map(story => [storyAt(story.permalink), [story]]))
      return addressed.get(list) ?? []
    }
    if (list.startsWith(CORRECTED)) {
      corrected ??= correctedIn(released)
      return corrected.get(list) ?? []
    }
    const known = named.get(list)
    if (known || list !== READABLE) return known ?? []
    const readable = released.filter(({ withdrawn }) => !withdrawn)
    named.set(list, readable)
    return readable
  }
}

/** Stories by the years in which corrections were made to them. */
function correctedIn(released: readonly Article[]): ReadonlyMap<ListName, readonly Article[]> {
  const named = new Map<ListName, Article[]>()
  for (const story of released) {
    // Most stories were never corrected.
    if (story.corrections.length === 0) continue
    for (const list of listsWith(story).filter(list => list.startsWith(CORRECTED))) {
      const stories = named.get(list)
      if (stories) stories.push(story)
      else named.set(list, [story])
    }
  }
  return named
}

const EDITIONS = editionsOf('')
const AT_ADDRESS = storyAt('')
const CORRECTED = 'corrected '
