import { join } from 'node:path'
import { articleParser, type Parsed } from '../article/parse-article.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import type { SourcePath } from '../model/address.ts'
import type { SourceVersion } from '../model/article.ts'
import type { Site } from '../model/site.ts'
import { type ListedFile, listFile } from './list-files.ts'
import { type ReadNewsroom, readSource, UNSETTLED } from './read-newsroom.ts'

/** A file whose body alone changed. */
export interface Edit {
  readonly file: ListedFile
  readonly parsed: Parsed
  readonly version: SourceVersion
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
    const source = file && readSource(file.onDisk, path)
    if (!before?.story || !source || 'severity' in source) return undefined
    const parsed = parse(source)
    const isPlain = before.diagnostics.length + parsed.diagnostics.length === 0
    if (!isPlain || parsed.story?.source.facts !== before.story.source.facts) return undefined
    edits.set(path, { file, parsed, version: parsed.story.source })
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
