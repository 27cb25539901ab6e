import type { Parsed } from '../article/parse-article.ts'
import type { Entry } from '../feed/entry.ts'
import type { Targets } from '../links/targets.ts'
import type { AddressUse } from '../markdown/render-body.ts'
import type { SitePath, SourcePath } from '../model/address.ts'
import type { Outline } from '../model/body.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { FeedFormat, FeedHead } from '../model/edition.ts'
import type { Page } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import type { Theme } from '../model/theme.ts'
import type { Made } from '../output/stage-file.ts'
import type { Link } from '../plan/plan-publish.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import type { SubscriberDiff } from '../plan/subscriber-diff.ts'

// Setups are cloned between threads; tasks and what comes of them pass as JSON, which takes half the time.

/** What every task of a publish shares. */
export interface RenderSetup {
  readonly site: Site
  readonly hub: string | undefined
  readonly targets: Targets
  readonly theme: Theme | undefined
  /** Folders of stored entries; what is rendered now goes into the first. */
  readonly entries: readonly [string, ...string[]]
  /** Begins the names of the packs that entries are added to. */
  readonly pack: string
  /** Whether the entries that feeds take are kept for the runs that follow: an edit asks for those of the last. */
  readonly keepsEntries: boolean
  /** The file that sources are written down in; undefined where nothing is to be published. */
  readonly good: string | undefined
}

/** The setup of a run that reads, looks at bodies or shows pages, and stores nothing. */
export const MAKES_NOTHING: Omit<RenderSetup, 'site' | 'targets'> = {
  hub: undefined,
  theme: undefined,
  entries: [''],
  keepsEntries: false,
  pack: '',
  good: undefined,
}

/**
 * How long a body may take. `full`: the whole deadline, since it rendered in time before. `brief`: a tenth, since nobody knows yet how
 * long it takes, and everything else waits for it. `shared`: what is left of one deadline that all such bodies of a run share.
 */
export type Patience = 'full' | 'brief' | 'shared'

/** How a body that was not rendered in time used its time. `set-aside`: a brief time; `tried`: all that there was; `untried`: none was left. */
export type Slowness = 'set-aside' | 'tried' | 'untried'

export type RenderTask = ReadTask | PageTask | FeedTask | InspectTask | ShowTask

/** An article's front matter to read. */
export interface ReadTask {
  readonly kind: 'read'
  readonly path: SourcePath
  readonly onDisk: string
}

/** A page to render, an entry, or both from one rendering of their body. */
export interface PageTask {
  readonly kind: 'page'
  readonly page: Page
  /** Where the body stands; undefined for a page without one. */
  readonly body: BodySource | undefined
  /** Whether the entry of the page's story is wanted. */
  readonly entry: boolean
  /** Where the page goes; undefined where the entry alone is wanted. */
  readonly place: Place | undefined
  /** Whether what stands there says the same already: it stays where the theme fails. */
  readonly restyled: boolean
  readonly patience: Patience
}

/** A body to look at thoroughly; nothing is made of it. */
export interface InspectTask {
  readonly kind: 'inspect'
  readonly body: BodySource
  /** Whether all that it asks for is taken to be there, since nobody knows yet what is. */
  readonly presuming: boolean
}

/** The path part of an address, percent-decoded, as a body asks for it. */
export interface Asked {
  readonly target: string
  readonly use: AddressUse
}

/** A page to render and hand back, with all that there is to say of its body, whether it could be published or not. */
export interface ShowTask {
  readonly kind: 'show'
  readonly page: Page
  readonly body: BodySource | undefined
  /** Whether the entry of the page's story is wanted, in place of the page. */
  readonly as: 'page' | 'entry'
}

/** A document of a channel to write, in the formats that are wanted, from entries that are stored, in their order. */
export interface FeedTask {
  readonly kind: 'feed'
  readonly head: FeedHead
  readonly entries: readonly (StoredEntry | Entry)[]
  readonly places: readonly (Place & { readonly format: FeedFormat })[]
  /** Whether it is wanted what subscribers see of it. */
  readonly compares: boolean
}

/** Where a file goes; without `stage` it is made and compared, and not written. */
export interface Place {
  readonly out: string
  readonly stage: string | undefined
}

export interface BodySource {
  readonly path: SourcePath
  readonly onDisk: string
  /** The file's text in place of what stands on disk: a last good version. */
  readonly replaced: string | undefined
  readonly hash: string
  readonly bodyLine: number
  readonly permalink: SitePath
}

/** What became of a task. Small, whatever the length of the body. */
export type RenderResult =
  /** A story or page, or what is wrong with it; undefined where the file cannot be read. */
  | { readonly kind: 'read'; readonly parsed: Parsed | undefined }
  | {
      readonly kind: 'rendered'
      readonly made: Made | undefined
      readonly entry: StoredEntry | undefined
      readonly links: readonly Link[]
      readonly diagnostics: readonly Diagnostic[]
    }
  /** What was found in a body; without an outline where it cannot be rendered. */
  | {
      readonly kind: 'inspected'
      readonly diagnostics: readonly Diagnostic[]
      readonly outline: Outline | undefined
      /** What it was presumed to find. */
      readonly asked: readonly Asked[]
    }
  /** A page's document, or its story's entry. */
  | {
      readonly kind: 'shown'
      readonly html: string
      readonly entry: Entry | undefined
      /** What the theme did wrong. */
      readonly faults: readonly Diagnostic[]
      readonly diagnostics: readonly Diagnostic[]
      readonly outline: Outline | undefined
    }
  /** The document's files, in the order of the task's places; and what subscribers see of it, where that is wanted and they poll it. */
  | { readonly kind: 'written'; readonly made: readonly Made[]; readonly diff: SubscriberDiff | undefined }
  /** The body has errors, or took too long. */
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[]; readonly slowness?: Slowness }
  /** The file is not the one that pass one read. */
  | { readonly kind: 'changed' }
  /** The store of entries is damaged. */
  | { readonly kind: 'damaged' }
