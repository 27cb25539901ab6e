import type { SitePath, SourcePath } from './address.ts'
import type { Instant } from './instant.ts'

/** One story that was public, in the record: enough to know it again under another name, and nothing unpublished. */
export interface RecordEntry {
  readonly id: string
  /** Where its file was last; empty when the record was rebuilt from feeds, which do not say. */
  readonly path: SourcePath
  readonly permalink: SitePath
  /** SHA-256 of the source that was published, hex; empty when the record was rebuilt from feeds. */
  readonly hash: string
  /** When it first became public. */
  readonly published: Instant
  /** Set where it came out after the date that its author wrote, since it waited for other languages: readers know it by when it did. */
  readonly late?: true
  /** Set where it was news when it came out: less than a day old, in a newsroom that had published before. */
  readonly fresh?: true
  /** Addresses that it had before, oldest first: each leads to the one it has. */
  readonly former: readonly SitePath[]
  /** Since when it is public no more; undefined while it is. */
  readonly gone: Instant | undefined
  /** Set while it is gone and its file is not there: another story may take the file's name, and gets an id of its own. */
  readonly away?: true
  /** The highest date of change that feeds reported of it; undefined where that is `published`. None that they report later is lower. */
  readonly updated?: Instant
  /** Set while it is withdrawn, with a tombstone dated `updated`. */
  readonly withdrawn?: true
  /** The highest dates of change that channels reported, by their paths: each is remembered by one of the channel's stories. */
  readonly feeds?: Readonly<Record<string, Instant>>
  /** A hash of each correction's note that was told, by its number among those of its instant, and that instant. */
  readonly corrections?: Readonly<Record<string, string>>
  /** The same of updates and the withdrawal, by `update-` or `withdrawal-` and the instant. */
  readonly changes?: Readonly<Record<string, string>>
}

/** Everything that was ever published, by id. */
export type PublicationRecord = ReadonlyMap<string, RecordEntry>

/** Those of some entries whose stories are public no more. */
export function goneEntries(entries: Iterable<RecordEntry>): readonly RecordEntry[] {
  return [...entries].filter(({ gone }) => gone !== undefined)
}

/**
 * The entries, what is gone before what is public: a file or an address that several stories had belongs to the one that is public,
 * which is the last to be put into a map by it.
 */
export function goneFirst(record: PublicationRecord): readonly RecordEntry[] {
  return [...record.values()].sort((a, b) => Number(a.gone === undefined) - Number(b.gone === undefined))
}
