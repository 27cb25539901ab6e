import type { Parsed } from '../article/parse-article.ts'
import type { SourcePath } from '../model/address.ts'
import type { PublishedFile } from '../model/body.ts'
import type { MutableMap } from '../model/maps.ts'
import type { ListedFile } from './list-files.ts'

/** No file's mark: whatever was read of a file that had just been saved. It is read again, and is the same as nothing. */
export const UNSETTLED = ''

/** The mark under which is remembered what was read of a file. */
export function rememberedMark({ mark, settled }: Pick<ListedFile, 'mark' | 'settled'>): string {
  return settled ? mark : UNSETTLED
}

/** Something that was read of a file, and the mark that the file had then. */
export interface Read<T> {
  readonly mark: string
  readonly value: T
}

/**
 * What was read of the newsroom's files, so that a file is read again only when its mark changes. It holds for one version of
 * Courant and one `site.yaml`.
 */
export interface SourceMemory {
  /** Hash of what reading follows from beside the files. */
  readonly siteKey: string
  readonly articles: MutableMap<SourcePath, Read<Parsed>>
  /** Images and other files that stories publish; undefined for what cannot be published. */
  readonly media: ReadonlyMap<SourcePath, Read<PublishedFile | undefined>>
}

type Marks = ReadonlyMap<SourcePath, Pick<Read<unknown>, 'mark'>>

/** Whether the same versions of the same files were read. */
export function sameMarks(a: Marks, b: Marks): boolean {
  return a.size === b.size && [...a].every(([path, { mark }]) => mark !== UNSETTLED && b.get(path)?.mark === mark)
}

/** A memory of nothing. */
export function emptyMemory(siteKey: string): SourceMemory {
  return { siteKey, articles: new Map(), media: new Map() }
}
