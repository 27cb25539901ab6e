import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { ifThere } from '../platform/if-there.ts'
import { LinkRefused, openWithin, type Within } from '../platform/open-within.ts'

/** A part of a file, and where it begins. */
export interface FilePart {
  readonly bytes: Uint8Array
  readonly offset: number
}

const PART_BYTES = 16 * 1024 * 1024
const OVERLAP_BYTES = 16 * 1024

/** Every regular file below a folder, hidden ones too. Links are not followed, and what goes meanwhile is passed over. */
export function* everyFile(root: string): Generator<string> {
  const folders = ['']
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of ifThere(() => readdirSync(`${root}/${folder}`, { withFileTypes: true })) ?? []) {
      if (entry.isDirectory()) folders.push(`${folder}${entry.name}/`)
      else if (entry.isFile()) yield `${folder}${entry.name}`
    }
  }
}

/** A file's bytes, in parts that overlap where it is large; what is gzip is unpacked. Nothing where it is gone. */
export function* unpackedParts(file: string | Within): Generator<FilePart> {
  for (const { bytes, offset } of partsOf(file, OVERLAP_BYTES)) {
    const isWhole = offset === 0 && bytes.length < PART_BYTES
    yield { bytes: isWhole ? unpacked(bytes) : bytes, offset }
  }
}

/** SHA-256 of a file's bytes, hex, and of nothing where it is gone. */
export function hashOfFile(file: string | Within): string {
  const hash = createHash('sha256')
  for (const { bytes } of partsOf(file, 0)) hash.update(bytes)
  return hash.digest('hex')
}

function* partsOf(file: string | Within, overlap: number): Generator<FilePart> {
  const opened = openedIfThere(file)
  if (!opened) return
  const { descriptor } = opened
  try {
    for (let offset = 0; ; ) {
      const bytes = Buffer.allocUnsafe(Math.min(PART_BYTES, Math.max(1, fstatSync(descriptor).size - offset)))
      const length = readSync(descriptor, bytes, 0, bytes.length, offset)
      if (length > 0) yield { bytes: bytes.subarray(0, length), offset }
      if (length < PART_BYTES) return
      offset += length - overlap
    }
  } finally {
    opened[Symbol.dispose]()
  }
}

/** A file of the newsroom is opened through no link; one that is by now is as good as gone. */
function openedIfThere(file: string | Within): (Disposable & { readonly descriptor: number }) | undefined {
  try {
    return ifThere(() => (typeof file === 'string' ? openFile(file) : openWithin(file)))
  } catch (error) {
    if (error instanceof LinkRefused) return undefined
    throw error
  }
}

function openFile(file: string): Disposable & { readonly descriptor: number } {
  const descriptor = openSync(file, 'r')
  return { descriptor, [Symbol.dispose]: () => closeSync(descriptor) }
}

function unpacked(bytes: Buffer | Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes)
  } catch {
    // It only looks packed.
    return bytes
  }
}
