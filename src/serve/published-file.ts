import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import { contentType } from '../output/content-type.ts'
import type { ManifestEntry } from '../output/manifest-file.ts'
import type { Placed } from '../output/out-folder.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { apart } from './apart.ts'
import { compressed, compressedBeside } from './compressed.ts'
import type { ContentCoding } from './wanted-coding.ts'

/** A published file, ready to be answered with: always the same object while it is remembered, and has the same bytes. */
export interface PublishedFile {
  readonly path: OutPath
  readonly type: string
  /** Strong entity tag of the bytes as they are (RFC 9110 §8.8.3). */
  readonly etag: string
  readonly size: number
  readonly modifiedMs: number
  /** 410 for the page of what is gone (RFC 9110 §15.5.11). */
  readonly status: 200 | 410
  /** The scripts that may run on it. */
  readonly scripts: 'search' | undefined
  /** The bytes; undefined for a file that is too large to be kept, and is sent from the disk. */
  readonly body: Buffer | undefined
  /** The body in a coding, compressed once; undefined where there is no body. */
  readonly coded: (coding: ContentCoding) => Buffer | undefined
  /** Settles once a coding has been made that is being made beside this thread; undefined where none is. */
  readonly coming: (coding: ContentCoding) => Promise<unknown> | undefined
  /** Opens the file on the disk; undefined when it is another by now. To be closed by who asked. */
  readonly open: () => number | undefined
}

/** A file as it was read, and what tells whether it still is that. */
export interface ReadFile extends PublishedFile {
  /** SHA-256 of the bytes, hex; empty for a file that is not read whole. */
  readonly sha256: string
  /** Whether the disk still has the file, untouched. */
  readonly stands: () => boolean
  /** Codings in which it was asked for. */
  readonly codings: () => readonly ContentCoding[]
  /** Makes a coding before it is asked for, beside this thread. */
  readonly codeAhead: (coding: ContentCoding) => Promise<void>
}

/** What is larger is no text, and would push everything else out of the memory. */
const WHOLE_BYTES = 8 * 1024 * 1024
/** As much of a hash as makes two versions differ for certain. */
const TAG_LENGTH = 27

/**
 * Reads a file of `out/`, or one that is staged to stand there; undefined when there is none. Its entity tag is made of the bytes that
 * were read, never of what the manifest says of them: whoever else writes there, no answer bears a wrong one. `onCoded` hears how many bytes were made of it since.
 */
export function readPublishedFile(
  out: string,
  { path, answer, staged }: ManifestEntry & Partial<Placed>,
  onCoded: (file: ReadFile, bytes: number) => void,
): ReadFile | undefined {
  const onDisk = join(out, path)
  const read = readBytes(staged ?? onDisk)
  if (!read) return undefined
  const { stat, body } = read
  const digest = body && createHash('sha256').update(body).digest()
  const mark = markOf(stat)
  const coded = new Map<ContentCoding, Buffer>()
  const coming = new Map<ContentCoding, Promise<Buffer>>()
  const keep = (coding: ContentCoding, bytes: Buffer): Buffer => {
    coded.set(coding, bytes)
    onCoded(file, bytes.length)
    return bytes
  }
  const file: ReadFile = {
    path,
    type: contentType(path),
    // A large file is not read for every answer: whoever writes there changes its mark.
    etag: `"${(digest ?? createHash('sha256').update(mark).digest()).toString('base64url').slice(0, TAG_LENGTH)}"`,
    size: body?.length ?? stat.size,
    modifiedMs: stat.mtimeMs,
    status: answer?.status === 410 ? 410 : 200,
    scripts: answer?.status === 200 ? answer.scripts : undefined,
    body,
    sha256: digest?.toString('hex') ?? '',
    stands: () => isMarked(statSync(onDisk, { throwIfNoEntry: false }), mark),
    open: () => openMarked(onDisk, mark),
    codings: () => [...coded.keys()],
    coded: coding => {
      const known = coded.get(coding)
      return known || !body ? known : keep(coding, compressed(body, coding))
    },
    coming: coding => coming.get(coding),
    codeAhead: async coding => {
      if (!body || coded.has(coding)) return
      const making = compressedBeside(body, coding)
      coming.set(coding, making)
      try {
        const bytes = await making
        if (!coded.has(coding)) keep(coding, bytes)
      } finally {
        coming.delete(coding)
      }
    },
  }
  return file
}

function readBytes(file: string): { readonly stat: Stats; readonly body: Buffer | undefined } | undefined {
  const descriptor = open(file)
  if (descriptor === undefined) return undefined
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return undefined
    return { stat, body: stat.size <= WHOLE_BYTES ? apart(readFileSync(descriptor)) : undefined }
  } finally {
    closeSync(descriptor)
  }
}

function open(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG')) return undefined
    throw error
  }
}

function openMarked(file: string, mark: string): number | undefined {
  const descriptor = open(file)
  if (descriptor === undefined || isMarked(fstatSync(descriptor), mark)) return descriptor
  closeSync(descriptor)
  return undefined
}

function isMarked(stat: Stats | undefined, mark: string): boolean {
  return stat !== undefined && markOf(stat) === mark
}

function markOf({ ino, mtimeMs, size }: Stats): string {
  return `${ino}-${mtimeMs}-${size}`
}
