import { hash } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Entry } from '../feed/entry.ts'
import { type FeedFormat, FORMATS } from '../model/edition.ts'
import type { Page } from '../model/page.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import { sizeIfThere } from '../platform/if-there.ts'
import { Scratch } from '../platform/scratch.ts'
import { type OpenFile, writeAll } from '../platform/write-whole.ts'

// Entries are written once and read by every document that carries their story. They stand in packs, since a file an entry would
// cost as much as the story's page.

/** The store is damaged: what was remembered of it cannot be used. The publish begins again without its cache. */
export class DamagedStore extends Error {
  override readonly name = 'DamagedStore'
}

/** A folder for the entries of a publish that writes nothing. Disposing removes it. */
export function scratchEntries(): Disposable & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'courant-entries-'))
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

// A pack that is no larger is written on: a process that publishes change after change would leave one for each.
const PACK_BYTES = 16 * 1024 * 1024

/** Adds entries to a pack that nobody else writes, at its end: the first of these names that has room, `p`, `p-2`, `p-3`. */
export class EntryWriter implements Disposable {
  readonly #pack: string
  readonly #file: OpenFile
  readonly #scratch: Scratch
  #at: number

  constructor(folder: string, name: string, scratch: Scratch) {
    this.#scratch = scratch
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const sizeOf = (pack: string): number => sizeIfThere(join(folder, pack)) ?? 0
    let pack = name
    for (let number = 2; sizeOf(pack) >= PACK_BYTES; number++) pack = `${name}-${number}`
    this.#pack = pack
    this.#at = sizeOf(pack)
    const path = join(folder, pack)
    this.#file = { path, descriptor: openSync(path, 'a', 0o600) }
  }

  /** Stores an entry, with what its story's page is made of beside the body. @throws when the disk is full */
  add({ short, ...entry }: Entry, page: Page): StoredEntry {
    const stored = this.#store(entry, JSON.stringify(page))
    return short ? { ...stored, short: this.#store(short, '') } : stored
  }

  #store(entry: Omit<Entry, 'short'>, page: string): StoredEntry {
    const texts = FORMATS.map(format => entry[format])
    const [rss = 0, atom = 0, json = 0] = texts.map(text => Buffer.byteLength(text))
    const bytes = this.#scratch.join([...texts, page])
    const length = rss + atom + json
    return this.#append(bytes, {
      lengths: { rss, atom, json },
      pageLength: bytes.length - length,
      crc: crc32(bytes),
      hash: hash('sha256', bytes.subarray(0, length), 'base64url').slice(0, 22),
      updated: entry.updated,
      published: entry.published,
    })
  }

  /** Stores an entry, with its short form, that stands in another pack. @throws when the disk is full */
  move({ short, ...entry }: StoredEntry, reader: EntryReader): StoredEntry {
    const moved = this.#append(reader.readWhole(entry), entry)
    return short ? { ...moved, short: this.move(short, reader) } : moved
  }

  #append(bytes: Uint8Array, facts: Omit<StoredEntry, 'pack' | 'at'>): StoredEntry {
    writeAll(this.#file, bytes)
    const stored = { ...facts, pack: this.#pack, at: this.#at }
    this.#at += bytes.length
    return stored
  }

  [Symbol.dispose](): void {
    closeSync(this.#file.descriptor)
  }
}

/** An entry as the store gives it back: each format's UTF-8 bytes. */
export type EntryBytes = { readonly [format in FeedFormat]: Buffer }

// What one edit after another asks for: ten documents of fifty entries are 8 MiB, and the next story is on other topics. With a third of it, an edit took
// a third more of the processors. To a whole publish it makes no difference.
const KEPT_BYTES = 48 * 1024 * 1024

const NOTHING = Buffer.alloc(0)

/** For a document's entries, whoever reads them: a new one for every edit costs more than reading them. */
const room = new Scratch()

/** Entries that were read of late, as they stand in their packs, where none ever changes. */
export class EntryMemory {
  readonly #kept = new Map<string, Buffer>()
  #bytes = 0

  get(place: string): Buffer | undefined {
    return this.#kept.get(place)
  }

  keep(place: string, bytes: Buffer): void {
    this.#kept.set(place, bytes)
    this.#bytes += bytes.length
    for (const [oldest, { length }] of this.#kept) {
      if (this.#bytes <= KEPT_BYTES) return
      this.#kept.delete(oldest)
      this.#bytes -= length
    }
  }
}

/** Reads entries from whichever folder has their pack; each pack is opened once. What it reads first is kept in a memory, if it has one, for the next reader with the same. */
export class EntryReader implements Disposable {
  readonly #folders: readonly string[]
  readonly #memory: EntryMemory | undefined
  readonly #packs = new Map<string, number>()
  #toKeep = KEPT_BYTES

  constructor(folders: readonly string[], memory?: EntryMemory) {
    this.#folders = folders
    this.#memory = memory
  }

  /** Entries of a document. They hold until the next call, of whichever reader. @throws DamagedStore when one is not there as it was written */
  read(entries: readonly StoredEntry[]): readonly EntryBytes[] {
    const whole = this.#readAll(entries)
    return entries.map(({ lengths: { rss, atom }, pageLength }, index) => {
      const bytes = whole[index] ?? NOTHING
      return {
        rss: bytes.subarray(0, rss),
        atom: bytes.subarray(rss, rss + atom),
        json: bytes.subarray(rss + atom, bytes.length - pageLength),
      }
    })
  }

  /** What its story's page was made of beside the body. @throws DamagedStore */
  readPage(entry: StoredEntry): Page {
    const bytes = this.readWhole(entry)
    return JSON.parse(bytes.toString('utf8', bytes.length - entry.pageLength))
  }

  /** All of it. Holds until the next call, of whichever reader. @throws DamagedStore */
  readWhole(entry: StoredEntry): Buffer {
    const [bytes = NOTHING] = this.#readAll([entry])
    return bytes
  }

  /** Into one buffer: one for each entry takes as much memory again as all that is kept, before the collector knows of it. */
  #readAll(entries: readonly StoredEntry[]): readonly Buffer[] {
    let free = room.take(entries.reduce((sum, entry) => sum + lengthOf(entry), 0))
    return entries.map(entry => {
      const { pack, at, crc } = entry
      const place = `${pack} ${at} ${crc}`
      const kept = this.#memory?.get(place)
      if (kept) return kept
      const length = lengthOf(entry)
      const bytes = free.subarray(0, length)
      free = free.subarray(length)
      if (this.#readInto(bytes, entry) !== length || crc32(bytes) !== crc) throw new DamagedStore(pack)
      if (length <= this.#toKeep) this.#memory?.keep(place, Buffer.from(bytes))
      this.#toKeep -= length
      return bytes
    })
  }

  #readInto(bytes: Buffer, { pack, at }: Pick<StoredEntry, 'pack' | 'at'>): number {
    try {
      const descriptor = this.#packs.get(pack) ?? openSync(this.#fileOf(pack), 'r')
      this.#packs.set(pack, descriptor)
      return readSync(descriptor, bytes, 0, bytes.length, at)
    } catch (error) {
      throw new DamagedStore(pack, { cause: error })
    }
  }

  #fileOf(pack: string): string {
    const files = this.#folders.map(folder => join(folder, pack))
    return files.find(file => existsSync(file)) ?? files[0] ?? pack
  }

  [Symbol.dispose](): void {
    for (const descriptor of this.#packs.values()) closeSync(descriptor)
  }
}

// Below this, packs are left as they are; above, they are written anew when most of them is of no use any more.
const TIDY_BYTES = 16 * 1024 * 1024
const TIDY_PACKS = 64
const UNTIDY_PACKS = 192

// So many are read as fast as few; more would take a file's handle each.
const MOST_PACKS = 256

/** Whether there are so many packs, or so much in them is of no use, that a publish that nobody waits for should write them anew. */
export function areUntidy(folder: string, liveBytes: number): boolean {
  const packs = packsIn(folder)
  return packs.length > UNTIDY_PACKS || isWasteful({ bytes: bytesIn(folder, packs), liveBytes, times: 3 })
}

/** Whether there are so many that it has to, though somebody waits. */
export function hasTooManyPacks(folder: string): boolean {
  return packsIn(folder).length > MOST_PACKS
}

/** What entries take in their packs, bytes. */
export function bytesOf(live: readonly StoredEntry[]): number {
  return live.reduce((sum, entry) => sum + lengthOf(entry) + (entry.short ? lengthOf(entry.short) : 0), 0)
}

function isWasteful({
  bytes,
  liveBytes,
  times,
}: {
  readonly bytes: number
  readonly liveBytes: number
  readonly times: number
}): boolean {
  return bytes >= TIDY_BYTES && bytes >= times * liveBytes
}

function bytesIn(folder: string, packs: Iterable<string>): number {
  return [...packs].reduce((sum, pack) => sum + (sizeIfThere(join(folder, pack)) ?? 0), 0)
}

/**
 * Removes packs that hold nothing of use. Where little of many is of use, all of that is written into one new pack named
 * `tidy`; the returned function says where an entry stands then.
 */
export function tidyEntries(
  folder: string,
  { live, tidy }: { readonly live: readonly StoredEntry[]; readonly tidy: string },
): (entry: StoredEntry) => StoredEntry {
  const used = new Set(live.map(({ pack }) => pack))
  const packs = packsIn(folder)
  for (const pack of packs) if (!used.has(pack)) rmSync(join(folder, pack), { force: true })
  if (used.size <= TIDY_PACKS && !isWasteful({ bytes: bytesIn(folder, used), liveBytes: bytesOf(live), times: 2 }))
    return entry => entry
  const moved = new Map<StoredEntry, StoredEntry>()
  {
    using reader = new EntryReader([folder])
    using writer = new EntryWriter(folder, tidy, new Scratch())
    for (const entry of live) moved.set(entry, writer.move(entry, reader))
  }
  for (const pack of used) rmSync(join(folder, pack), { force: true })
  return entry => moved.get(entry) ?? entry
}

function lengthOf({ lengths, pageLength }: Pick<StoredEntry, 'lengths' | 'pageLength'>): number {
  return lengths.rss + lengths.atom + lengths.json + pageLength
}

function packsIn(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return readdirSync(folder)
}
