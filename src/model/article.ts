import { type SitePath, type SourcePath, urlOf } from './address.ts'
import type { Instant, StoryDate } from './instant.ts'
import type { Author } from './site.ts'

/** A story's front matter, validated and normalised: all that pass one keeps of a file. The body stays on disk. */
export interface Article {
  readonly kind: 'article'
  readonly path: SourcePath
  /** guid, Atom id and JSON id, byte for byte; survives every edit. */
  readonly id: string
  /** What the editions of one story share: its source path without language and extension. */
  readonly story: string
  readonly lang: string
  readonly permalink: SitePath
  readonly aliases: readonly SitePath[]
  readonly title: string
  /** Plain text; the author's, or the first paragraph. */
  readonly summary: string
  readonly date: StoryDate
  readonly updated: Update | undefined
  readonly section: string | undefined
  readonly topics: readonly Topic[]
  readonly authors: readonly Author[]
  readonly dateline: string | undefined
  /** The story's own, or its section's. */
  readonly disclaimer: StandingText | undefined
  readonly image: ArticleImage | undefined
  /** Files to take away: documents, recordings. */
  readonly attachments: readonly Attachment[]
  /** Who publishes, in words that stand with many stories. */
  readonly boilerplate: StandingText | undefined
  /** Notes to editors. */
  readonly notes: readonly string[]
  /** Whom the press may ask. */
  readonly contact: Contact | undefined
  /** What was put right, oldest first. */
  readonly corrections: readonly Correction[]
  /** The notice that stands in place of the story. */
  readonly withdrawn: Withdrawal | undefined
  /** Where the story was first published, when not here. Absolute URL. */
  readonly canonical: string | undefined
  /** Leads the front page, before newer stories. */
  readonly lead: boolean
  readonly draft: boolean
  readonly expires: Instant | undefined
  /** Goes out with its other languages, once all are ready. */
  readonly together: boolean
  /** The languages that the story is to have, where this edition says so. */
  readonly languages: readonly string[] | undefined
  readonly source: SourceVersion
  /** The date of change that feeds report, where it is later than all dates of the file: they reported it before, or the story has come back. */
  readonly reported?: Instant | undefined
  /** Set only where a preview shows the story before its time. */
  readonly ahead?: Ahead | undefined
}

/** Why readers do not see yet what a preview shows. */
export type Ahead =
  | { readonly kind: 'draft' }
  | { readonly kind: 'to-come'; readonly date: StoryDate }
  /** Held until its editions in these languages are ready. */
  | { readonly kind: 'waiting'; readonly languages: readonly string[] }

/** A page that is no news: About, Contact, Corrections policy. In no feed and no list. */
export interface StandingPage {
  readonly kind: 'standing'
  readonly path: SourcePath
  readonly lang: string
  readonly permalink: SitePath
  readonly title: string
  readonly summary: string
  readonly draft: boolean
  readonly source: SourceVersion
  /** Set only where a preview shows the page, which is a draft. */
  readonly ahead?: Ahead | undefined
}

/** Words that stand with many stories, in the wording of a story's day; in another language where its own is lacking. */
export interface StandingText {
  /** Plain text. */
  readonly text: string
  readonly lang: string
}

/** Whom the press may ask about a story. */
export interface Contact {
  readonly name: string
  readonly email: string | undefined
  /** As people write it: `+41 22 739 51 11`. */
  readonly phone: string | undefined
}

/** A change that is written in a story's file, and the instant from which readers see it. */
export interface DatedChange {
  readonly kind: 'update' | 'correction' | 'withdrawal'
  readonly at: Instant
}

/** A public change: with a note it is a major one and moves `updated` in feeds; without, nothing resurfaces. */
export interface Update {
  readonly date: StoryDate
  readonly note: string | undefined
}

/** A mistake that was put right, told to readers. */
export interface Correction {
  readonly date: StoryDate
  readonly note: string
}

/** Why a story was taken back. */
export interface Withdrawal {
  readonly date: StoryDate
  readonly reason: string
  /** What to read instead: a path within the site or an absolute URL. */
  readonly replacement: string | undefined
}

/** A file beside the article, offered with it. */
export interface Attachment {
  readonly path: SourcePath
  readonly title: string
}

/** A topic as its stories name it. */
export interface Topic {
  readonly slug: string
  readonly title: string
}

/** The story's main image, a file beside the article. */
export interface ArticleImage {
  readonly path: SourcePath
  readonly alt: string
  readonly credit: string | undefined
  readonly caption: string | undefined
}

/** Which bytes an article was read from. */
export interface SourceVersion {
  /** SHA-256 of the file, hex. */
  readonly hash: string
  /** Hash of all that is known of the story beside its body: it stays while only the body is edited. */
  readonly facts: string
  /** Line of the file on which the body begins, 1-based. */
  readonly bodyLine: number
}

/**
 * When subscribers last had reason to look again (RFC 4287 §4.2.15): the date, or the last of a major update, the corrections
 * and the withdrawal; or later, where feeds have reported a later one. An edit that is none of these moves nothing.
 */
export function publicUpdate({
  date,
  updated,
  corrections,
  withdrawn,
  reported,
}: Pick<Article, 'date' | 'updated' | 'corrections' | 'withdrawn' | 'reported'>): Instant {
  // Asked of every story of every channel, of which most were never changed.
  let latest = Math.max(date.at, reported ?? date.at)
  if (updated?.note !== undefined) latest = Math.max(latest, updated.date.at)
  for (const correction of corrections) latest = Math.max(latest, correction.date.at)
  return withdrawn ? Math.max(latest, withdrawn.date.at) : latest
}

/** Whether the story's home is another address than its own here. */
export function isElsewhere(story: Pick<Article, 'canonical' | 'permalink'>, site: Parameters<typeof urlOf>[0]): boolean {
  // Most stories have no home elsewhere, and their addresses need not be looked up.
  return story.canonical !== undefined && story.canonical !== urlOf(site, story.permalink)
}

/** Editions of one story, one of each language, in their order: its own, and of another the first by address. */
export function editionsBeside<T extends Pick<Article, 'lang' | 'permalink'>>(own: T, editions: readonly T[]): readonly T[] {
  if (editions.length === 1 && editions[0] === own) return editions
  const lastFirst = editions.toSorted((a, b) => (a.permalink < b.permalink ? 1 : -1))
  const byLanguage = new Map([...lastFirst, own].map(edition => [edition.lang, edition]))
  return [...byLanguage.values()].sort((a, b) => (a.lang < b.lang ? -1 : 1))
}
