import { join } from 'node:path'
import { articleParser } from '../article/parse-article.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import { outPathOf, type SourcePath } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { type ListedFile, listFile } from '../sources/list-files.ts'
import { type ParsedStory, readAgain } from '../sources/read-again.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'
import { UNSETTLED } from '../sources/source-memory.ts'
import { canBeRetold, type Shown } from './retold-pages.ts'

/** A file of which the body alone changed, or the story's words with it. */
export interface Edit {
  readonly file: ListedFile
  readonly parsed: ParsedStory
}

export type Edits = ReadonlyMap<SourcePath, Edit>

/** What is known before, and the newsroom's folder. */
interface Known extends Pick<Shown, 'places' | 'retold'> {
  readonly read: ReadNewsroom
  readonly site: Site
  readonly root: string
}

/** The edits of these files, if they are edits of bodies, and of the words of one story, and nothing else. */
export function editedStories(changed: readonly SourcePath[], { read, site, root, ...shown }: Known): Edits | undefined {
  const parse = articleParser({ site, excerptOf })
  const edits = new Map<SourcePath, Edit>()
  const retold = new Set(shown.retold)
  for (const path of changed) {
    const known = read.files.get(path)
    const file = listFile(path, known?.onDisk ?? join(root, path))
    // A file that was never known and is gone: an editor's, which writes beside a file before it replaces it.
    if (!known && !file) continue
    const before = known && read.memory.articles.get(path)?.value
    const parsed = file && readAgain(file, { before, parse })
    if (!parsed || !before?.story) return undefined
    edits.set(path, { file, parsed })
    if (parsed.story.source.facts === before.story.source.facts) continue
    if (!canBeRetold(parsed.story, before.story, shown)) return undefined
    retold.add(outPathOf(parsed.story.permalink))
  }
  // The page of one may name the other.
  return retold.size > 1 ? undefined : edits
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
