import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FenceGuard } from './fence.ts'
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
  /** The hashes of the edited sources, by their stories' ids. */
  readonly hashes: ReadonlyMap<string, string>
  readonly stage: string
  readonly guard: FenceGuard
}

/**
 * Puts edited files in place as `placeAll` does, with the lines of the record and the manifest that tell of them written anew and
 * the others left as they are. Returns the record's text; undefined, with nothing touched, where a line is not there.
 */
export function placeEdits(root: string, { placed, hashes, stage, guard }: PlacedEdits): string | undefined {
  const changed = placed.flatMap(({ path, staged }) => (staged === undefined ? [] : [{ path, staged }]))
  const [recordBefore, manifestBefore] = [RECORD_FILE, MANIFEST_FILE].map(name => readFileSync(join(root, name), 'utf8'))
  const record = editLines(
    recordBefore ?? '',
    [...hashes].map(([id, hash]) => ({ start: `{"id":${JSON.stringify(id)},`, line: before => withFields(before, { hash }) })),
  )
  if (record === undefined) return undefined
  const recordFile = stageText(root, { path: RECORD_FILE, text: record, stage, sync: true })
  const manifest = editLines(
    manifestBefore ?? '',
    [...placed, recordFile].map(({ path, sha256, size }) => ({
      start: `{"path":${JSON.stringify(path)},`,
      line: before => withFields(before, { sha256, size }),
    })),
  )
  if (manifest === undefined) return undefined
  const manifestFile = { path: MANIFEST_FILE, staged: join(stage, MANIFEST_FILE) }
  writeFully(manifestFile.staged, manifest)
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

function withFields(line: string, fields: Readonly<Record<string, unknown>>): string {
  const entry: unknown = JSON.parse(line)
  return isObject(entry) ? toJsonLines([{ ...entry, ...fields }]) : line
}
