import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import type { FenceGuard } from './fence.ts'
import { flushFiles } from './flush-files.ts'
import { editLines, isObject, toJsonLines } from './json-lines.ts'
import { MANIFEST_FILE } from './manifest-file.ts'
import { announce, type Placed, putStaged, stageText } from './out-folder.ts'
import { putInPlace, whilePlacing } from './put-in-place.ts'
import { RECORD_FILE } from './record-file.ts'
import { writeFully } from './write-whole.ts'

/** Edits to be carried out. */
export interface PlacedEdits {
  /** Files that were published before, in the order in which they are to be put in place. */
  readonly placed: readonly Placed[]
  /** Those of the staged files that are to survive a loss of power, as the record does. */
  readonly flushed: readonly string[]
  /** The hashes of the edited sources, by their stories' ids. */
  readonly hashes: ReadonlyMap<string, string>
  readonly stage: string
  readonly guard: FenceGuard
}

/**
 * Puts edited files in place as `placeAll` does, with the lines of the record and the manifest that tell of them written anew and
 * the others left as they are. Returns the record's bytes; undefined, with nothing touched, where a line is not there.
 */
export async function placeEdits(
  root: string,
  { placed, flushed, hashes, stage, guard }: PlacedEdits,
): Promise<Buffer | undefined> {
  const changed = placed.flatMap(({ path, staged }) => (staged === undefined ? [] : [{ path, staged }]))
  const record = editLines(
    readFileSync(join(root, RECORD_FILE)),
    [...hashes].map(([id, hash]) => ({ start: `{"id":${JSON.stringify(id)},`, line: before => withFields(before, { hash }) })),
  )
  if (record === undefined) return undefined
  const recordFile = stageText(root, { path: RECORD_FILE, text: record, stage, sync: false })
  // The disk is at it while this thread writes the manifest.
  const [, manifestFile] = await Promise.all([
    flushFiles([...flushed, ...(recordFile.staged === undefined ? [] : [recordFile.staged])]),
    stageManifest(root, { files: [...placed, recordFile], stage }),
  ])
  if (!manifestFile) return undefined
  guard.insist()
  return whilePlacing(() => {
    announce(root, changed)
    putStaged(root, recordFile)
    putInPlace(root, changed, guard.check)
    guard.insist()
    putStaged(root, manifestFile)
    return record
  })
}

/** The manifest with other lines for these files; undefined where one of them is not in it. */
async function stageManifest(
  root: string,
  { files, stage }: { readonly files: readonly Placed[]; readonly stage: string },
): Promise<{ readonly path: OutPath; readonly staged: string } | undefined> {
  const manifest = editLines(
    readFileSync(join(root, MANIFEST_FILE)),
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
