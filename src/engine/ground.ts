import type { OutPath, SourcePath } from '../model/address.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import { marksOf } from '../output/out-folder.ts'
import { type ListedFile, markAt } from '../sources/list-files.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { siteKeyOf } from './build.ts'
import { lookUpMemory, type MemoryChange, type MemoryLookup } from './cache-file.ts'
import type { PublishRequest } from './publish-request.ts'
import { countMade, type LastStandstill, renewStandstill, type Standstill } from './standstill.ts'
import { standstillContext } from './standstill-context.ts'

/** What the last publish left on disk that an edit can build on. */
export interface Ground extends Omit<MemoryLookup, 'add'> {
  readonly site: Site
  readonly siteKey: string
  readonly standstill: Standstill
  /** Marks of the record and the manifest: another publisher would change them. */
  readonly marks: string
  /** How many files of it there are in `out/`. */
  readonly fileCount: number
  /** A file of the newsroom as it was. */
  readonly fileOf: (path: SourcePath) => ListedFile | undefined
  /** Builds on an edit from now on. */
  readonly keep: (change: GroundChange) => void
}

/** What an edit changed. */
export interface GroundChange extends MemoryChange {
  readonly asOf: Instant
  readonly written: readonly OutPath[]
}

/** Marks of what another publisher, a pull of the record's file, or another theme would change. */
export function groundMarks(request: PublishRequest): string {
  const { recordFile, key } = standstillContext(request)
  const kept = recordFile === undefined ? undefined : markAt(recordFile)
  return `${marksOf(request.paths.out)} ${kept} ${key}`
}

/** The ground that the last publish left on disk; undefined where there is none. */
export function groundOnDisk(
  request: PublishRequest,
  { last, marks }: { readonly last: LastStandstill; readonly marks: string },
): Ground | undefined {
  const { paths, hub } = request
  const { site } = last.standstill.replaces ? {} : readSiteFile(paths.articles)
  if (!site) return undefined
  const siteKey = siteKeyOf({ site, hub })
  const memory = lookUpMemory(paths, siteKey)
  return (
    memory && {
      ...memory,
      site,
      siteKey,
      standstill: last.standstill,
      marks,
      fileCount: countMade(last, standstillContext(request)),
      fileOf: path => last.listing.files.find(file => file.path === path),
      keep: change => {
        memory.add(change)
        renewStandstill(last, { ...standstillContext(request), ...change })
      },
    }
  )
}
