import type { SitePath, SourcePath } from './address.ts'
import type { Article, StandingPage } from './article.ts'
import type { Instant } from './instant.ts'

/** What is public at an instant: the newsroom as a pure function of its articles and `asOf`. */
export interface Edition {
  readonly asOf: Instant
  /** The latest instant that readers have seen: later than `asOf` while the clock is behind the last publish. */
  readonly reached: Instant
  /** Released, newest first; ties by id. */
  readonly released: readonly Article[]
  /** Of these the stories that are there in several languages, by what their editions have in common. */
  readonly several: ReadonlyMap<Article['story'], readonly Article[]>
  readonly standing: readonly StandingPage[]
  /** Stories of the last two days that can be read here, newest first: what news search engines take. */
  readonly news: readonly Article[]
  /** The lists that pages show. */
  readonly lists: readonly StoryList[]
  /** Every story that can be read, by year and month: one for each language, the newsroom's own first. */
  readonly archives: readonly Archive[]
  /** The lists that feeds carry, the site's first. */
  readonly channels: readonly Channel[]
  /** Everything that is due after `asOf`, soonest first. */
  readonly upcoming: readonly Upcoming[]
  /** Stories that are held until their other languages are ready, by path. */
  readonly waiting: readonly Waiting[]
  /** The state of each story by its file, those of which nothing is public among them. */
  readonly stateOf: ReadonlyMap<SourcePath, StoryState>
  /** How many stories are in which state. */
  readonly states: Readonly<Record<StoryState, number>>
}

/** What a story is to its readers. */
export type StoryState = 'released' | 'withdrawn' | 'embargoed' | 'waiting' | 'draft' | 'expired'

/** For how long a story is news to search engines, and the most of them (Google News, "News sitemaps"). */
export const NEWS_LIMITS = { ageMs: 2 * 24 * 60 * 60 * 1000, stories: 1000 } as const

/** A story that goes out together with its other languages, which are not ready. */
export interface Waiting {
  readonly path: SourcePath
  readonly title: string
  /** The edition that asks for it: the story's first that says `release: together`. */
  readonly asked: SourcePath
  /** Its date: when it would be out by itself. */
  readonly since: Instant
  readonly missing: readonly MissingLanguage[]
}

/** A language that a story is to have, and has not yet. */
export interface MissingLanguage {
  readonly lang: string
  /** Its file, or where that would be. */
  readonly path: SourcePath
  /** Whether the file is there and is a draft; else it is not there, or has mistakes. */
  readonly isDraft: boolean
}

/** A list of stories, newest first, in one language but for the changes. Its older pages are cut by the calendar. */
export interface StoryList {
  readonly kind: 'home' | 'topic' | 'section' | 'author' | 'changes'
  readonly path: SitePath
  readonly lang: string
  readonly title: string
  readonly description: string | undefined
  readonly stories: readonly Article[]
}

/** The stories of a language by year and month, newest first throughout. */
export interface Archive {
  readonly path: SitePath
  readonly lang: string
  readonly years: readonly ArchiveYear[]
}

export interface ArchiveYear {
  readonly year: number
  readonly path: SitePath
  /** Whether its page shows all its stories, so that its months have none of their own. */
  readonly isWhole: boolean
  readonly months: readonly ArchiveMonth[]
}

export interface ArchiveMonth {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** Where its page stands, if it has one. */
  readonly path: SitePath
  readonly stories: readonly Article[]
}

/** Where the archive of a language stands, by its front page. */
export function archivePath(home: SitePath): SitePath {
  return `${home}archive/`
}

/** Where the pages of an archive stand. */
export function archivePaths({ path, years }: Archive): readonly SitePath[] {
  return [path, ...years.flatMap(({ path, isWhole, months }) => [path, ...(isWhole ? [] : months.map(({ path }) => path))])]
}

/** A feed's subject: its stories in every language, and where its three documents stand. */
export interface Channel {
  readonly kind: 'site' | 'changes' | 'topic' | 'section' | 'author' | 'language'
  /** Folder of its feeds: `/`, `/topics/accessions/`. */
  readonly path: SitePath
  /** The page that shows the same. */
  readonly page: SitePath
  readonly lang: string
  readonly title: string
  readonly description: string
  /** Newest first. */
  readonly stories: readonly Article[]
  /** When it was last changed, as its feeds report it: never lower than they did before. That of the newest item when absent. */
  readonly updated?: Instant
  /** Stories that were in it and are withdrawn or gone, the latest first. */
  readonly tombstones: readonly Tombstone[]
}

/** What a list or a channel of a topic, a section or an author is of: `/topics/trade/` and `/fr/topics/trade/` are of `trade`. */
export function slugOf({ path }: Pick<StoryList | Channel, 'path'>): string {
  return path.split('/').at(-2) ?? ''
}

/** Tells subscribers that a story is no more (RFC 6721 §3). */
export interface Tombstone {
  readonly id: string
  readonly when: Instant
}

/** Something that the passing of time alone will change. */
export interface Upcoming {
  readonly kind: 'release' | 'update' | 'correction' | 'withdrawal' | 'expiry'
  readonly at: Instant
  readonly path: string
  readonly title: string
}

/** The feed documents of a channel, named so that static hosts serve the right content type. */
export const FEED_FORMATS = {
  rss: { file: 'feed.rss', type: 'application/rss+xml', name: 'RSS' },
  atom: { file: 'feed.atom', type: 'application/atom+xml', name: 'Atom' },
  json: { file: 'feed.json', type: 'application/feed+json', name: 'JSON Feed' },
} as const

export type FeedFormat = keyof typeof FEED_FORMATS

/** Every format, in the order in which they are written. */
export const FORMATS: readonly FeedFormat[] = ['rss', 'atom', 'json']

/** One document of a channel, what subscribers poll or an archive (RFC 5005 §4), without its stories. */
export interface FeedHead {
  readonly channel: Omit<Channel, 'stories'>
  /** Name of the archive; undefined for the current document. */
  readonly archive: string | undefined
  /** Name of the archive with the stories just before these. */
  readonly previous: string | undefined
  /** Name of the archive with the stories just after these, where this is the oldest and there is one. */
  readonly next?: string | undefined
}

/** One document of a channel. */
export interface FeedDocument extends FeedHead {
  /** With the stories of this document only, newest first. */
  readonly channel: Channel
}

/** Folder of a feed's archive by this name. */
export function feedArchivePath({ path }: Pick<Channel, 'path'>, name: string): SitePath {
  return `${path}archive/${name}/`
}

/** Where a channel's document of this format stands. */
export function feedPath(channel: Pick<Channel, 'path'>, format: FeedFormat): SitePath {
  return `${channel.path}${FEED_FORMATS[format].file}`
}
