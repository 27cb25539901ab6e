import type { OutPath, SitePath, SourcePath } from './address.ts'
import type { Article, StandingPage } from './article.ts'
import type { FeedFormat } from './edition.ts'
import { MADE, type MadeKind, STEPS, type TextKind } from './made-files.ts'
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
  readonly of: TextKind
  readonly text: () => string
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

/** An artifact as far as addresses lead to it. */
export type ArtifactAt = Parameters<typeof kindOf>[0] & Pick<Artifact, 'path'>

/** Of which kind an artifact is: its row in the list of what Courant makes. */
export function kindOf(
  artifact:
    | Pick<FileArtifact | ImageArtifact, 'kind'>
    | Pick<TextArtifact | PageArtifact, 'kind' | 'of'>
    | Pick<FeedArtifact, 'kind' | 'archive'>,
): MadeKind {
  if (artifact.kind === 'feed') return artifact.archive ? 'feed-archive' : 'feed'
  return 'of' in artifact ? artifact.of : artifact.kind
}

/** The order in which artifacts are put in place, so that nothing ever names what is not there: that of their steps. */
export function rankOf(artifact: Artifact): number {
  return STEPS.indexOf(MADE[kindOf(artifact)].step)
}
