import type { Article } from '../model/article.ts'
import { type Edition, slugOf } from '../model/edition.ts'
import { firstIndex } from '../model/first-index.ts'
import { editionsOf, type ListName, type Stories, storiesIn, storiesOn, storyAt } from '../model/stories.ts'

/** A list, and where each of its stories comes among all that are public: numbers that rise. */
interface Ranked {
  readonly stories: readonly Article[]
  readonly ranks: Int32Array
}

const EMPTY: Ranked = { stories: [], ranks: new Int32Array() }

/** `Stories` over the arrays of an edition: the reference that every other implementation must agree with. */
export function editionStories({ released, several, lists }: Pick<Edition, 'released' | 'several' | 'lists'>): Stories {
  const rankOf = rankedIn(released)
  const named = namedLists({ released, several, lists })
  const known = new Map<ListName, Ranked>()
  const ranked = (list: ListName): Ranked => {
    const before = known.get(list)
    if (before) return before
    const stories = named(list)
    const made = stories.length === 0 ? EMPTY : { stories, ranks: Int32Array.from(stories, rankOf) }
    known.set(list, made)
    return made
  }
  return {
    newer: (list, than, count) => {
      const { stories, ranks } = ranked(list)
      const end = placeOf(rankOf(than), ranks)
      return stories.slice(Math.max(0, end - count), end).reverse()
    },
    older: (list, than, count) => {
      const { stories, ranks } = ranked(list)
      const from = placeOf(rankOf(than) + 1, ranks)
      return stories.slice(from, from + count)
    },
    all: list => ranked(list).stories,
    compare: (a, b) => rankOf(a) - rankOf(b),
  }
}

/** How many stories come before each; the end for one that is not public. */
function rankedIn(released: readonly Article[]): (story: Article) => number {
  let ranks: ReadonlyMap<Article, number> | undefined
  return story => {
    ranks ??= new Map(released.map((story, rank) => [story, rank]))
    return ranks.get(story) ?? released.length
  }
}

/** How many ranks of a list are lower than one. */
function placeOf(rank: number, ranks: Int32Array): number {
  return firstIndex(ranks.length, index => (ranks[index] ?? 0) >= rank)
}

/** The stories of a list by its name; none where there is no such list. Addresses are looked up at the first question for one. */
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
  for (const [story, editions] of several) named.set(editionsOf(story), editions)
  let addressed: ReadonlyMap<ListName, readonly Article[]> | undefined
  return list => {
    const known = named.get(list)
    if (known || !list.startsWith(storyAt('/'))) return known ?? []
    addressed ??= new Map(released.map(story => [storyAt(story.permalink), [story]]))
    return addressed.get(list) ?? []
  }
}
