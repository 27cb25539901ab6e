import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import { flushFiles } from '../platform/flush-files.ts'
import { editedParts, isObject, toJsonLines } from '../platform/json-lines.ts'
import { Scratch } from '../platform/scratch.ts'
import { writeFully } from '../platform/write-whole.ts'
import type { FenceGuard } from './fence.ts'
import { MANIFEST_FILE } from './manifest-file.ts'
import { announce, type Placed, putStaged } from './out-folder.ts'
import { holdReplaced, putInPlace, whilePlacing } from './put-in-place.ts'
import { RECORD_FILE } from './record-file.ts'

/** For lists of megabytes: a new buffer for each has the collector go through all that this thread remembers. */
const scratch = new Scratch()

/** Stages the record with other hashes of sources, by their stories' ids, and flushes it; undefined where it has no line of one. */
export async function stageEditedRecord(
  root: string,
  { hashes, stage }: { readonly hashes: ReadonlyMap<string, string>; readonly stage: string },
): Promise<Placed | undefined> {
  const record = editedParts(
    scratch.read(join(root, RECORD_FILE)),
    [...hashes].map(([id, hash]) => ({ start: `{"id":${JSON.stringify(id)},`, line: before => withFields(before, { hash }) })),
  )
  if (record === undefined) return undefined
  const staged = join(stage, RECORD_FILE)
  writeFully(staged, record)
  const flushing = flushFiles([staged])
  const digest = createHash('sha256')
  for (const part of record) digest.update(part)
  const size = record.reduce((sum, { length }) => sum + length, 0)
  await flushing
  return { path: RECORD_FILE, sha256: digest.digest('hex'), size, staged }
}

/** Edits to be carried out. */
export interface PlacedEdits {
  /** Files that were published before, in the order in which they are to be put in place. */
  readonly placed: readonly Placed[]
  readonly record: Placed
  /** Fulfilled once those of the staged files survive a loss of power that are to. */
  readonly flushed: readonly Promise<void>[]
  readonly stage: string
  readonly guard: FenceGuard
}

/**
 * Puts edited files in place as `placeAll` does, with the lines of the manifest that tell of them written anew and the others left as
 * they are. False, with nothing touched, where a line is not there.
 */
export async function placeEdits(root: string, { placed, record, flushed, stage, guard }: PlacedEdits): Promise<boolean> {
  const changed = placed.flatMap(({ path, staged }) => (staged === undefined ? [] : [{ path, staged }]))
  // The disk is at it while this thread writes the manifest.
  const [manifestFile] = await Promise.all([stageManifest(root, { files: [...placed, record], stage }), ...flushed])
  if (!manifestFile) return false
  guard.insist()
  using _held = holdReplaced(root, [record, ...changed, manifestFile])
  whilePlacing(() => {
    announce(root, changed)
    putStaged(root, record)
    putInPlace(root, changed, guard.check)
    guard.insist()
    putStaged(root, manifestFile)
  })
  return true
}

/** The manifest with other lines for these files; undefined where one of them is not in it. */
async function stageManifest(
  root: string,
  { files, stage }: { readonly files: readonly Placed[]; readonly stage: string },
): Promise<{ readonly path: OutPath; readonly staged: string } | undefined> {
  const manifest = editedParts(
    scratch.read(join(root, MANIFEST_FILE)),
    files.map(({ path, sha256, size }) => ({
      start: `{"path":${JSON.stringify(path)},`,
      line: before => withFields(before, { sha256, size }),
    })),
  )
  if (manifest === undefined) return undefined
  const staged = join(stage, MANIFEST_FILE)
  writeFully(staged, manifest)
  return { path: MANIFEST_FILE, staged }
}

function withFields(line: string, fields: Readonly<Record<string, unknown>>): string {
  const entry: unknown = JSON.parse(line)
  return isObject(entry) ? toJsonLines([{ ...entry, ...fields }]) : line
}
