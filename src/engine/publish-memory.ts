import { CacheDatabase, cacheFile } from '../db/cache-database.ts'
import type { ImageMemory } from '../images/image-store.ts'
import type { OutPath } from '../model/address.ts'
import type { Known } from '../plan/plan-publish.ts'
import type { SourceMemory } from '../sources/source-memory.ts'
import type { Paths } from '../state/paths.ts'
import { newsroomTables } from './newsroom-tables.ts'
import { storedSourcesKey } from './stored-newsroom.ts'

/** What a publish of the whole wants to know of the last publish. */
export interface PublishMemory {
  /** Files in `out/`, as they were put there. */
  readonly known: ReadonlyMap<OutPath, Known>
  /** What was read of the newsroom; undefined when nothing is remembered. */
  readonly sources: SourceMemory | undefined
  /** What is known of images as they are published. */
  readonly images: ImageMemory
}

/** Reads what the last publish remembered; nothing where it is missing or damaged. */
export function readMemory(paths: Pick<Paths, 'cache'>): PublishMemory {
  using cache = CacheDatabase.open(cacheFile(paths))
  try {
    return cache ? memoryIn(cache) : NOTHING()
  } catch {
    // Damaged: it is made again.
    return NOTHING()
  }
}

function memoryIn(cache: CacheDatabase): PublishMemory {
  const tables = newsroomTables(cache, { isNew: false, kinds: [], languages: [] })
  const siteKey = storedSourcesKey(cache)
  return {
    known: new Map(tables.known),
    sources: siteKey === undefined ? undefined : { siteKey, articles: new Map(tables.parsed), media: new Map(tables.media) },
    images: new Map(tables.imageMemory),
  }
}

function NOTHING(): PublishMemory {
  return { known: new Map(), sources: undefined, images: new Map() }
}
