import type { Article } from '../model/article.ts'
import type { Edition, StoryList } from '../model/edition.ts'

/** Stories that can be read, newest first, and the place of each. */
export interface PlacedStories {
  readonly stories: readonly Article[]
  /** Undefined of a story that is not among them. */
  readonly placeOf: (article: Article) => number | undefined
}

/** Where stories stand among those of their language. Looked up once for each list that is asked for, and for no other. */
export interface StoryPlaces {
  readonly inLanguage: (lang: string) => PlacedStories
  /** The places in their language of those on a topic, which is known by its slug; newest first, as numbers that rise. */
  readonly onTopic: (lang: string, slug: string) => readonly number[]
}

/** The places of stories in the lists of an edition. */
export function placesIn(lists: Edition['lists']): StoryPlaces {
  const homes = new Map(lists.filter(({ kind }) => kind === 'home').map(list => [list.lang, list.stories]))
  const topics = new Map(lists.filter(({ kind }) => kind === 'topic').map(list => [topicKey(list.lang, slugOf(list)), list]))
  const inLanguage = remembered((lang: string) => placed(homes.get(lang) ?? []))
  const onTopic = remembered((key: string) => {
    const { lang = '', stories = [] } = topics.get(key) ?? {}
    const { placeOf } = inLanguage(lang)
    return stories.flatMap(story => placeOf(story) ?? [])
  })
  return { inLanguage, onTopic: (lang, slug) => onTopic(topicKey(lang, slug)) }
}

function placed(stories: readonly Article[]): PlacedStories {
  const places = new Map(stories.map((story, place) => [story, place]))
  return { stories, placeOf: story => places.get(story) }
}

function topicKey(lang: string, slug: string): string {
  return `${lang} ${slug}`
}

/** `/topics/trade/` and `/fr/topics/trade/` are lists of `trade`. */
function slugOf({ path }: StoryList): string {
  return path.split('/').at(-2) ?? ''
}

/** Makes each of these once, when it is first asked for. */
export function remembered<Result>(make: (key: string) => Result): (key: string) => Result {
  const known = new Map<string, Result>()
  return key => {
    const before = known.get(key)
    if (before !== undefined) return before
    const made = make(key)
    known.set(key, made)
    return made
  }
}
