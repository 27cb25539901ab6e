import { join } from 'node:path'
import { articleParser } from '../article/parse-article.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import type { SourcePath } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { editedBody, type ParsedStory } from '../store/edited-body.ts'
import { type ListedFile, listFile } from '../store/list-files.ts'
import { type ReadNewsroom, UNSETTLED } from '../store/read-newsroom.ts'

/** A file whose body alone changed. */
export interface Edit {
  readonly file: ListedFile
  readonly parsed: ParsedStory
}

export type Edits = ReadonlyMap<SourcePath, Edit>

/** The edits of these files, if they are edits of bodies and nothing else. */
export function editedBodies(
  changed: readonly SourcePath[],
  { read, site, root }: { readonly read: ReadNewsroom; readonly site: Site; readonly root: string },
): Edits | undefined {
  const parse = articleParser({ site, excerptOf })
  const edits = new Map<SourcePath, Edit>()
  for (const path of changed) {
    const known = read.files.get(path)
    const file = listFile(path, known?.onDisk ?? join(root, path))
    // A file that was never known and is gone: an editor's, which writes beside a file before it replaces it.
    if (!known && !file) continue
    const before = known && read.memory.articles.get(path)?.value
    const parsed = file && editedBody(file, { before, parse })
    if (!parsed) return undefined
    edits.set(path, { file, parsed })
  }
  return edits
}

/** What was read, with the new versions of these files. */
export function withBodies(read: ReadNewsroom, edits: Edits): ReadNewsroom {
  const files = new Map(read.files)
  const articles = new Map(read.memory.articles)
  for (const [path, { file, parsed }] of edits) {
    files.set(path, file)
    articles.set(path, { mark: UNSETTLED, value: parsed })
  }
  return { ...read, files, memory: { ...read.memory, articles } }
}
