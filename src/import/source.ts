import type { FeedFormat } from '../model/edition.ts'

/** A story as its source has it, in one shape whatever the source. Texts and addresses are as they were found. */
export interface SourceStory {
  /** Where it stands in the source, as a person finds it: `content/news/flood.md`, `item 3`. */
  readonly from: string
  /** A page is no news: it has no date and stands in no feed. */
  readonly kind: 'story' | 'page'
  /** What feed readers know it by, to the letter. */
  readonly id: string | undefined
  /** Where its page was: a URL, or a path that begins with a slash. */
  readonly address: string | undefined
  /** Addresses that led to it, as `address`. */
  readonly aliases: readonly string[]
  /** What relative addresses in it are relative to; its own address when undefined. */
  readonly base: string | undefined
  /** Plain text. */
  readonly title: string | undefined
  /** As an article's date is written, with its offset or as a day alone. */
  readonly date: string | undefined
  readonly updated: string | undefined
  readonly expires: string | undefined
  /** Plain text. */
  readonly summary: string | undefined
  readonly lang: string | undefined
  /** What its editions in other languages have in common with it, to the letter. */
  readonly editions: string | undefined
  readonly topics: readonly string[]
  readonly authors: readonly string[]
  /** Where it was first published, when that was elsewhere. */
  readonly canonical: string | undefined
  readonly draft: boolean
  readonly image: SourceImage | undefined
  readonly attachments: readonly SourceAttachment[]
  readonly body: SourceBody
  /** What its reader could not carry, each in a sentence. */
  readonly losses: readonly string[]
}

/** The main image. */
export interface SourceImage {
  readonly address: string
  readonly alt: string | undefined
  readonly credit: string | undefined
  readonly caption: string | undefined
}

/** A file to take away. */
export interface SourceAttachment {
  readonly address: string
  readonly title: string | undefined
}

export interface SourceBody {
  readonly kind: 'html' | 'markdown'
  readonly text: string
}

/** What could not be carried, and where it stands in the source. */
export interface Loss {
  readonly from: string
  readonly what: string
}

/** Where a file that a story shows can be had: in the source's own folder, or on the web. */
export type FileOrigin = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'url'; readonly url: string }

/** A feed that the source's subscribers have. */
export interface PolledFeed {
  readonly address: string
  readonly format: FeedFormat
}

/** Everything that was found in a source. */
export interface Source {
  readonly kind: 'hugo' | 'jekyll' | 'wordpress' | 'feed'
  /** The address of the site that it was, when it says so. */
  readonly home: string | undefined
  /** The addresses that subscribers poll, as far as they are known. */
  readonly feeds: readonly PolledFeed[]
  readonly stories: readonly SourceStory[]
  /** Of the source as a whole, and of files in it that are no stories. */
  readonly losses: readonly Loss[]
  /** The file that an address in a story means; undefined for what cannot be had. */
  readonly fileAt: (address: string, story: SourceStory) => FileOrigin | undefined
  /** Where the story stood whose own file a link in another names, in sources that are written as files. */
  readonly addressOfFile?: (link: string, story: SourceStory) => string | undefined
}

/** Said of a story whose fields do not tell whether it was public. */
export const UNCLEAR_STATE = 'it is a draft here: whether it was public cannot be told'

/** A story with nothing in it, to begin from. */
export const BLANK_STORY: SourceStory = {
  from: '',
  kind: 'story',
  id: undefined,
  address: undefined,
  aliases: [],
  base: undefined,
  title: undefined,
  date: undefined,
  updated: undefined,
  expires: undefined,
  summary: undefined,
  lang: undefined,
  editions: undefined,
  topics: [],
  authors: [],
  canonical: undefined,
  draft: false,
  image: undefined,
  attachments: [],
  body: { kind: 'markdown', text: '' },
  losses: [],
}
