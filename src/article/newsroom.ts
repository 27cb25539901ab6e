import type { OutPath, SourcePath } from '../model/address.ts'
import type { StandingPage } from '../model/article.ts'
import type { PublishedFile } from '../model/body.ts'
import type { ParsedArticle } from './parse-article.ts'

/** A newsroom as it was read: every story and page that could be, and the files that may be published with them. */
export interface Newsroom {
  readonly articles: readonly ParsedArticle[]
  readonly standing: readonly StandingPage[]
  /** Every article file, readable or not. */
  readonly sources: ReadonlySet<SourcePath>
  /** Folders and files into which nobody can look now. */
  readonly unseen: ReadonlySet<SourcePath>
  /** Files below `static/`, by where they go, with a mark of their content. */
  readonly statics: ReadonlyMap<OutPath, { readonly source: SourcePath; readonly version: string }>
  /** Main images and attachments of stories, by their source. */
  readonly images: ReadonlyMap<SourcePath, PublishedFile>
}
