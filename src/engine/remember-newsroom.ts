import { isDeepStrictEqual } from 'node:util'
import { leadsIn } from '../links/targets.ts'
import { type OutPath, outPathOf, type SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { MutableMap } from '../model/maps.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import type { Manifest } from '../output/manifest-file.ts'
import { listPagesIn, type OutFolder } from '../output/out-folder.ts'
import { standingMark } from '../output/standing.ts'
import type { Known } from '../plan/plan-publish.ts'
import { bytesOf } from '../render/entry-store.ts'
import { doubtfulFiles } from '../sources/unpublished-files.ts'
import { triedAgain } from '../state/remembered-failures.ts'
import { sizedStory } from './describe-feeds.ts'
import type { Member } from './neighbourhood.ts'
import type { NewsroomTables } from './newsroom-tables.ts'
import type { Prepared } from './prepare-publish.ts'
import { obstaclePaths } from './public-newsroom.ts'
import type { PublishRequest } from './publish-request.ts'
import {
  countLanguages,
  isBeside,
  isSaidAgain,
  namesOf,
  noteArtifact,
  noteEntry,
  noteMoved,
  type ResidentNewsroom,
} from './resident-newsroom.ts'
import { targetsOf } from './targets-of.ts'

/** What a publish of the whole left. */
export interface WholePublish {
  readonly request: PublishRequest
  readonly site: Site
  readonly out: OutFolder
  readonly prepared: Prepared
  readonly kept: ReadonlySet<OutPath>
  readonly diagnostics: readonly Diagnostic[]
  readonly known: ReadonlyMap<OutPath, Known>
  readonly manifest: Manifest
}

/** Fills the tables of the cache with what a publish of the whole left. */
export function fillTables(publish: WholePublish, tables: NewsroomTables): ResidentNewsroom {
  const { prepared, known, manifest } = publish
  const { built, read } = prepared
  const { edition, record, articles } = built
  copy(known, tables.known)
  for (const [path, file] of known) tables.inOut.set(path, standingMark(file))
  for (const path of publish.kept) {
    const standing = publish.out.standing(path)
    if (standing && !known.has(path)) tables.inOut.set(path, standingMark(standing))
  }
  copy(read.memory.articles, tables.parsed)
  copy(read.memory.media, tables.media)
  copy(prepared.images, tables.imageMemory)
  copy(read.images ?? [], tables.madeImages)
  copy(built.images, tables.images)
  copy(read.files, tables.files)
  copy(
    [...read.files].filter(([path]) => isBeside(path)),
    tables.filesBeside,
  )
  copy(read.replaced, tables.replaced)
  copy(
    articles.map(article => [article.path, article]),
    tables.articles,
  )
  copy(record, tables.record)
  copy(manifest, tables.manifest)
  copy(edition.several, tables.several)
  copy(edition.stateOf, tables.states)
  for (const story of edition.released) {
    tables.released.set(story.path, story)
    tables.storyAt.set(outPathOf(story.permalink), story.path)
    const entry = known.get(outPathOf(story.permalink))?.entry
    tables.stories.setSize(story, sizedStory(story, { record, entry }))
  }
  for (const [path, all] of prepared.reads) tables.reads.set(path, all)
  tables.kinds.note({ describings: built.describings, ended: [] })
  return noted(publish, tables)
}

function copy<Key, Value>(from: Iterable<readonly [Key, Value]>, to: MutableMap<Key, Value>): void {
  for (const [key, value] of from) to.set(key, value)
}

/** Notes in the tables what follows from the artifacts, the record and the files. */
function noted(publish: WholePublish, tables: NewsroomTables): ResidentNewsroom {
  const { prepared } = publish
  const { built, feeds } = prepared
  const { edition, record, articles } = built
  const resident = filling(publish, tables)
  for (const member of membersOf(resident)) for (const now of namesOf(resident, member)) resident.names.set(member, { now })
  for (const now of record.values()) noteEntry(resident, { before: undefined, now })
  for (const { id, path } of articles) if (resident.gone.has(id)) resident.gone.set(id, path)
  for (const story of edition.released) noteMoved(resident, story)
  countLanguages(resident, { paths: new Set([...resident.articles.keys(), ...resident.sources.articles.keys()]), by: 1 })
  for (const artifact of [...built.artifacts, ...feeds]) noteArtifact(resident, artifact)
  resident.past = new Set(built.past.map(({ path }) => path))
  for (const path of resident.past) resident.places.release(path)
  return resident
}

/** The newsroom while the tables are filled: what is looked up for every file is looked up in memory. */
function filling(
  { request, site, out, prepared, kept, diagnostics, known, manifest }: WholePublish,
  tables: NewsroomTables,
): ResidentNewsroom {
  const { built, read } = prepared
  const { edition, record, articles } = built
  const targets = targetsOf(built, read)
  copy(targets.pages, tables.targetPages)
  copy(targets.addresses, tables.targetAddresses)
  copy(targets.files, tables.targetFiles)
  for (const [from, to] of listPagesIn({ manifest })) if (to !== undefined) tables.formerPages.set(from, to)
  return {
    ...tables,
    site,
    siteKey: built.siteKey,
    hub: request.hub,
    edition,
    files: new Map(read.files),
    unseen: read.newsroom.unseen,
    replaced: new Map(read.replaced),
    sources: read.memory,
    known: new Map(known),
    articles: new Map(articles.map(article => [article.path, article])),
    record: new Map(record),
    recordBytes: prepared.recordFile.after,
    manifest: new Map(manifest),
    targets: { ...targets, pages: tables.targetPages, addresses: tables.targetAddresses },
    leads: leadsIn(targets),
    statics: new Set(built.artifacts.flatMap(({ kind, path }) => (kind === 'file' ? [path] : []))),
    carried: new Map(),
    past: new Set(),
    reported: new Map(),
    unsettled: unsettledBy({ before: out.record, after: record, articles }),
    obstacles: obstaclePaths(prepared.obstacles),
    kept,
    inQuestion: new Set([...prepared.obstacles.renamed.keys(), ...prepared.obstacles.held.keys()]),
    missing: prepared.obstacles.missing.map(({ id }) => id),
    diagnostics: prepared.readDiagnostics.filter(isSaidAgain),
    siteDiagnostics: diagnostics.filter(one => isSaidAgain(one) && !prepared.diagnostics.includes(one)),
    doubtful: doubtfulFiles(read.listing.files),
    mentions: undefined,
    listed: read.listing.diagnostics,
    retryAt: triedAgain(prepared.failed),
    entryBytes: bytesOf([...known.values()].flatMap(({ entry }) => entry ?? [])),
    onTurnover: request.onTurnover,
    reading: () => ({ [Symbol.dispose]: () => {} }),
    begin: () => {},
    save: () => {},
    close: () => {},
  }
}

function* membersOf({ files, record, articles }: ResidentNewsroom): Generator<Member> {
  for (const path of new Set([...files.keys(), ...articles.keys()])) yield `file ${path}`
  for (const id of record.keys()) yield `entry ${id}`
}

/** What comes out for the first time is settled, unless it was withdrawn or waited for its other languages. */
function unsettledBy({
  before,
  after,
  articles,
}: {
  readonly before: PublicationRecord
  readonly after: PublicationRecord
  readonly articles: Prepared['built']['articles']
}): ReadonlySet<SourcePath> {
  const isSettled = ({ id, together }: Article): boolean => {
    const [was, now] = [before.get(id), after.get(id)]
    return isSameEntry(was, now) || (was === undefined && !now?.withdrawn && !now?.late && !together)
  }
  return new Set(articles.filter(article => !isSettled(article)).map(({ path }) => path))
}

/** Of a story that was corrected or renamed, each publish of the whole makes the entry again, and its fields may come in another order than in the file. */
function isSameEntry(was: RecordEntry | undefined, now: RecordEntry | undefined): boolean {
  if (was === now) return true
  const plain = (entry: RecordEntry | undefined): unknown => entry && JSON.parse(JSON.stringify(entry))
  return isDeepStrictEqual(plain(was), plain(now))
}
