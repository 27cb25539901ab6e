import { isDeepStrictEqual } from 'node:util'
import { type OutPath, outPathOf, type SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { MutableMap } from '../model/maps.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import type { Manifest } from '../output/manifest-file.ts'
import { listPagesIn, type OutFolder } from '../output/out-folder.ts'
import { standingMark } from '../output/standing.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import { bytesOf } from '../render/entry-store.ts'
import { doubtfulFiles } from '../sources/unpublished-files.ts'
import { triedAgain } from '../state/remembered-failures.ts'
import { sizedStory } from './describe-feeds.ts'
import type { DescribedPublish, Remembering } from './make-artifacts.ts'
import type { Member } from './neighbourhood.ts'
import type { NewsroomTables } from './newsroom-tables.ts'
import type { Prepared } from './prepare-publish.ts'
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
import type { NewCache, StoredBeside } from './stored-newsroom.ts'

/** What a publish of the whole left. */
export interface WholePublish {
  readonly request: PublishRequest
  readonly site: Site
  readonly out: OutFolder
  readonly prepared: Prepared
  readonly kept: ReadonlySet<OutPath>
  readonly diagnostics: readonly Diagnostic[]
  /** Where the entry of a story stands now; where it stood when absent. */
  readonly placeOf: ((entry: StoredEntry) => StoredEntry) | undefined
  readonly manifest: Manifest
}

/** Remembers a publish in a cache that is being made, while its pages are rendered. */
export function rememberingIn(cache: NewCache, interrupted: AbortSignal | undefined): Remembering {
  return {
    begin: leads => {
      cache.begin()
      return {
        onReads: (path, reads) => cache.note(tables => tables.reads.set(path, reads)),
        onFile: (artifact, { key, sha256, links, diagnostics, entry }) =>
          cache.note(tables => {
            const { path } = artifact
            tables.made.set(path, { key, sha256, links, diagnostics, ...(entry && { entry }) })
            if (artifact.kind === 'page') notePage({ ...tables, leads }, artifact, { links, diagnostics })
          }),
      }
    },
    fill: described => cache.fill(tables => fillDescribed(described, tables), interrupted),
  }
}

/**
 * Fills the tables of the cache with what is known before anything is rendered, while it is: a few rows a step, so that whoever has something else to do
 * does it between two steps.
 */
function* fillDescribed({ read, built, targets }: DescribedPublish, tables: NewsroomTables): Generator<void> {
  const { site, edition, record, articles } = built
  yield* copying(read.memory.articles, tables.parsed)
  yield* copying(read.memory.media, tables.media)
  yield* copying(read.files, tables.files)
  for (const [path, file] of read.files) if (isBeside(path)) tables.filesBeside.set(path, file)
  yield* copying(read.replaced, tables.replaced)
  const byPath = new Map(articles.map(article => [article.path, article]))
  for (const story of edition.released) {
    // The first map that names a story gives it the number by which the others write it.
    tables.stories.numberOf(story)
    tables.released.set(story.path, story)
    tables.storyAt.set(outPathOf(story.permalink), story.path)
    noteMoved({ moved: tables.moved, record }, story)
    yield
  }
  yield* copying(byPath, tables.articles)
  yield* copying(record, tables.record)
  yield* copying(edition.several, tables.several)
  yield* copying(edition.stateOf, tables.states)
  tables.kinds.note({ describings: built.describings, ended: [] })
  yield* copying(targets.pages, tables.targetPages)
  yield* copying(targets.addresses, tables.targetAddresses)
  yield* copying(targets.files, tables.targetFiles)
  const past = new Set(built.past.map(({ path }) => path))
  for (const { path } of built.artifactsAt()) {
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
  const { request, site, out, prepared, kept, diagnostics, placeOf, manifest } = publish
  const { built, read, files, feeds, targets } = prepared
  const { edition, record, articles } = built
  for (const path of [...files.made.map(({ path }) => path), ...kept]) {
    const standing = out.standing(path)
    if (standing) tables.inOut.set(path, standingMark(standing))
  }
  for (const [path, file] of files.keep) tables.inOut.set(path, standingMark(file))
  for (const [path, entry] of files.entries) {
    const now = placeOf?.(entry) ?? entry
    const made = now === entry ? undefined : tables.made.get(path)
    if (made) tables.made.set(path, { ...made, entry: now })
  }
  copy(prepared.images, tables.imageMemory)
  copy(read.images ?? [], tables.madeImages)
  copy(built.images, tables.images)
  copy(manifest, tables.manifest)
  for (const story of edition.released) {
    const entry = files.entries.get(outPathOf(story.permalink))
    tables.stories.setSize(story, sizedStory(story, { record, entry }))
  }
  const reported: ResidentNewsroom['reported'] = new Map()
  for (const now of record.values()) noteEntry({ reported, gone: tables.gone }, { before: undefined, now })
  for (const { id, path } of articles) if (tables.gone.has(id)) tables.gone.set(id, path)
  for (const { path } of feeds) tables.places.take(path, path)
  for (const [from, to] of listPagesIn({ manifest })) if (to !== undefined) tables.formerPages.set(from, to)
  return {
    site,
    siteKey: built.siteKey,
    edition,
    unseen: read.newsroom.unseen,
    sources: read.memory,
    targets,
    statics: new Set(built.statics),
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
    entryBytes: bytesOf([...files.entries.values()]),
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
