import { posix } from 'node:path'
import { fileLeakOf, leakOf, type Trace } from '../audit/leak.ts'
import { withoutLinks } from '../audit/own-words.ts'
import { Passages } from '../audit/passages.ts'
import { type Piece, tellingPieces } from '../audit/telling-pieces.ts'
import { mediaType } from '../images/media-types.ts'
import type { OutPath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import { sizeIfThere } from '../platform/if-there.ts'
import type { ListedFile } from '../sources/list-files.ts'
import { everyFile, hashOfFile, unpackedParts } from './audited-files.ts'
import { type HiddenSource, type NewsroomTexts, newsroomTexts, type TextsRequest } from './newsroom-texts.ts'

/** What an audit needs. */
export interface AuditRequest extends Omit<TextsRequest, 'asOf'> {
  /** The instant of which what is public is judged: asked again before anything is called a leak, since the clock goes on. */
  readonly asOf: () => Instant
}

/** What an audit found. */
export interface Audit {
  /** Files of `out/` that were looked through. */
  readonly files: number
  /** Articles and pages of which something is not public. */
  readonly hidden: number
  /** What of these stands in `out/` all the same. */
  readonly leaks: readonly Diagnostic[]
}

/**
 * Looks through every byte of `out/` for what is not public: passages of drafts, of stories to come, expired or withdrawn, and of
 * changes to come; and files that only these name. Reads the newsroom anew and writes nothing. Undefined where `site.yaml` has errors.
 */
export async function auditOut(request: AuditRequest): Promise<Audit | undefined> {
  const first = await lookThrough(request)
  // A story may have come out, or its author have saved, while we looked.
  return first?.leaks.length === 0 ? first : lookThrough(request)
}

async function lookThrough({ asOf, ...request }: AuditRequest): Promise<Audit | undefined> {
  const texts = await newsroomTexts({ ...request, asOf: asOf() })
  if (!texts) return undefined
  const secrets = secretsOf(texts)
  const traces = new Map<HiddenSource, Trace[]>()
  const leaks: Diagnostic[] = []
  let files = 0
  for (const path of everyFile(request.paths.out)) {
    const onDisk = `${request.paths.out}/${path}`
    for (const [source, trace] of tracesIn(path, onDisk, secrets)) traces.set(source, [...(traces.get(source) ?? []), trace])
    leaks.push(...fileLeaks(path, onDisk, secrets))
    files++
  }
  return {
    files,
    hidden: texts.hidden.length,
    leaks: [...[...traces].map(([source, found]) => leakOf(source, found)), ...leaks],
  }
}

/** What must not be found. */
interface Secrets {
  readonly passages: Passages
  /** What the numbers of texts in `passages` mean. */
  readonly pieces: readonly (Piece & { readonly source: HiddenSource })[]
  /** Files that nothing public names: by where they would stand, and by their size. */
  readonly byPath: ReadonlyMap<OutPath, ListedFile>
  readonly bySize: ReadonlyMap<number | undefined, readonly ListedFile[]>
}

function secretsOf(texts: NewsroomTexts): Secrets {
  const pieces = texts.hidden.flatMap(source =>
    [...tellingPieces(source.source), nameOf(source)].map(piece => ({ ...piece, source })),
  )
  const passages = new Passages()
  for (const [text, piece] of pieces.entries()) passages.add(Buffer.from(withoutLinks(piece.text)), { text })
  const names = new Passages()
  for (const [text, { path }] of texts.beside.entries()) names.add(Buffer.from(posix.basename(path)), { text, always: true })
  for (const text of texts.public()) {
    passages.clear(text)
    names.clear(text)
  }
  const unnamed = names.texts()
  const [hidden, shown] = [true, false].map(is => texts.beside.filter((_, index) => unnamed.has(index) === is))
  // What stands in a public document may stand in a draft as well.
  for (const file of shown ?? []) if (isDocument(file.path)) for (const { bytes } of unpackedParts(file)) passages.clear(bytes)
  const files = withoutCopies(hidden ?? [], shown ?? [])
  return {
    passages,
    pieces,
    byPath: new Map(files.map(file => [file.path, file])),
    bySize: Map.groupBy(files, ({ onDisk }) => sizeIfThere(onDisk)),
  }
}

/** A story's file name tells of it too. */
function nameOf({ path }: HiddenSource): Piece {
  return { text: posix.basename(path, '.md'), line: 1 }
}

function isDocument(path: string): boolean {
  return !/^(image|audio|video)\//.test(mediaType(path))
}

/** Files with the same bytes as a public one are no secret. */
function withoutCopies(hidden: readonly ListedFile[], shown: readonly ListedFile[]): readonly ListedFile[] {
  const sizes = new Set(hidden.map(({ onDisk }) => sizeIfThere(onDisk)))
  const hashes = new Set(shown.filter(({ onDisk }) => sizes.has(sizeIfThere(onDisk))).map(hashOfFile))
  return hidden.filter(file => hashes.size === 0 || !hashes.has(hashOfFile(file)))
}

/** For each hidden file the first of its words in a published one, or in its name. */
function tracesIn(path: OutPath, onDisk: string, { passages, pieces }: Secrets): ReadonlyMap<HiddenSource, Trace> {
  const traces = new Map<HiddenSource, Trace>()
  const look = (bytes: Uint8Array, offset: number | undefined): void =>
    passages.find(bytes, ({ text, start, foundAt }) => {
      const piece = pieces[text]
      if (!piece || traces.has(piece.source)) return
      traces.set(piece.source, {
        found: path,
        offset: offset === undefined ? undefined : offset + foundAt,
        ...quoted(piece, start),
      })
    })
  for (const { bytes, offset } of unpackedParts(onDisk)) look(bytes, offset)
  look(Buffer.from(path), undefined)
  return traces
}

const MOST_QUOTED = 60

function quoted({ text, line }: Piece, start: number): Pick<Trace, 'words' | 'line'> {
  const bytes = Buffer.from(text)
  const before = bytes.subarray(0, start).toString()
  const words = bytes.subarray(start).toString().replace(/\s+/g, ' ').trim()
  return {
    words: words.length > MOST_QUOTED ? `${words.slice(0, MOST_QUOTED)}…` : words,
    line: line + before.split('\n').length - 1,
  }
}

/** The file that stands there, under its own name or another, in its own form or another, and is not public. */
function fileLeaks(path: OutPath, onDisk: string, { byPath, bySize }: Secrets): readonly Diagnostic[] {
  const named = byPath.get(path.replace(FORM_OF_IMAGE, ''))
  const alike = (bySize.get(sizeIfThere(onDisk)) ?? []).filter(file => hashOfFile(file) === hashOfFile(onDisk))
  return [...new Set([...(named ? [named] : []), ...alike])].map(file => fileLeakOf(file.path, path))
}

const FORM_OF_IMAGE = /\.\d+w\.(webp|avif)$/
