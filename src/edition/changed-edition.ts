import type { SourcePath } from '../model/address.ts'
import type { Article, Topic } from '../model/article.ts'
import { changedMap, type MapChanges } from '../model/changed-map.ts'
import { compare } from '../model/compare.ts'
import { type Archive, archivePath, type Channel, type Edition, type StoryList, slugOf } from '../model/edition.ts'
import { firstIndex } from '../model/first-index.ts'
import type { Author, Site } from '../model/site.ts'
import { archivesOf } from './archives-of.ts'
import { changesOf, latestChangeFirst } from './changes.ts'
import { channelsOf } from './channels-of.ts'
import { countStates, newestFirst, newsOf, soonestFirst } from './edition-at.ts'
import type { Grouped } from './group-stories.ts'
import { listsOf } from './lists-of.ts'
import { type Subjects, sectionOf } from './subjects.ts'
import type { ToldChanges } from './told-changes.ts'

/** A part of a newsroom that was looked at again. */
export interface ChangedPart {
  /** The files of its stories: what the part says of them stands for what was said before. */
  readonly paths: ReadonlySet<SourcePath>
  /** The edition of these files alone, at the new instant. */
  readonly edition: Edition
  /** Stories whose lists are looked at though they are in none: feeds say when they went. */
  readonly beside: readonly Article[]
}

/** What the edition of a whole newsroom depends on, beside the part that changed. */
export interface ChangedContext {
  readonly site: Site
  /** When its author dated a story. */
  readonly writtenAt: (story: Article) => number
  readonly toldOf: ToldChanges
  /** The public story of a file, as it was. */
  readonly storyOf: (path: SourcePath) => Article | undefined
}

/** An edition after a change, and which public stories left it and came into it: of a story that says something else both. */
export interface ChangedEdition {
  readonly edition: Edition
  readonly left: readonly Article[]
  readonly came: readonly Article[]
}

/**
 * The edition of a newsroom of which a part changed. Lists and channels that have none of the changed stories stay the same objects, so that
 * whoever describes pages and feeds sees what to leave alone. Undefined where the languages of the newsroom changed, which bears on all of them:
 * the first public story of one came, or the last one left.
 */
export function changedEdition(before: Edition, part: ChangedPart, context: ChangedContext): ChangedEdition | undefined {
  const { site, writtenAt, toldOf, storyOf } = context
  const were = [...part.paths].flatMap(path => storyOf(path) ?? [])
  const kept = new Map(were.map(story => [story.id, story]))
  // What says the same is the same story, so that no list of it is another.
  const now = part.edition.released.map(story => sameStory(kept.get(story.id), story) ?? story)
  const left = were.filter(story => !now.includes(story))
  const came = now.filter(story => !were.includes(story))
  const known = languagesOf(before)
  if (came.some(({ lang }) => !known.has(lang))) return undefined
  const order = newestFirst(writtenAt)
  const change = { left, came, order }
  const released = spliced(before.released, change)
  const changes = changedItems(before, { left, came: changesOf(came, site, toldOf) })
  const { subjects, isTouched } = touchedBy([...left, ...came, ...part.beside], { before, site, change })
  const languages = changedLanguages(before, { released, change })
  const readable = new Map([...languages.keys()].map(lang => [lang, changedHome(lang, { before, change })]))
  const lists = merged(before.lists, listsOf({ site, readable, subjects, changes }), { isTouched, site })
  const channels = merged(before.channels, channelsOf({ site, released, languages, subjects, changes }), { isTouched, site })
  if (!hasSameLanguages(before, { lists, channels })) return undefined
  const { asOf, reached, several, standing, upcoming, waiting } = part.edition
  const others = <T extends { readonly path: string }>(all: readonly T[]): readonly T[] =>
    all.filter(({ path }) => !part.paths.has(path))
  const byId = new Map(now.map(story => [story.id, story]))
  const severalNow = new Map([...several].map(([story, editions]) => [story, editions.map(one => byId.get(one.id) ?? one)]))
  return {
    edition: {
      asOf,
      reached,
      released,
      several: changedMap(before.several, changesTo(severalNow, new Set([...were, ...now].map(({ story }) => story)))),
      standing,
      news: newsOf(released, { asOf: reached, site }),
      lists,
      archives: changedArchives(before, { lists, site }),
      channels,
      upcoming: upcoming.length === 0 ? others(before.upcoming) : [...others(before.upcoming), ...upcoming].sort(soonestFirst),
      waiting: [...others(before.waiting), ...waiting].sort((a, b) => compare(a.path, b.path)),
      stateOf: changedMap(before.stateOf, changesTo(part.edition.stateOf, part.paths)),
      states: changedStates(before, part),
    },
    left,
    came,
  }
}

/** The story as it was, where it is the same for readers in everything. */
function sameStory(was: Article | undefined, now: Article): Article | undefined {
  return was && JSON.stringify(was) === JSON.stringify(now) ? was : undefined
}

interface Change {
  readonly left: readonly Article[]
  readonly came: readonly Article[]
  readonly order: (a: Article, b: Article) => number
}

/** Stories, newest first, after a change; the same object where it concerns none of them. */
function spliced(stories: readonly Article[], { left, came, order }: Change): readonly Article[] {
  let next: Article[] | undefined
  for (const story of left) {
    const at = placeOf(story, next ?? stories)
    if (at >= 0) {
      next ??= [...stories]
      next.splice(at, 1)
    }
  }
  for (const story of came) {
    next ??= [...stories]
    const after = next
    const at = firstIndex(after.length, index => {
      const other = after[index]
      return other === undefined || order(other, story) > 0
    })
    next.splice(at, 0, story)
  }
  return next ?? stories
}

/** Each language has a channel where there are several. */
function languageChannels({ channels }: Edition): readonly Channel[] {
  return channels.filter(({ kind }) => kind === 'language')
}

/** The languages that have stories or are declared. */
function languagesOf(edition: Edition): ReadonlySet<string> {
  const own = languageChannels(edition)
  return new Set((own.length > 0 ? own : edition.released.slice(0, 1)).map(({ lang }) => lang))
}

/** The public stories of each language. */
function changedLanguages(
  before: Edition,
  { released, change }: { readonly released: readonly Article[]; readonly change: Change },
): ReadonlyMap<string, readonly Article[]> {
  const own = languageChannels(before)
  if (own.length === 0) return new Map([...languagesOf(before)].map(lang => [lang, released]))
  return new Map(
    own.map(({ lang, stories }) => [
      lang,
      spliced(
        stories,
        within(change, story => story.lang === lang),
      ),
    ]),
  )
}

/** The stories of a front page. */
function changedHome(
  lang: string,
  { before: { lists }, change }: { readonly before: Edition; readonly change: Change },
): readonly Article[] {
  const home = lists.find(list => list.kind === 'home' && list.lang === lang)
  return spliced(
    home?.stories ?? [],
    within(change, story => story.lang === lang && !story.withdrawn),
  )
}

/** A change, as far as it is of some stories. */
function within({ left, came, order }: Change, has: (story: Article) => boolean): Change {
  return { left: left.filter(has), came: came.filter(has), order }
}

/** Where a story is, among stories newest first; -1 where it is not. */
function placeOf(story: Article, stories: readonly Article[]): number {
  const { at } = story.date
  for (let index = firstIndex(stories.length, place => (stories[place]?.date.at ?? 0) <= at); ; index++) {
    if (stories[index] === story) return index
    if (stories[index]?.date.at !== at) return -1
  }
}

/** The changes of all stories, newest first, as `changesOf` gives them. */
function changedItems(
  { lists }: Edition,
  { left, came }: { readonly left: readonly Article[]; readonly came: readonly Article[] },
): readonly Article[] {
  const before = lists.find(({ kind }) => kind === 'changes')?.stories ?? []
  const gone = new Set(left.map(({ path }) => path))
  if (came.length === 0 && !before.some(({ path }) => gone.has(path))) return before
  return [...before.filter(({ path }) => !gone.has(path)), ...came].sort(latestChangeFirst)
}

/** What some stories are followed by, with all stories that each has now. */
interface Touched {
  readonly subjects: Subjects
  /** Whether a list or channel is of one of these, or of all stories. */
  readonly isTouched: (list: Listed) => boolean
}

/** The topics, sections and authors of some stories. */
function touchedBy(
  stories: readonly Article[],
  { before, site, change }: { readonly before: Edition; readonly site: Site; readonly change: Change },
): Touched {
  const channels = new Map(before.channels.map(channel => [channel.path, channel.stories]))
  const slugs = new Set<string>()
  const touched = <T extends { readonly slug: string }>(
    { folder, kind }: { readonly folder: string; readonly kind: Listed['kind'] },
    {
      shared,
      declared,
    }: { readonly shared: (story: Article) => readonly T[]; readonly declared: (slug: string) => T | undefined },
  ): readonly Grouped<T>[] =>
    [...new Set(stories.flatMap(shared).map(({ slug }) => slug))].sort(compare).flatMap((slug): readonly Grouped<T>[] => {
      slugs.add(`${kind} ${slug}`)
      const has = (story: Article): boolean => shared(story).some(one => one.slug === slug)
      const now = spliced(channels.get(`/${folder}/${slug}/`) ?? [], within(change, has))
      const oldest = now.at(-1)
      // As `groupStories` names it.
      const of = declared(slug) ?? (oldest && shared(oldest).findLast(one => one.slug === slug))
      return of ? [{ of, stories: now }] : []
    })
  const named = (slug: string, title: string | undefined): Topic | undefined =>
    title === undefined ? undefined : { slug, title }
  const subjects = {
    topics: touched(
      { folder: 'topics', kind: 'topic' },
      { shared: story => story.topics, declared: slug => named(slug, site.topics.get(slug)?.title) },
    ),
    sections: touched(
      { folder: 'sections', kind: 'section' },
      { shared: sectionOf, declared: slug => named(slug, site.sections.get(slug)?.name) },
    ),
    authors: touched<Author>(
      { folder: 'authors', kind: 'author' },
      { shared: story => story.authors, declared: slug => site.authors.get(slug) },
    ),
  }
  return { subjects, isTouched: list => OF_ALL.has(list.kind) || slugs.has(`${list.kind} ${slugIn(list)}`) }
}

type Listed = Pick<StoryList | Channel, 'path' | 'lang'> & { readonly kind: StoryList['kind'] | Channel['kind'] }

const OF_ALL: ReadonlySet<Listed['kind']> = new Set(['home', 'site', 'changes', 'language'])

/** What is of all stories has no slug. */
function slugIn(list: Pick<Listed, 'kind' | 'path'>): string {
  return OF_ALL.has(list.kind) ? '' : slugOf(list)
}

/** Lists, or channels, those that were touched among the others. What is as it was stays the same object. */
function merged<T extends StoryList | Channel>(
  before: readonly T[],
  now: readonly T[],
  { isTouched, site }: Pick<Touched, 'isTouched'> & { readonly site: Site },
): readonly T[] {
  const known = new Map(before.map(list => [list.path, list]))
  const replaced = new Map(now.map(list => [list.path, sameList(known.get(list.path), list) ?? list]))
  const kept = before.flatMap(list => {
    const other = replaced.get(list.path)
    replaced.delete(list.path)
    return other ?? (isTouched(list) ? [] : list)
  })
  return replaced.size === 0 ? kept : [...kept, ...replaced.values()].sort((a, b) => compareLists(a, b, site))
}

/** A list as it was, where it has the same stories under the same title. */
function sameList<T extends StoryList | Channel>(was: T | undefined, now: T): T | undefined {
  const isSame =
    was?.title === now.title &&
    was.description === now.description &&
    was.lang === now.lang &&
    was.stories.length === now.stories.length &&
    was.stories.every((story, index) => story === now.stories[index])
  return isSame ? was : undefined
}

const KINDS = ['home', 'site', 'changes', 'topic', 'section', 'author', 'language'] as const

/** The order of `listsOf` and `channelsOf`: by kind, by name, by language. */
function compareLists(a: StoryList | Channel, b: StoryList | Channel, site: Site): number {
  const [one, other] = [rankOf(a), rankOf(b)]
  return (
    one - other ||
    compare(slugIn(a), slugIn(b)) ||
    Number(a.lang !== site.lang) - Number(b.lang !== site.lang) ||
    compare(a.lang, b.lang)
  )
}

/** Pages list the changes last; feeds carry them second, and topics in a language last. */
function rankOf(list: StoryList | Channel): number {
  if (!('tombstones' in list)) return list.kind === 'changes' ? KINDS.length : KINDS.indexOf(list.kind)
  return list.kind === 'topic' && !list.path.startsWith('/topics/') ? KINDS.length : KINDS.indexOf(list.kind)
}

/** Whether there are front pages and feeds of the same languages. */
function hasSameLanguages(before: Pick<Edition, 'lists' | 'channels'>, now: Pick<Edition, 'lists' | 'channels'>): boolean {
  const languagesIn = ({ lists, channels }: typeof now): string =>
    [...lists, ...channels].flatMap(({ kind, path }) => (kind === 'home' || kind === 'language' ? path : [])).join()
  return languagesIn(before) === languagesIn(now)
}

function changedArchives(
  before: Edition,
  { lists, site }: { readonly lists: readonly StoryList[]; readonly site: Site },
): readonly Archive[] {
  const homes = lists.filter(({ kind }) => kind === 'home')
  const known = new Map(before.archives.map(archive => [archive.path, archive]))
  const were = new Set(before.lists)
  return homes.flatMap(list => {
    const archive = were.has(list) ? known.get(archivePath(list.path)) : undefined
    return archive ?? archivesOf([list], site)
  })
}

/** What is to be changed for some keys to have these values, and nothing where they have none. */
function changesTo<Key, Value>(now: ReadonlyMap<Key, Value>, keys: ReadonlySet<Key>): MapChanges<Key, Value> {
  return new Map([...[...keys].map(key => [key, undefined] as const), ...now])
}

/** How many stories are in which state, once those of a part are counted as they are now. */
function changedStates({ states, stateOf }: Edition, { paths, edition }: ChangedPart): Edition['states'] {
  const were = countStates([...paths].flatMap(path => stateOf.get(path) ?? []))
  const are = edition.states
  return {
    released: states.released - were.released + are.released,
    withdrawn: states.withdrawn - were.withdrawn + are.withdrawn,
    embargoed: states.embargoed - were.embargoed + are.embargoed,
    waiting: states.waiting - were.waiting + are.waiting,
    draft: states.draft - were.draft + are.draft,
    expired: states.expired - were.expired + are.expired,
  }
}
