import { hash } from 'node:crypto'
import { appendFileSync, closeSync, copyFileSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SourcePath } from '../model/address.ts'
import { isSystemError } from './environment-error.ts'
import { isObject, parseOrNothing, toJsonLines } from './json-lines.ts'
import type { Scratch } from './scratch.ts'
import { writeAll, writeWhole } from './write-whole.ts'

/** A file's last good text, for when what stands there now cannot be read, and the hash of its bytes. */
export type LastGood = (path: SourcePath) => { readonly source: string; readonly hash: string } | undefined

/** Writes sources down as they are rendered, for `rememberGood` once they are published. */
export class GoodWriter implements Disposable {
  readonly #descriptor: number
  readonly #scratch: Scratch

  /** `part` is a new file, on no other thread's hands. */
  constructor(part: string, scratch: Scratch) {
    this.#scratch = scratch
    this.#descriptor = openSync(part, 'wx', 0o600)
  }

  /** @throws when the disk is full */
  add(path: SourcePath, bytes: Uint8Array): void {
    const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
    writeAll(this.#descriptor, this.#scratch.join([toJsonLines([{ path, source }])]))
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor)
  }
}

// One file that is only ever added to costs a tenth of a file a story; it is written anew whenever it has grown by about this much.
const REWRITE_BYTES = 256 * 1024 * 1024

/** Looks up last good versions; the file is read at the first question only, since there is seldom one. */
export function lastGoodIn(file: string): LastGood {
  let sources: ReadonlyMap<SourcePath, string> | undefined
  return path => {
    sources ??= readSources(file)
    const source = sources.get(path)
    return source === undefined ? undefined : { source, hash: hash('sha256', source, 'hex') }
  }
}

/** Remembers published sources, which stand in files that `GoodWriter` wrote: they survive a mistake in the next version. */
export function rememberGood(file: string, parts: readonly string[]): void {
  if (parts.length === 0) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // The line end in front closes a line that a kill cut short: what follows it is not lost with it.
  const before = sizeOf(file)
  for (const part of parts) {
    // The system copies without these bytes passing through here.
    if (sizeOf(file) === 0) copyFileSync(part, file)
    else appendFileSync(file, Buffer.concat([Buffer.from('\n'), readFileSync(part)]), { mode: 0o600 })
  }
  if (Math.floor(sizeOf(file) / REWRITE_BYTES) === Math.floor(before / REWRITE_BYTES)) return
  const latest = [...readSources(file)].map(([path, source]) => ({ path, source }))
  writeWhole(file, toJsonLines(latest), { mode: 0o600 })
}

function readSources(file: string): ReadonlyMap<SourcePath, string> {
  const sources = new Map<SourcePath, string>()
  for (const line of readText(file).split('\n')) {
    const entry = parseOrNothing(line)
    if (isObject(entry) && typeof entry.path === 'string' && typeof entry.source === 'string')
      sources.set(entry.path, entry.source)
  }
  return sources
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return ''
    throw error
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
