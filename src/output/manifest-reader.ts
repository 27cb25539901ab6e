import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { ifThere } from '../platform/if-there.ts'
import { type Manifest, readLines } from './manifest-file.ts'
import { type OpenManifest, openManifest } from './manifest-lookup.ts'

/** What is new in a manifest since it was last read. */
export type ManifestNews =
  | { readonly kind: 'same' }
  /** Everything, because it is another file, or was compacted; undefined where the bytes are no whole manifest, or nothing is there. */
  | { readonly kind: 'whole'; readonly bytes: Buffer; readonly manifest: OpenManifest | undefined }
  /** What was appended, the last line of each path. */
  | { readonly kind: 'appended'; readonly lines: Manifest }

/** A manifest as far as it was read. */
interface Read {
  /** The file, which keeps these while it grows. */
  readonly file: string
  readonly header: Buffer
  /** Where the last whole line ends. */
  readonly offset: number
  readonly lastLine: Buffer
}

const NEWLINE = 0x0a
const NOTHING: Buffer = Buffer.alloc(0)

/**
 * Reads a manifest whole once, and then only what was appended to it: of 24 MB at 100,000 files, a publish appends a few kilobytes. It is read
 * whole again where the file, its header or the last line that was read is another, which `docs/manifest-format.md` asks of every reader.
 */
export class ManifestReader {
  readonly #path: string
  readonly #readWhole: (descriptor: number) => Buffer
  #mark: string | undefined
  #read: Read | undefined

  /** `readWhole` reads an open file from its beginning, and says by that how long the bytes stay. */
  constructor(path: string, readWhole: (descriptor: number) => Buffer) {
    this.#path = path
    this.#readWhole = readWhole
  }

  /** Looks at the disk, and reads what is new. @throws where the disk fails */
  look(): ManifestNews {
    const stat = statSync(this.#path, { throwIfNoEntry: false })
    const mark = stat?.isFile() ? markOf(stat) : undefined
    if (mark === this.#mark) return { kind: 'same' }
    const known = this.#read
    // Until it has been read: where the disk fails, all of it is read the next time.
    this.#mark = undefined
    this.#read = undefined
    const descriptor = mark === undefined ? undefined : ifThere(() => openSync(this.#path, 'r'))
    if (descriptor === undefined) return { kind: 'whole', bytes: NOTHING, manifest: undefined }
    try {
      const opened = fstatSync(descriptor)
      const news = this.#readNew(descriptor, { known, stat: opened })
      this.#mark = markOf(opened)
      return news
    } finally {
      closeSync(descriptor)
    }
  }

  #readNew(descriptor: number, { known, stat }: { readonly known: Read | undefined; readonly stat: Stats }): ManifestNews {
    const appended = known?.file === fileOf(stat) ? appendedTo(descriptor, { known, size: stat.size }) : undefined
    const lines = appended && readLines(appended.toString('utf8'))
    if (known && appended && lines) {
      this.#read = readOn(known, appended)
      return appended.length === 0 ? { kind: 'same' } : { kind: 'appended', lines }
    }
    const bytes = this.#readWhole(descriptor)
    const manifest = openManifest(bytes)
    // A list of version 1 is always replaced, and its header says little of what is in it.
    const grows = manifest?.header.sorted !== undefined
    this.#read = grows ? readTo(manifest.end, { bytes, file: fileOf(stat) }) : undefined
    return { kind: 'whole', bytes, manifest }
  }
}

function readTo(offset: number, { bytes, file }: { readonly bytes: Buffer; readonly file: string }): Read {
  const header = Buffer.from(bytes.subarray(0, bytes.indexOf(NEWLINE) + 1))
  const start = offset < 2 ? 0 : bytes.lastIndexOf(NEWLINE, offset - 2) + 1
  return { file, header, offset, lastLine: Buffer.from(bytes.subarray(start, offset)) }
}

function readOn(known: Read, appended: Buffer): Read {
  if (appended.length === 0) return known
  const start = appended.lastIndexOf(NEWLINE, appended.length - 2) + 1
  return { ...known, offset: known.offset + appended.length, lastLine: Buffer.from(appended.subarray(start)) }
}

/** The whole lines that follow what was read; undefined where the file has something else in what was read. */
function appendedTo(descriptor: number, { known, size }: { readonly known: Read; readonly size: number }): Buffer | undefined {
  const { header, offset, lastLine } = known
  if (size < offset || !bytesAt(descriptor, 0, header.length).equals(header)) return undefined
  const start = offset - lastLine.length
  const bytes = bytesAt(descriptor, start, size - start)
  if (!bytes.subarray(0, lastLine.length).equals(lastLine)) return undefined
  return bytes.subarray(lastLine.length, bytes.lastIndexOf(NEWLINE) + 1)
}

function bytesAt(descriptor: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, at))
}

/** A number of a file may be given to another once it is removed, but not at the same time. */
function fileOf({ ino, birthtimeMs }: Stats): string {
  return `${ino}-${birthtimeMs}`
}

function markOf(stat: Stats): string {
  return `${fileOf(stat)}-${stat.mtimeMs}-${stat.size}`
}
