import type { Entry } from '../feed/entry.ts'
import type { SitePath, SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { PublishedImage } from '../model/body.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Page } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import type { Link } from '../plan/plan-publish.ts'
import type { Made } from './stage-file.ts'
import type { Targets } from './targets.ts'

/** What every task of a publish shares. */
export interface RenderSetup {
  readonly site: Site
  readonly targets: Targets
}

/** A page to render, an entry, or both from one rendering of their body. */
export interface RenderTask {
  readonly page: Page | undefined
  /** Where the body stands; undefined for a page without one. */
  readonly body: BodySource | undefined
  readonly entry: { readonly article: Article; readonly image: PublishedImage | undefined } | undefined
  /** Where the page goes; without `stage` it is rendered and compared, and not written. */
  readonly place: { readonly out: string; readonly stage: string | undefined } | undefined
}

export interface BodySource {
  readonly path: SourcePath
  readonly onDisk: string
  /** The body's file in place of what stands on disk: a last good version. */
  readonly replaced: Uint8Array | undefined
  readonly hash: string
  readonly bodyLine: number
  readonly permalink: SitePath
}

/** What became of a task. Small, whatever the length of the body. */
export type RenderResult =
  | {
      readonly kind: 'rendered'
      readonly made: Made | undefined
      readonly entry: Entry | undefined
      readonly links: readonly Link[]
      readonly diagnostics: readonly Diagnostic[]
    }
  /** The body has errors, or took too long. */
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] }
  /** The file is not the one that pass one read. */
  | { readonly kind: 'changed' }
