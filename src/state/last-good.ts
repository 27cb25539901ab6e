import { hash } from 'node:crypto'
import { closeSync, copyFileSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SourcePath } from '../model/address.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { bytesAt, linesOf, piecesOf } from '../platform/file-lines.ts'
import { sizeIfThere } from '../platform/if-there.ts'
import { isObject, parseOrNothing, toJsonLines } from '../platform/json-lines.ts'
import type { Scratch } from '../platform/scratch.ts'
import { type OpenFile, writeAll, writeWhole } from '../platform/write-whole.ts'

/** A file's last good text, for when what stands there now cannot be read, and the hash of its bytes. */
export type LastGood = (path: SourcePath) => { readonly source: string; readonly hash: string } | undefined

/** Writes sources down as they are rendered, for `rememberGood` once they are published. */
export class GoodWriter implements Disposable {
  readonly #file: OpenFile
  readonly #scratch: Scratch

  /** Adds to `part`, as other threads may: each line is written in one go, at the end of the file. */
  constructor(part: string, scratch: Scratch) {
    this.#scratch = scratch
    this.#file = { path: part, descriptor: openSync(part, 'a', 0o600) }
  }

  /** @throws when the disk is full */
  add(path: SourcePath, bytes: Uint8Array): void {
    const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
    writeAll(this.#file, this.#scratch.join([toJsonLines([{ path, source }])]))
  }

  [Symbol.dispose](): void {
    closeSync(this.#file.descriptor)
  }
}

// One file that is only ever added to costs a tenth of a file a story; it is written anew whenever it has grown by about this much.
const REWRITE_BYTES = 256 * 1024 * 1024

/** Looks up last good versions; the file is looked through at the first question only, since there is seldom one. */
export function lastGoodIn(file: string): LastGood {
  let places: Places | undefined
  return path => {
    places ??= placesIn(file)
    const found = latestOf(path, { file, places })
    // Another publisher may have written the file anew.
    if (found !== undefined || !places.has(path)) return found
    places = placesIn(file)
    return latestOf(path, { file, places })
  }
}

/** Remembers published sources, which stand in files that `GoodWriter` wrote and that may go now: they survive a mistake in the next version. */
export function rememberGood(file: string, parts: readonly string[]): void {
  if (parts.length === 0) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const before = sizeIfThere(file) ?? 0
  for (const part of parts) add(part, file)
  const hasGrown = Math.floor((sizeIfThere(file) ?? 0) / REWRITE_BYTES) > Math.floor(before / REWRITE_BYTES)
  if (before > 0 && hasGrown) writeWhole(file, latestLines(file), { mode: 0o600 })
}

function add(part: string, file: string): void {
  if ((sizeIfThere(file) ?? 0) === 0) {
    moveFile(part, file)
    return
  }
  const open: OpenFile = { path: file, descriptor: openSync(file, 'a', 0o600) }
  try {
    // Closes a line that a kill cut short: what follows it is not lost with it.
    writeAll(open, Buffer.from('\n'))
    for (const piece of piecesOf(part)) writeAll(open, piece)
  } finally {
    closeSync(open.descriptor)
  }
}

function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    // What is published may stand on another disk.
    if (!isSystemError(error, 'EXDEV')) throw error
    copyFileSync(from, to)
  }
}

/** Where the versions of each source stand, the latest last: the file may be larger than memory. Some may have been cut short. */
type Places = ReadonlyMap<SourcePath, readonly Place[]>

interface Place {
  readonly at: number
  readonly length: number
}

function placesIn(file: string): Places {
  const places = new Map<SourcePath, Place[]>()
  for (const { at, bytes } of linesOf(file)) {
    const path = pathIn(bytes)
    if (path === undefined) continue
    const place = { at, length: bytes.length }
    const earlier = places.get(path)
    if (earlier) earlier.push(place)
    else places.set(path, [place])
  }
  return places
}

/** How a line begins, by which it is known without being read. */
const OPENING = /^\{"path":("(?:[^"\\]|\\.)*"),/

// Systems take no path that is longer, and JSON writes most of them as they are.
const LONGEST_OPENING = 8192

function pathIn(line: Buffer): SourcePath | undefined {
  const [, quoted] = OPENING.exec(line.toString('utf8', 0, LONGEST_OPENING)) ?? []
  return quoted === undefined ? undefined : JSON.parse(quoted)
}

function latestOf(
  path: SourcePath,
  { file, places }: { readonly file: string; readonly places: Places },
): ReturnType<LastGood> {
  for (const place of (places.get(path) ?? []).toReversed()) {
    const entry = parseOrNothing(bytesAt(file, place).toString())
    if (!isObject(entry) || entry.path !== path || typeof entry.source !== 'string') continue
    return { source: entry.source, hash: hash('sha256', entry.source, 'hex') }
  }
  return undefined
}

/** The latest version of each source, a line each. */
function* latestLines(file: string): Generator<string> {
  const places = placesIn(file)
  for (const path of places.keys()) {
    const latest = latestOf(path, { file, places })
    if (latest) yield toJsonLines([{ path, source: latest.source }])
  }
}
