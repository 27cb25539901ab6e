// What templates are shown: pages, the newsroom, and its words.

export type Page =
  | ListPage
  | ArchivePage
  | ArticlePage
  | StandingPage
  | FeedsPage
  | SearchPage
  | OtherPage<'gone' | 'not-found'>

/** A path within the site, from its first slash: `/2026/flood/`. */
export type SitePath = `/${string}`

export interface PageHead {
  /** BCP 47: `en`, `pt-BR`. */
  readonly lang: string
  readonly permalink: SitePath
  /** The front page in the page's language. */
  readonly home: SitePath
  readonly title: string
  readonly description: string
  /** The same page in every language it has; empty when there is one only. */
  readonly translations: readonly { readonly lang: string; readonly permalink: SitePath }[]
}

export interface ListPage {
  readonly kind: 'list'
  readonly head: PageHead
  readonly list: {
    readonly kind: 'home' | 'topic' | 'section' | 'author' | 'changes'
    readonly path: SitePath
    readonly title: string
    readonly description?: string | undefined
  }
  readonly lead?: StoryCard | undefined
  readonly stories: readonly StoryCard[]
  readonly newer?: SitePath | undefined
  readonly older?: SitePath | undefined
}

export interface StoryCard {
  readonly permalink: SitePath
  readonly title: string
  readonly summary: string
  readonly lang: string
  readonly date: StoryDate
  readonly topics: readonly Topic[]
  readonly image?: { readonly source: Picture; readonly published: File } | undefined
}

export interface ArticlePage {
  readonly kind: 'article'
  readonly head: PageHead
  readonly article: Article
  readonly image?: File | undefined
  readonly attachments: readonly { readonly title: string; readonly file: File }[]
  readonly newer?: Neighbour | undefined
  readonly older?: Neighbour | undefined
}

export interface Article {
  readonly title: string
  readonly summary: string
  readonly lang: string
  readonly permalink: SitePath
  readonly date: StoryDate
  readonly updated?: { readonly date: StoryDate; readonly note?: string | undefined } | undefined
  readonly withdrawn?: { readonly date: StoryDate; readonly reason: string } | undefined
  readonly topics: readonly Topic[]
  /** As stories name it; the piece `kicker` shows it as readers of the page's language see it. */
  readonly section?: string | undefined
  readonly authors: readonly { readonly slug: string; readonly name: string }[]
  readonly image?: Picture | undefined
  readonly dateline?: string | undefined
}

export type Neighbour = Pick<Article, 'permalink' | 'title' | 'lang'>

export interface ArchivePage {
  readonly kind: 'archive'
  readonly head: PageHead
}

export interface StandingPage {
  readonly kind: 'standing'
  readonly head: PageHead
}

export interface FeedsPage {
  readonly kind: 'feeds'
  readonly head: PageHead
  readonly channels: readonly {
    readonly kind: 'site' | 'changes' | 'topic' | 'section' | 'author' | 'language'
    /** The folder of its feeds: `feed.rss`, `feed.atom` and `feed.json` stand there. */
    readonly path: SitePath
    /** The page that shows the same. */
    readonly page: SitePath
    readonly title: string
    readonly description: string
    readonly count: number
  }[]
}

export interface SearchPage {
  readonly kind: 'search'
  readonly head: PageHead
  readonly topics: readonly { readonly path: SitePath; readonly title: string }[]
}

export interface OtherPage<Kind extends 'gone' | 'not-found'> {
  readonly kind: Kind
  readonly head: PageHead
}

/** An instant, in milliseconds since 1970; `dateOnly` where its author gave the day alone. */
export interface StoryDate {
  readonly at: number
  readonly dateOnly: boolean
}

export interface Topic {
  readonly slug: string
  readonly title: string
}

/** An image as its author describes it. */
export interface Picture {
  readonly alt: string
  readonly credit?: string | undefined
  readonly caption?: string | undefined
}

/** A file as it is published. */
export interface File {
  readonly path: SitePath
  readonly type: string
  readonly lengthBytes: number
  readonly width?: number | undefined
  readonly height?: number | undefined
}

/** The newsroom. */
export interface Site {
  readonly title: string
  readonly description: string
  /** Where it is published, without a slash at the end. */
  readonly url: string
  readonly lang: string
  readonly timezone: string
  readonly email?: string | undefined
  readonly rights?: string | undefined
  readonly publisher: { readonly name: string; readonly url?: string | undefined }
}

/** The words of the interface by name; the guide for designers lists them. */
export type Words = { readonly [name in Exclude<WordName, 'aboutFeeds'>]: string } & { readonly aboutFeeds: readonly string[] }

type WordName =
  | 'aboutChanges'
  | 'aboutFeeds'
  | 'allFeeds'
  | 'archive'
  | 'author'
  | 'authors'
  | 'backToText'
  | 'boilerplate'
  | 'by'
  | 'changes'
  | 'contact'
  | 'correction'
  | 'disclaimer'
  | 'feeds'
  | 'files'
  | 'firstPublished'
  | 'follow'
  | 'footnote'
  | 'footnotes'
  | 'gone'
  | 'goneTitle'
  | 'lacking'
  | 'languages'
  | 'mainNavigation'
  | 'moreResults'
  | 'moreStories'
  | 'newest'
  | 'newerStories'
  | 'newerStory'
  | 'noStories'
  | 'notFound'
  | 'notFoundTitle'
  | 'notes'
  | 'nothingFound'
  | 'olderStories'
  | 'olderStory'
  | 'pages'
  | 'publishedBy'
  | 'readInstead'
  | 'related'
  | 'search'
  | 'searchFails'
  | 'searchFor'
  | 'searchNeedsScript'
  | 'section'
  | 'sections'
  | 'skip'
  | 'stories'
  | 'table'
  | 'toFrontPage'
  | 'topic'
  | 'topics'
  | 'updated'
  | 'withdrawn'
