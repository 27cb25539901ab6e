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
import type { DescribedPublish, Prepared } from './prepare-publish.ts'
import { obstaclePaths } from './public-newsroom.ts'
import type { PublishRequest } from './publish-request.ts'
import {
  countLanguages,
  isBeside,
  isSaidAgain,
  type NamedNewsroom,
  namesOf,
  noteEntry,
  noteMoved,
  notePage,
  type ResidentNewsroom,
} from './resident-newsroom.ts'
import type { StoredBeside } from './stored-newsroom.ts'

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

/**
 * Fills the tables of the cache with what is known before anything is rendered, while it is: a few rows a step, so that whoever has something else to do
 * does it between two steps.
 */
export function* fillDescribed(
  { site, read, built, targets, reads, keepsReads }: DescribedPublish,
  tables: NewsroomTables,
): Generator<void> {
  const { edition, record, articles } = built
  yield* copying(read.memory.articles, tables.parsed)
  yield* copying(read.memory.media, tables.media)
  yield* copying(read.files, tables.files)
  for (const [path, file] of read.files) if (isBeside(path)) tables.filesBeside.set(path, file)
  yield* copying(read.replaced, tables.replaced)
  const byPath = new Map(articles.map(article => [article.path, article]))
  yield* copying(byPath, tables.articles)
  yield* copying(record, tables.record)
  yield* copying(edition.several, tables.several)
  yield* copying(edition.stateOf, tables.states)
  for (const story of edition.released) {
    tables.released.set(story.path, story)
    tables.storyAt.set(outPathOf(story.permalink), story.path)
    noteMoved({ moved: tables.moved, record }, story)
    yield
  }
  for (const [path, all] of reads) {
    tables.reads.set(path, all)
    if (!keepsReads) reads.delete(path)
    yield
  }
  tables.kinds.note({ describings: built.describings, ended: [] })
  yield* copying(targets.pages, tables.targetPages)
  yield* copying(targets.addresses, tables.targetAddresses)
  yield* copying(targets.files, tables.targetFiles)
  const past = new Set(built.past.map(({ path }) => path))
  for (const { path } of built.artifacts) {
    if (!past.has(path)) tables.places.take(path, path)
    yield
  }
  const named = { ...read, sources: read.memory, articles: byPath, record, site, edition }
  for (const member of membersOf(named)) {
    for (const now of namesOf(named, member)) tables.names.set(member, { now })
    yield
  }
  const paths = new Set([...byPath.keys(), ...read.memory.articles.keys()])
  countLanguages({ languages: tables.languages, articles: byPath, sources: read.memory }, { paths, by: 1 })
}

/** Fills them with the rest, once all is in place. Gives what is stored beside them. */
export function fillPlaced(publish: WholePublish, tables: NewsroomTables): StoredBeside {
  const { request, site, out, prepared, kept, diagnostics, known, manifest } = publish
  const { built, read, feeds, targets } = prepared
  const { edition, record, articles } = built
  copy(known, tables.known)
  for (const [path, file] of known) tables.inOut.set(path, standingMark(file))
  for (const path of kept) {
    const standing = out.standing(path)
    if (standing && !known.has(path)) tables.inOut.set(path, standingMark(standing))
  }
  copy(prepared.images, tables.imageMemory)
  copy(read.images ?? [], tables.madeImages)
  copy(built.images, tables.images)
  copy(manifest, tables.manifest)
  for (const story of edition.released) {
    const entry = known.get(outPathOf(story.permalink))?.entry
    tables.stories.setSize(story, sizedStory(story, { record, entry }))
  }
  const reported: ResidentNewsroom['reported'] = new Map()
  for (const now of record.values()) noteEntry({ reported, gone: tables.gone }, { before: undefined, now })
  for (const { id, path } of articles) if (tables.gone.has(id)) tables.gone.set(id, path)
  for (const { path } of feeds) tables.places.take(path, path)
  const leads = leadsIn(targets)
  for (const artifact of built.artifacts) if (artifact.kind === 'page') notePage({ ...tables, known, leads }, artifact)
  for (const [from, to] of listPagesIn({ manifest })) if (to !== undefined) tables.formerPages.set(from, to)
  return {
    site,
    siteKey: built.siteKey,
    edition,
    unseen: read.newsroom.unseen,
    sources: read.memory,
    targets,
    statics: new Set(built.artifacts.flatMap(({ kind, path }) => (kind === 'file' ? [path] : []))),
    past: new Set(built.past.map(({ path }) => path)),
    reported,
    unsettled: unsettledBy({ before: out.record, after: record, articles }),
    obstacles: obstaclePaths(prepared.obstacles),
    kept,
    inQuestion: new Set([...prepared.obstacles.renamed.keys(), ...prepared.obstacles.held.keys()]),
    missing: prepared.obstacles.missing.map(({ id }) => id),
    diagnostics: prepared.readDiagnostics.filter(isSaidAgain),
    siteDiagnostics: diagnostics.filter(one => isSaidAgain(one) && !prepared.diagnostics.includes(one)),
    doubtful: doubtfulFiles(read.listing.files),
    listed: read.listing.diagnostics,
    retryAt: triedAgain(prepared.failed),
    entryBytes: bytesOf([...known.values()].flatMap(({ entry }) => entry ?? [])),
    onTurnover: request.onTurnover,
  }
}

function copy<Key, Value>(from: Iterable<readonly [Key, Value]>, to: MutableMap<Key, Value>): void {
  for (const [key, value] of from) to.set(key, value)
}

function* copying<Key, Value>(from: Iterable<readonly [Key, Value]>, to: MutableMap<Key, Value>): Generator<void> {
  for (const [key, value] of from) {
    to.set(key, value)
    yield
  }
}

function* membersOf({ files, record, articles }: Pick<NamedNewsroom, 'files' | 'record' | 'articles'>): Generator<Member> {
  for (const path of files.keys()) yield `file ${path}`
  for (const path of articles.keys()) if (!files.has(path)) yield `file ${path}`
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
