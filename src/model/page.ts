import type { SitePath } from './address.ts'
import type { Ahead, Article, ArticleImage, StandingPage } from './article.ts'
import type { PublishedFile } from './body.ts'
import type { Channel, StoryList } from './edition.ts'
import type { Instant } from './instant.ts'

/** A page to render: what it shows, without its body. Its JSON, hashed, is the page's key. */
export type Page = ListPage | ArchivePage | ArticlePage | StandingPageView | FeedsPage | SearchPage | NotFoundPage | GonePage

/** What every page says of itself. */
export interface PageHead {
  readonly lang: string
  readonly permalink: SitePath
  /** The front page in the page's language, or the newsroom's own where it has none. */
  readonly home: SitePath
  readonly title: string
  readonly description: string
  /** Whose feeds a browser or feed reader should offer: the newsroom's, then one of the page's own at most. */
  readonly channels: readonly ChannelLink[]
  /** The same page in every language it has, this one included; empty when there is one only. */
  readonly translations: readonly Translation[]
}

export type ChannelLink = Pick<Channel, 'path' | 'page' | 'title'>

export interface Translation {
  readonly lang: string
  readonly permalink: SitePath
}

/** One page of a list of stories. */
export interface ListPage {
  readonly kind: 'list'
  readonly head: PageHead
  readonly list: Pick<StoryList, 'kind' | 'path' | 'title' | 'description'>
  /** The story on top of a front page; not repeated in `stories`. */
  readonly lead: StoryCard | undefined
  readonly stories: readonly StoryCard[]
  readonly newer: SitePath | undefined
  readonly older: SitePath | undefined
}

/** A story as a list shows it. */
export interface StoryCard {
  readonly permalink: SitePath
  readonly title: string
  readonly summary: string
  readonly lang: string
  readonly date: Article['date']
  readonly topics: Article['topics']
  readonly image: { readonly source: ArticleImage; readonly published: PublishedFile } | undefined
  readonly ahead?: Ahead
}

/** Stories by year and month: a whole archive, a year of it, or a month. */
export interface ArchivePage {
  readonly kind: 'archive'
  readonly head: PageHead
  /** The archive that a year or a month is part of. */
  readonly whole: SitePath | undefined
  /** Years of which the months are named. */
  readonly years: readonly YearMonths[]
  /** Months of which the stories are shown. */
  readonly months: readonly MonthStories[]
  readonly newer: PeriodLink | undefined
  readonly older: PeriodLink | undefined
}

/** A year of an archive and its months, in the calendar's order. */
export interface YearMonths extends PeriodLink {
  readonly months: readonly (PeriodLink & {
    /** The month on the page that this leads to, where that shows others as well. */
    readonly within: number | undefined
    readonly count: number
  })[]
}

export interface MonthStories {
  readonly month: number
  /** Undefined where the page itself is the month's. */
  readonly title: string | undefined
  readonly stories: readonly Headline[]
}

/** To all stories of a time. */
export interface PeriodLink {
  readonly permalink: SitePath
  readonly title: string
}

/** A story by its headline and its day alone. */
export type Headline = Pick<StoryCard, 'permalink' | 'title' | 'date' | 'ahead'>

/** A file that is offered with a story, as published. */
export interface PublishedAttachment {
  readonly title: string
  readonly file: PublishedFile
}

export interface ArticlePage {
  readonly kind: 'article'
  readonly head: PageHead
  readonly article: Article
  /** The main image as published; known once its file was read. */
  readonly image: PublishedFile | undefined
  readonly attachments: readonly PublishedAttachment[]
  readonly newer: Neighbour | undefined
  readonly older: Neighbour | undefined
  /** Earlier stories on the same topics, the most like it first. */
  readonly related: readonly Headline[]
  /** Languages that the story is to have and has not yet. */
  readonly lacking: readonly string[]
  /** What a withdrawn story names to read instead, where that is a story of this edition. */
  readonly replacement?: Neighbour
}

export type Neighbour = Pick<Article, 'permalink' | 'title' | 'lang'>

export interface StandingPageView {
  readonly kind: 'standing'
  readonly head: PageHead
  readonly page: StandingPage
}

/** The page that tells people what feeds there are. */
export interface FeedsPage {
  readonly kind: 'feeds'
  readonly head: PageHead
  readonly channels: readonly (Pick<Channel, 'kind' | 'path' | 'page' | 'lang' | 'title' | 'description'> & {
    readonly count: number
    readonly newest: Instant | undefined
  })[]
}

/** The page on which the stories of one language are searched for. */
export interface SearchPage {
  readonly kind: 'search'
  readonly head: PageHead
  /** The topics of that language: the way to its stories without a script. */
  readonly topics: readonly Pick<StoryList, 'path' | 'title'>[]
}

export interface NotFoundPage {
  readonly kind: 'not-found'
  readonly head: PageHead
}

/** The page at the address of a story that is public no more. It says nothing of the story. */
export interface GonePage {
  readonly kind: 'gone'
  readonly head: PageHead
}
