import type { CorpusFile } from '../story.ts'

/** A program that makes a site of the corpus, as its users run it. All paths are below a folder of its own. */
export interface Publisher {
  readonly name: string
  /** As the program tells it. */
  readonly version: string
  /** The folders, copied below its own, whose files make the site beside the stories; none where the corpus has them. */
  readonly site: readonly { readonly from: string; readonly to: string }[]
  /** The `node_modules` that its site needs. */
  readonly modules: string | undefined
  /** Where a file of the corpus goes, a story's own file first, and how it reads there; nothing when it is not needed. */
  readonly place: (file: CorpusFile) => readonly CorpusFile[]
  /** Where the site goes. */
  readonly out: string
  /** What else a cold publish must not find. */
  readonly caches: readonly string[]
  readonly publish: Call
  /** Stays, and publishes what is saved; none for those that are not measured so. */
  readonly watch: StayingCall | undefined
  /** Stays, and shows in a browser what is saved, at the address that it says; none for those that are not measured so. */
  readonly preview?: StayingCall
  /** Looks at every story; and reads them all the same, without a look at their bodies. */
  readonly reading?: { readonly check: Call; readonly schedule: Call }
}

/** A program and what it is told. */
export interface Call {
  readonly program: string
  readonly args: readonly string[]
}

/** A program that stays, and what it says, on either stream, when it is ready. */
export interface StayingCall extends Call {
  readonly ready: RegExp
}

/** A publisher that is not here and cannot be had: its lines of the table are missing. */
export class PublisherMissing extends Error {
  override readonly name = 'PublisherMissing'
}
