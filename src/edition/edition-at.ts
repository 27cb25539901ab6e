import type { SourcePath } from '../model/address.ts'
import { type Article, isElsewhere, type StandingPage } from '../model/article.ts'
import { compare } from '../model/compare.ts'
import { type Edition, NEWS_LIMITS, type StoryState, type Upcoming } from '../model/edition.ts'
import { firstIndex } from '../model/first-index.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import { archivesOf } from './archives-of.ts'
import { changesOf } from './changes.ts'
import { channelsOf } from './channels-of.ts'
import { byLanguage } from './group-stories.ts'
import { listsOf, readableIn } from './lists-of.ts'
import { oneTime, type ReaderTime } from './reader-time.ts'
import { OWN_DATES, type ReleaseDates } from './release-dates.ts'
import { type Release, releasesOf } from './releases.ts'
import { seenWith } from './seen-at.ts'
import { aheadOf, type Preview } from './shown-ahead.ts'
import { subjectsOf } from './subjects.ts'
import type { ToldChanges } from './told-changes.ts'
import { waitingStories } from './waiting.ts'

/** Whether a story is public, and if not, why. One decision, over its front matter and an instant. */
export function publicState(
  article: Pick<Article, 'draft' | 'date' | 'expires'>,
  {
    asOf,
    dueBy = asOf,
    expiredBy = asOf,
    release = { kind: 'dated', at: article.date.at, joint: false },
  }: {
    readonly asOf: Instant
    /** The instant by which it must be due; `asOf` when absent. */
    readonly dueBy?: Instant
    /** The instant by which its `expires` must lie; `asOf` when absent. */
    readonly expiredBy?: Instant
    readonly release?: Release
  },
): 'draft' | 'waiting' | 'embargoed' | 'expired' | 'released' {
  if (article.draft) return 'draft'
  if (release.kind === 'waiting') return 'waiting'
  if (release.at > dueBy) return 'embargoed'
  if (article.expires !== undefined && article.expires <= expiredBy) return 'expired'
  return 'released'
}

/** What an edition depends on beside the newsroom's files. */
export interface EditionContext {
  readonly site: Site
  readonly asOf: Instant
  /** Whether a story is public already; none when absent. */
  readonly isPublic?: (id: string) => boolean
  /** By which instants stories are judged; all by `asOf` when absent. They differ while the clock is behind the last publish. */
  readonly time?: ReaderTime
  /** By which dates readers know stories; their own when absent. */
  readonly dates?: ReleaseDates
  /** Gives a story the date of change that its feeds report; that of its file when absent. */
  readonly reportedOf?: (seen: Article) => Article
  /** The changes that subscribers have; none when absent. */
  readonly toldOf?: ToldChanges | undefined
  /** Shows what is not public yet, marked as such. Only where nothing is published. */
  readonly preview?: Preview
}

/** What is public at `asOf`, in order, with its lists and channels. Pure: the same newsroom and instant, the same edition. */
export function editionAt(
  newsroom: { readonly articles: readonly Article[]; readonly standing: readonly StandingPage[] },
  context: EditionContext,
): Edition {
  const { site, asOf, isPublic = () => false, time = oneTime(asOf), dates = OWN_DATES, toldOf, preview } = context
  const { reportedOf = seen => seen } = context
  const articles = newsroom.articles.filter(article => isPublic(article.id) || !isWithdrawnUnseen(article))
  const releaseOf = releasesOf(articles, { site, isPublic })
  const judged = articles.map(article => {
    const release = releaseOf(article)
    const by = { asOf, dueBy: time.dueBy(article), expiredBy: time.expiredBy(article), release }
    return { article, release, state: publicState(article, by) }
  })
  const released = judged
    .flatMap(({ article, ...judgement }) => shownAt(article, { ...judgement, time, dates, preview }))
    .map(reportedOf)
    .sort(newestFirst(writtenDates(newsroom.articles)))
  const subjects = subjectsOf(released, site)
  const changes = changesOf(released, site, toldOf)
  const languages = byLanguage(released)
  const readable = new Map([...languages].map(([lang, stories]) => [lang, readableIn(stories)]))
  const lists = listsOf({ site, readable, subjects, changes })
  const stateOf = stateOfEach(judged, released)
  return {
    asOf,
    reached: time.reached,
    released,
    several: severalEditions(released),
    standing: standingPages(newsroom.standing, preview).sort((a, b) => compare(a.permalink, b.permalink)),
    news: newsOf(released, { asOf: time.reached, site }),
    lists,
    archives: archivesOf(lists, site),
    channels: channelsOf({ site, released, languages, subjects, changes }),
    upcoming: upcomingAfter(articles, { time, releaseOf, dates }),
    waiting: waitingStories(articles, releaseOf),
    stateOf,
    states: countStates(stateOf.values()),
  }
}

/** Most stories have one edition, and no list of it is kept. */
function severalEditions(released: readonly Article[]): Edition['several'] {
  const first = new Map<string, Article>()
  const several = new Map<string, Article[]>()
  for (const article of released) {
    const before = first.get(article.story)
    const known = several.get(article.story)
    if (known) known.push(article)
    else if (before) several.set(article.story, [before, article])
    else first.set(article.story, article)
  }
  return several
}

/** The state of each story. The notice of one that was withdrawn is public. */
function stateOfEach(
  judged: readonly { readonly article: Article; readonly state: ReturnType<typeof publicState> }[],
  released: readonly Article[],
): Edition['stateOf'] {
  const states = new Map<SourcePath, StoryState>(judged.map(({ article: { path }, state }) => [path, state]))
  for (const { path, withdrawn, ahead } of released) if (withdrawn && !ahead) states.set(path, 'withdrawn')
  return states
}

/** How many of them are in which state. */
export function countStates(states: Iterable<StoryState>): Edition['states'] {
  const counted = { released: 0, withdrawn: 0, embargoed: 0, waiting: 0, draft: 0, expired: 0 }
  for (const state of states) counted[state] += 1
  return counted
}

/** Withdrawn before it was out, a story never was: there is nobody to tell of it. */
function isWithdrawnUnseen({ withdrawn, date }: Article): boolean {
  return withdrawn !== undefined && withdrawn.date.at < date.at
}

/** The stories, newest first, that are news to search engines. */
export function newsOf(
  released: readonly Article[],
  { asOf, site }: Pick<EditionContext, 'asOf' | 'site'>,
): readonly Article[] {
  const old = firstIndex(released.length, index => (released[index]?.date.at ?? 0) + NEWS_LIMITS.ageMs <= asOf)
  const isFoundHere = (article: Article): boolean => article.withdrawn === undefined && !isElsewhere(article, site)
  return released.slice(0, old).filter(isFoundHere).slice(0, NEWS_LIMITS.stories)
}

/** The story as it stands when it is public; as it is to be where a preview shows it before; else nothing. */
function shownAt(
  article: Article,
  {
    state,
    time,
    release,
    dates,
    preview,
  }: {
    readonly state: ReturnType<typeof publicState>
    readonly time: ReaderTime
    readonly release: Release
    readonly dates: ReleaseDates
    readonly preview: Preview | undefined
  },
): readonly Article[] {
  if (state === 'released') return [seenWith(dates.dated(article, release), time.hasCome(article))]
  if (preview === undefined || state === 'expired') return []
  const ahead = aheadOf(article, { release, preview })
  return ahead ? [{ ...seenWith(article, time.hasCome(article)), ahead }] : []
}

function standingPages(standing: readonly StandingPage[], preview: Preview | undefined): StandingPage[] {
  if (preview === undefined) return standing.filter(page => !page.draft)
  return standing.map(page => (page.draft ? { ...page, ahead: { kind: 'draft' } } : page))
}

/** The dates that authors wrote. */
function writtenDates(articles: readonly Article[]): (story: Article) => Instant {
  const written = new Map(articles.map(({ id, date }) => [id, date.at]))
  return ({ id }) => written.get(id) ?? 0
}

/** The order of public stories, by the dates that their authors wrote: of those that came out late at once, the one that was dated later is newer. */
export function newestFirst(writtenAt: (story: Article) => Instant): (a: Article, b: Article) => number {
  return (a, b) => b.date.at - a.date.at || writtenAt(b) - writtenAt(a) || compare(a.id, b.id)
}

function upcomingAfter(
  articles: readonly Article[],
  {
    time,
    releaseOf,
    dates,
  }: { readonly time: ReaderTime; readonly releaseOf: (article: Article) => Release; readonly dates: ReleaseDates },
): readonly Upcoming[] {
  return articles
    .filter(article => !article.draft)
    .flatMap(article => {
      const { path, title } = article
      const hasCome = time.hasCome(article)
      const isExpired = article.expires !== undefined && article.expires <= time.expiredBy(article)
      const isOver = ({ kind, at }: Pick<Upcoming, 'kind' | 'at'>): boolean => {
        if (kind === 'release') return isExpired || at <= time.dueBy(article)
        return kind === 'expiry' ? isExpired : hasCome({ kind, at })
      }
      return momentsOf(article, { release: releaseOf(article), lateAt: dates.lateAt(article) })
        .filter(moment => !isOver(moment))
        .map(({ kind, at }): Upcoming => ({ kind, at, path, title }))
    })
    .sort(soonestFirst)
}

/** The order of what is to come. */
export function soonestFirst(a: Upcoming, b: Upcoming): number {
  return a.at - b.at || compare(a.path, b.path)
}

/** The instants at which a story changes by itself for its readers; none of one that waits for its other languages. */
function momentsOf(
  { updated, corrections, withdrawn, expires }: Article,
  { release, lateAt }: { readonly release: Release; readonly lateAt: Instant | undefined },
): readonly Pick<Upcoming, 'kind' | 'at'>[] {
  if (release.kind === 'waiting') return []
  const expiry = expires ?? Number.POSITIVE_INFINITY
  const withdrawal = withdrawn?.date.at ?? Number.POSITIVE_INFINITY
  const changes = [
    ...(updated ? [{ kind: 'update', at: updated.date.at } as const] : []),
    ...corrections.map(correction => ({ kind: 'correction', at: correction.date.at }) as const),
  ]
  return [
    { kind: 'release', at: release.at },
    ...(lateAt === undefined ? [] : [{ kind: 'release', at: lateAt } as const]),
    ...changes.filter(({ at }) => release.at < at && at < Math.min(withdrawal, expiry)),
    ...(withdrawn && release.at < withdrawal && withdrawal < expiry ? [{ kind: 'withdrawal', at: withdrawal } as const] : []),
    ...(expires !== undefined && release.at < expires ? [{ kind: 'expiry', at: expires } as const] : []),
  ]
}
