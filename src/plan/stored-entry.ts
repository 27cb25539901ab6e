/** A rendered entry in the store of entries: where it stands, and enough to describe the documents that carry it. */
export interface StoredEntry {
  /** Name of the pack. */
  readonly pack: string
  /** Where it begins in the pack, bytes. */
  readonly at: number
  /** UTF-8 bytes of its JSON in the pack. */
  readonly length: number
  /** CRC-32 of those bytes: a damaged pack is never published. */
  readonly crc: number
  /** Hash of what it says. */
  readonly hash: string
  /** UTF-8 bytes of its largest format. */
  readonly bytes: number
}
