import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { CacheDatabase, cacheFile, isUnreadable } from '../db/cache-database.ts'
import { archivesOf } from '../edition/archives-of.ts'
import { newsOf } from '../edition/edition-at.ts'
import { nextMoment } from '../edition/next-moment.ts'
import { leadsIn } from '../links/targets.ts'
import type { OutPath, SitePath, SourcePath } from '../model/address.ts'
import type { Channel, Edition, StoryList } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import { recordBytesIn } from '../output/out-folder.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { ARTIFACT_KINDS } from './artifact-kinds.ts'
import { siteKeyOf } from './build.ts'
import { type NewsroomTables, newsroomTables } from './newsroom-tables.ts'
import type { PublishInputs } from './publish-inputs.ts'
import type { PublishRequest } from './publish-request.ts'
import type { ResidentNewsroom } from './resident-newsroom.ts'

const FORMER_FILES = [
  'articles.jsonl',
  'channels.jsonl',
  'images.jsonl',
  'media.jsonl',
  'out.jsonl',
  'standstill.json',
] as const

/** What is stored of an edition beside its stories. */
export interface StoredEdition
  extends Pick<Edition, 'asOf' | 'reached' | 'standing' | 'upcoming' | 'waiting' | 'states'>,
    Record<'lists', readonly Omit<StoryList, 'stories'>[]>,
    Record<'channels', readonly Omit<Channel, 'stories'>[]> {}

/** What is stored as it is. */
type PlainFacts = Pick<
  ResidentNewsroom,
  'siteKey' | 'missing' | 'diagnostics' | 'siteDiagnostics' | 'doubtful' | 'listed' | 'retryAt' | 'entryBytes' | 'onTurnover'
>

/** What of a newsroom is stored beside its tables. */
export interface StoredBeside
  extends PlainFacts,
    Pick<
      ResidentNewsroom,
      'site' | 'edition' | 'unseen' | 'statics' | 'past' | 'unsettled' | 'obstacles' | 'inQuestion' | 'kept' | 'reported'
    > {
  readonly sources: Pick<ResidentNewsroom['sources'], 'siteKey'>
  readonly targets: Pick<ResidentNewsroom['targets'], 'images'>
}

/** What is stored of a newsroom in single values. */
export interface StoredFacts extends PlainFacts {
  /** When the passing of time will next change something. */
  readonly until: Instant | undefined
  readonly timezone: string
  readonly sourcesKey: string
  readonly largestImage: number | undefined
  readonly unseen: readonly SourcePath[]
  readonly statics: readonly OutPath[]
  readonly past: readonly OutPath[]
  readonly unsettled: readonly SourcePath[]
  readonly obstacles: readonly SourcePath[]
  readonly inQuestion: readonly SourcePath[]
  readonly kept: readonly OutPath[]
  readonly reported: readonly (readonly [Channel['path'], readonly (readonly [string, Instant])[]])[]
  readonly languages: readonly string[]
}

const FACTS = 'newsroom'
const EDITION = 'edition'
const MARKS = 'marks'

/** An opened cache, and what the last publish left in it. */
export interface OpenCache extends Disposable {
  readonly cache: CacheDatabase
  readonly facts: StoredFacts
  readonly edition: StoredEdition
}

/** Opens the cache where it is as the last publish left it, and `out/` and the record are as well. */
export function openCache(inputs: PublishInputs, marks: string): OpenCache | undefined {
  const cache = CacheDatabase.open(cacheFile(inputs.paths))
  if (!cache) return undefined
  try {
    const values = cache.map('fact')
    const [facts, edition] = [values.get(FACTS), values.get(EDITION)]
    if (values.get(MARKS) === marks && facts !== undefined && edition !== undefined)
      return {
        cache,
        facts: readFacts(facts),
        edition: readEdition(edition),
        [Symbol.dispose]: () => cache[Symbol.dispose](),
      }
  } catch (error) {
    if (!isUnreadable(error)) throw error
  }
  cache[Symbol.dispose]()
  return undefined
}

/** Opens the newsroom as the last publish left it; undefined where there is none that holds. */
export function openNewsroom(request: PublishRequest, marks: string): ResidentNewsroom | undefined {
  const open = openCache(request, marks)
  return open && newsroomIn(open, request)
}

/** The newsroom in a cache; undefined, with the cache closed, where `site.yaml` is another by now. */
export function newsroomIn(open: OpenCache, request: PublishRequest): ResidentNewsroom | undefined {
  const { site } = readSiteFile(request.paths.articles)
  try {
    if (site && open.facts.siteKey === siteKeyOf({ site, hub: request.hub })) return residentOf(open, { request, site })
  } catch (error) {
    if (!isUnreadable(error)) throw error
  }
  open[Symbol.dispose]()
  return undefined
}

/** The key of what the sources in a cache were read with; undefined where there are none. */
export function storedSourcesKey(cache: CacheDatabase): string | undefined {
  const stored = cache.map('fact').get(FACTS)
  return stored === undefined ? undefined : readFacts(stored).sourcesKey
}

function readFacts(text: string): StoredFacts {
  return JSON.parse(text)
}

function readEdition(text: string): StoredEdition {
  return JSON.parse(text)
}

function residentOf(
  { cache, facts: newsroom, edition }: OpenCache,
  { request, site }: { readonly request: PublishRequest; readonly site: ResidentNewsroom['site'] },
): ResidentNewsroom {
  const { paths, hub, kinds = ARTIFACT_KINDS } = request
  const tables = newsroomTables(cache, { isNew: false, kinds, languages: newsroom.languages })
  tables.stories.load()
  const targets = {
    pages: tables.targetPages,
    addresses: tables.targetAddresses,
    files: tables.targetFiles,
    ...(newsroom.largestImage !== undefined && {
      images: { largest: newsroom.largestImage, made: tables.madeImages },
    }),
  }
  const resident: ResidentNewsroom = {
    ...tables,
    ...plainFacts(newsroom),
    site,
    hub,
    edition: editionOf(edition, { tables, site }),
    unseen: new Set(newsroom.unseen),
    sources: { siteKey: newsroom.sourcesKey, articles: tables.parsed, media: tables.media },
    recordBytes: recordBytesIn(paths.out),
    targets,
    leads: leadsIn(targets),
    statics: new Set(newsroom.statics),
    carried: new Map(),
    past: new Set(newsroom.past),
    reported: new Map(newsroom.reported.map(([path, dates]) => [path, new Map(dates)])),
    unsettled: new Set(newsroom.unsettled),
    obstacles: new Set(newsroom.obstacles),
    inQuestion: new Set(newsroom.inQuestion),
    kept: new Set(newsroom.kept),
    mentions: undefined,
    reading: () => cache.reading(),
    begin: () => cache.begin(),
    save: marks => cache.commit(() => writeStored(cache, { stored: resident, tables, marks })),
    close: () => cache[Symbol.dispose](),
  }
  return resident
}

function editionOf(
  stored: StoredEdition,
  { tables, site }: { readonly tables: NewsroomTables; readonly site: ResidentNewsroom['site'] },
): Edition {
  const { stories, several, states } = tables
  const released = stories.list(RELEASED)
  const lists = stored.lists.map((list): StoryList => ({ ...list, stories: stories.list(listName(list)) }))
  return {
    ...stored,
    released,
    several,
    news: newsOf(released, { asOf: stored.reached, site }),
    lists,
    archives: archivesOf(lists, site),
    channels: stored.channels.map((channel): Channel => ({ ...channel, stories: stories.list(channelName(channel)) })),
    stateOf: states,
  }
}

const RELEASED = 'released'

function listName({ path }: Pick<StoryList, 'path'>): string {
  return `list ${path}`
}

function channelName({ path }: Pick<Channel, 'path'>): string {
  return `channel ${path}`
}

// A few milliseconds, in which no thread that renders runs out of work.
const ROWS_A_TURN = 200

/** A cache that is being made, in a file of its own. Disposing removes that, unless it is in place. */
export interface NewCache extends Disposable {
  /** Begins with empty tables, whatever was written before. @throws what the system reports of a disk */
  readonly begin: () => void
  /** Writes into its tables. @throws what the system reports of a disk */
  readonly note: (work: (tables: NewsroomTables) => void) => void
  /**
   * Fills its tables: some rows at a time, so that other work of this thread goes on between them.
   * @throws what the system reports of a disk; the reason of `interrupted`, once that is aborted
   */
  readonly fill: (rows: (tables: NewsroomTables) => Iterable<void>, interrupted: AbortSignal | undefined) => Promise<void>
  /** Fills them with the last, and puts it in place of the one that was there. @throws what the system reports of a disk */
  readonly write: (newsroom: { readonly fill: (tables: NewsroomTables) => StoredBeside; readonly marks: string }) => void
}

/** Makes an empty cache beside the one that is there. @throws what the system reports of a disk */
export function newCache({
  paths: { cache: folder },
  kinds = ARTIFACT_KINDS,
}: Pick<PublishRequest, 'paths' | 'kinds'>): NewCache {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = cacheFile({ cache: folder })
  const made = `${file}.new`
  const make = (): Pick<Written, 'tables'> & Pick<OpenCache, 'cache'> => {
    const cache = CacheDatabase.make(made)
    return { cache, tables: newsroomTables(cache, { isNew: true, kinds, languages: [] }) }
  }
  let { cache, tables } = make()
  let isEmpty = true
  return {
    begin: () => {
      if (!isEmpty) {
        cache[Symbol.dispose]()
        ;({ cache, tables } = make())
      }
      isEmpty = false
    },
    note: work => cache.fill(() => work(tables)),
    fill: async (rows, interrupted) => {
      const steps = rows(tables)[Symbol.iterator]()
      for (let isOver = false; !isOver; await setImmediate()) {
        interrupted?.throwIfAborted()
        cache.fill(() => {
          for (let count = 0; count < ROWS_A_TURN && !isOver; count++) isOver = steps.next().done === true
        })
      }
    },
    write: ({ fill, marks }) => {
      cache.finish(() => writeStored(cache, { stored: fill(tables), tables, marks }))
      cache[Symbol.dispose]()
      // What earlier versions of Courant remembered, and what a killed writer left of the file that is replaced: it must not be taken for the new one's.
      for (const old of [...FORMER_FILES, 'cache.sqlite-journal']) rmSync(join(folder, old), { force: true })
      renameSync(made, file)
    },
    [Symbol.dispose]: () => {
      cache[Symbol.dispose]()
      try {
        for (const part of ['', '-journal']) rmSync(`${made}${part}`, { force: true })
      } catch {
        // Whoever made it is told already what is wrong with the disk; the next one removes what is left.
      }
    },
  }
}

interface Written {
  readonly stored: StoredBeside
  readonly tables: NewsroomTables
  readonly marks: string
}

function writeStored(cache: CacheDatabase, { stored, tables, marks }: Written): void {
  const { edition } = stored
  const { stories } = tables
  const were = new Map([CHANGES_LIST, CHANGES_CHANNEL].map(name => [name, stories.list(name)]))
  const names = new Set([RELEASED])
  const setList = (name: string, all: Edition['released']): void => {
    names.add(name)
    stories.setList(name, all)
  }
  setList(RELEASED, edition.released)
  for (const list of edition.lists) setList(listName(list), list.stories)
  for (const channel of edition.channels) setList(channelName(channel), channel.stories)
  stories.keepLists(names)
  const changes = new Set([CHANGES_LIST, CHANGES_CHANNEL].flatMap(name => stories.list(name)))
  for (const items of were.values()) stories.remove(items.filter(item => !changes.has(item)))
  tables.save()
  const facts = cache.map('fact')
  const write = (name: string, value: unknown): void => facts.set(name, JSON.stringify(value))
  write(EDITION, storedEdition(edition))
  write(FACTS, storedFacts(stored, tables))
  facts.set(MARKS, marks)
}

const CHANGES: SitePath = '/changes/'
const CHANGES_LIST = listName({ path: CHANGES })
const CHANGES_CHANNEL = channelName({ path: CHANGES })

function storedEdition({ asOf, reached, standing, upcoming, waiting, states, lists, channels }: Edition): StoredEdition {
  const headOf = <T extends { readonly stories: unknown }>({ stories: _, ...head }: T): Omit<T, 'stories'> => head
  return { asOf, reached, standing, upcoming, waiting, states, lists: lists.map(headOf), channels: channels.map(headOf) }
}

function plainFacts({
  siteKey,
  missing,
  diagnostics,
  siteDiagnostics,
  doubtful,
  listed,
  retryAt,
  entryBytes,
  onTurnover,
}: PlainFacts): PlainFacts {
  return { siteKey, missing, diagnostics, siteDiagnostics, doubtful, listed, retryAt, entryBytes, onTurnover }
}

function storedFacts(stored: StoredBeside, { stories }: NewsroomTables): StoredFacts {
  const { sources, targets } = stored
  return {
    ...plainFacts(stored),
    until: nextMoment(stored.edition),
    timezone: stored.site.timezone,
    sourcesKey: sources.siteKey,
    largestImage: targets.images?.largest,
    unseen: [...stored.unseen],
    statics: [...stored.statics],
    past: [...stored.past],
    unsettled: [...stored.unsettled],
    obstacles: [...stored.obstacles],
    inQuestion: [...stored.inQuestion],
    kept: [...stored.kept],
    reported: [...stored.reported].map(([path, dates]) => [path, [...dates]]),
    languages: stories.languages,
  }
}
