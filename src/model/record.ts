import type { SitePath, SourcePath } from './address.ts'
import type { Instant } from './instant.ts'

/** One public story in the record: enough to know it again under another name, and nothing unpublished. */
export interface RecordEntry {
  readonly id: string
  readonly path: SourcePath
  readonly permalink: SitePath
  /** SHA-256 of the source that was published, hex. */
  readonly hash: string
  /** When it first became public. */
  readonly published: Instant
}

/** Everything that was ever published and still counts, by id. */
export type PublicationRecord = ReadonlyMap<string, RecordEntry>
