import type { SitePath } from './address.ts'
import type { Instant } from './instant.ts'
import type { Look } from './look.ts'

/** The newsroom as `site.yaml` describes it, validated. */
export interface Site {
  readonly title: string
  readonly description: string
  /** Scheme and host, without a slash at the end: `https://news.example.org`. */
  readonly origin: string
  /** The path of `url` without the slash at its end: empty, or `/press`. */
  readonly basePath: string
  /** Prefix of ids made from source paths: a `tag:` URI (RFC 4151) that ends with a colon or a slash. */
  readonly idPrefix: string
  /** IANA zone in which dates without an offset are read, and all dates are shown. */
  readonly timezone: string
  /** BCP 47 tag of the newsroom's own language. */
  readonly lang: string
  /** BCP 47 tags of the languages that stories are to have; empty when none are declared. */
  readonly languages: readonly string[]
  readonly rights: string | undefined
  readonly publisher: Publisher
  /** Address of the newsroom's desk. */
  readonly email: string | undefined
  readonly image: SiteImage | undefined
  /** Standing disclaimers by name: their wordings, the latest first. */
  readonly disclaimers: ReadonlyMap<string, readonly Wording[]>
  /** Words on who publishes, by name, in the same form. */
  readonly boilerplates: ReadonlyMap<string, readonly Wording[]>
  /** What all stories of a section bear unless they say otherwise, by the section's slug. */
  readonly sections: ReadonlyMap<string, SectionInfo>
  /** Known topics by slug: their label and what they hold. */
  readonly topics: ReadonlyMap<string, TopicInfo>
  /** Known authors by slug. */
  readonly authors: ReadonlyMap<string, AuthorInfo>
  readonly navigation: readonly NavigationLink[]
  readonly footer: readonly FooterLine[]
  /** Stories on one page of a list. */
  readonly pageSize: number
  /** Addresses that something other than a story had before, and where each leads now. */
  readonly redirects: ReadonlyMap<SitePath, SitePath>
  /** Which feeds lead back to their first story: the site's own, or every one. */
  readonly archives: 'site' | 'all'
  readonly feeds: FeedSettings
  readonly images: ImageSettings
  /** Whether texts are set with the quotation marks and dashes of their language, or stay as they are written. */
  readonly typography: boolean
  /** Whether readers can search the stories. */
  readonly search: boolean
  readonly look: Look
  /** The newsroom's own words of the interface, by language and by the word's name. */
  readonly labels: OwnLabels
}

/** By BCP 47 tag, then by name: those that `labelsFor` gives in place of ours. Plain data, since the keys of what follows from it hash it. */
export type OwnLabels = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>

/**
 * How many stories a feed's current document may be set to carry. The least is also what no cut goes below: aggregators ask for thirty, and
 * readers follow no archives.
 */
export const FEED_ITEMS = { least: 30, usual: 50, most: 500 } as const

/** What the feeds carry. */
export interface FeedSettings {
  /** How many stories the document holds that subscribers poll. */
  readonly items: number
}

/** How images are published that stand beside articles. */
export interface ImageSettings {
  /** Pixels of the longer side, at most. */
  readonly largest: number
}

/** What a standing text says in stories of a language from an instant on; older stories keep the wording of their day. */
export interface Wording {
  readonly from: Instant
  readonly lang: string
  /** Plain text. */
  readonly text: string
}

/**
 * Words by BCP 47 tag that stand in place of those in the newsroom's own language. Plain data, since the keys of what follows from it
 * hash it; absent where there are none.
 */
export interface Translated<Words> {
  readonly translations?: Readonly<Record<string, Partial<Words>>> | undefined
}

/** What a section is called, and the names of the texts that stand with its stories. */
export interface SectionInfo extends Translated<{ readonly title: string }> {
  /** As stories name it. */
  readonly name: string
  /** As readers see it. */
  readonly title: string
  readonly disclaimer: string | undefined
  readonly boilerplate: string | undefined
}

export interface Publisher {
  readonly name: string
  readonly url: string | undefined
}

/** The channel's image: a file below `articles/static/` and its size in pixels. */
export interface SiteImage {
  readonly path: SitePath
  readonly alt: string
  readonly width: number
  readonly height: number
}

export interface TopicInfo extends TopicWords, Translated<TopicWords> {}

/** What readers are told of a topic. */
export interface TopicWords {
  readonly title: string
  readonly description: string | undefined
}

/** A person or a desk that signs stories. */
export interface Author {
  /** The last part of the author's page: `/authors/maria-silva/`. */
  readonly slug: string
  readonly name: string
  readonly type: 'person' | 'organization'
  readonly email: string | undefined
  readonly url: string | undefined
}

/** An author as `site.yaml` has it. */
export interface AuthorInfo extends Author, Translated<Pick<Author, 'name'>> {}

export interface NavigationLink {
  readonly label: string
  /** A path within the site (`/about/`) or an absolute URL. */
  readonly href: string
}

/** A line of the footer: text, with a link where `href` is given. */
export interface FooterLine {
  readonly text: string
  readonly label: string | undefined
  readonly href: string | undefined
}
