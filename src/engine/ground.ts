import type { OutPath, SourcePath } from '../model/address.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import { marksOf } from '../output/out-folder.ts'
import { type ListedFile, markAt } from '../sources/list-files.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { siteKeyOf } from './build.ts'
import { lookUpMemory, type MemoryChange, type MemoryLookup } from './cache-file.ts'
import type { CarriedChannel } from './describe-feeds.ts'
import type { PublishRequest, ResidentMemory } from './publish-request.ts'
import type { Telling } from './retell.ts'
import { type LastStandstill, renewStandstill, type Standstill } from './standstill.ts'
import { standstillContext } from './standstill-context.ts'

/** What the last publish left that an edit can build on: in this process, or on disk. */
export interface Ground extends Omit<MemoryLookup, 'add'> {
  readonly site: Site
  readonly siteKey: string
  readonly standstill: Standstill
  /** Marks of the record and the manifest: another publisher would change them. */
  readonly marks: string
  /** What pages tell; undefined where no process remembers it. */
  readonly telling: Telling | undefined
  /** A file of the newsroom as it was. */
  readonly fileOf: (path: SourcePath) => ListedFile | undefined
  /** Builds on an edit from now on. */
  readonly keep: (change: GroundChange) => void
}

/** What an edit changed. */
export interface GroundChange extends MemoryChange {
  readonly asOf: Instant
  readonly written: readonly OutPath[]
  /** What pages tell since. */
  readonly telling: Telling | undefined
}

/** Marks of what another publisher, a pull of the record's file, or another theme would change. */
export function groundMarks(request: PublishRequest): string {
  const { recordFile, key } = standstillContext(request)
  const kept = recordFile === undefined ? undefined : markAt(recordFile)
  return `${marksOf(request.paths.out)} ${kept} ${key}`
}

/** The ground that this process's last publish left; undefined where there is none. */
export function residentGround(memory: ResidentMemory, request: PublishRequest): Ground | undefined {
  const { kept, last } = memory
  if (!kept?.sources || !last) return undefined
  const { known, sources } = kept
  return {
    ...last,
    known: path => known.get(path),
    article: path => sources.articles.get(path)?.value,
    image: path => kept.images.get(path)?.value,
    channelsWith: pages =>
      last.carried.filter(({ stories }) => pages.some(page => stories.some(({ entry }) => entry === page))),
    fileOf: path => last.files.get(path),
    // The caches on disk follow at the next whole publish, and are mended by it till then.
    keep: ({ asOf, carried, telling = last.telling, ...change }) => {
      for (const [path, file] of change.known) known.set(path, file)
      for (const [path, article] of change.articles) sources.articles.set(path, article)
      memory.kept = { ...kept, isAhead: true }
      memory.last = {
        ...last,
        standstill: { ...last.standstill, asOf },
        carried: withChannels(last.carried, carried),
        telling,
        marks: groundMarks(request),
      }
    },
  }
}

function withChannels(all: readonly CarriedChannel[], edited: readonly CarriedChannel[]): readonly CarriedChannel[] {
  const byPath = new Map(edited.map(one => [one.channel.path, one]))
  return all.map(one => byPath.get(one.channel.path) ?? one)
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
      telling: undefined,
      marks,
      fileOf: path => last.listing.files.find(file => file.path === path),
      keep: change => {
        memory.add(change)
        renewStandstill(last, { ...standstillContext(request), ...change })
      },
    }
  )
}
