import type { OutPath, SitePath, SourcePath } from './address.ts'
import type { Article, StandingPage } from './article.ts'
import type { FeedFormat } from './edition.ts'
import type { Page } from './page.ts'

/**
 * A file to be published, described by its inputs and not yet rendered. `key` is the hash of those inputs: an artifact whose
 * key is known and whose bytes stand in `out/` costs nothing.
 */
export type Artifact = FileArtifact | ImageArtifact | TextArtifact | PageArtifact | FeedArtifact

interface Described {
  readonly path: OutPath
  readonly key: string
  /** How a server answers for it, where not with the file itself. */
  readonly answer?: Answer
}

/**
 * Moved for good, or gone (RFC 9110 §15.4.2, §15.5.11); the file is what hosts without such answers serve. Or a page on which the scripts of
 * the search may run: Courant made it, and says so here, since a file from `static/` may have the same name and even the same bytes.
 */
export type Answer =
  | { readonly status: 301; readonly to: SitePath }
  | { readonly status: 410 }
  | { readonly status: 200; readonly scripts: 'search' }

/** Whether a file is what its address answers with: it has not moved and is not gone. */
export function answersAsItIs(answer: Answer | undefined): boolean {
  return answer === undefined || answer.status === 200
}

/** A file passed through as it is: from `static/`, or kept beside an article that refers to it. */
export interface FileArtifact extends Described {
  readonly kind: 'file'
  readonly source: SourcePath
}

/** An image kept beside an article that shows it, as it is published, or one of its narrower forms. */
export interface ImageArtifact extends Described {
  readonly kind: 'image'
  readonly source: SourcePath
  /** Of a narrower form, in pixels; undefined for the image itself. */
  readonly width: number | undefined
}

/** A file whose text follows from no article's body: the stylesheet, a redirect, a sitemap. */
export interface TextArtifact extends Described {
  readonly kind: 'text'
  readonly text: () => string
  /** What it names, and so follows: pages (a sitemap, a redirect), other texts that name pages (an index of sitemaps), feeds (the OPML). */
  readonly names?: 'pages' | 'texts' | 'feeds'
}

/** A page; where it has a body, the body stands in the source file. */
export interface PageArtifact extends Described {
  readonly kind: 'page'
  readonly of: Page['kind']
  /** Describes the page, for when it has to be rendered: thousands of pages are never held at once. */
  readonly page: () => Page
  /** Id of the story whose page it is. */
  readonly story: string | undefined
  /** Files that the page shows or offers beside what its body refers to: the main image, attachments. */
  readonly files: readonly SitePath[]
  readonly source: Pick<Article | StandingPage, 'path' | 'source' | 'permalink'> | undefined
}

/** One format of a document of a channel. */
export interface FeedArtifact extends Described {
  readonly kind: 'feed'
  /** Whether it is an archive, which the current document names. */
  readonly archive: boolean
  readonly format: FeedFormat
}

/**
 * The order in which artifacts are put in place, so that nothing ever names what is not there: files that pages show, then
 * stories and standing pages, then lists, sitemaps and redirects, what names these, archives, feeds, and the list of feeds.
 */
export function rankOf(artifact: Artifact): number {
  if (artifact.kind === 'feed') return artifact.archive ? 5 : 6
  if (artifact.kind === 'page') return artifact.source === undefined ? 2 : 1
  if (artifact.kind !== 'text' || artifact.names === undefined) return 0
  return RANK_OF_TEXTS[artifact.names]
}

const RANK_OF_TEXTS = { pages: 3, texts: 4, feeds: 7 } as const
