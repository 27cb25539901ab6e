import { randomBytes } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { StateDatabase } from '../db/state-database.ts'
import { tidyImages } from '../images/image-store.ts'
import type { OutPath, SitePath, SourcePath } from '../model/address.ts'
import { byPlace, type Diagnostic } from '../model/diagnostic.ts'
import { once } from '../model/once.ts'
import type { Site } from '../model/site.ts'
import { fenceGuard } from '../output/fence.ts'
import type { Manifest } from '../output/manifest-file.ts'
import {
  type AfterPublish,
  type OutFolder,
  openOut,
  pagesIn,
  placeAll,
  type StagedPublish,
  stageLists,
} from '../output/out-folder.ts'
import { whilePlacing } from '../output/put-in-place.ts'
import { identified, restoreManifest, withManifest, withOwnNames } from '../output/rebuild-manifest.ts'
import { RECORD_FILE, writePlainRecord } from '../output/record-file.ts'
import { isAddress, startingRecord } from '../output/starting-record.ts'
import { takeOut } from '../output/take-out.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import { textIfThere } from '../platform/if-there.ts'
import { writeWhole } from '../platform/write-whole.ts'
import { recordUpTo } from '../record/record-instants.ts'
import { tidyEntries } from '../render/entry-store.ts'
import { dropStaleIndex, publicIn } from '../search/search-index.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { sameMarks } from '../sources/source-memory.ts'
import { lastGoodIn, rehearseGood, rememberGood } from '../state/last-good.ts'
import { noteIdentity } from '../state/own-folder.ts'
import { expectedBy } from '../state/releases.ts'
import { markPreview, rememberReached, rememberTexts } from '../state/remembered.ts'
import { rememberFailures, triedAgain } from '../state/remembered-failures.ts'
import { refuseNewerState, settleState, writeState } from '../state/state.ts'
import type { Entries } from './describe-feeds.ts'
import { explainPublish } from './explain-publish.ts'
import { keptPaths } from './kept-paths.ts'
import { type Prepared, preparePublish } from './prepare-publish.ts'
import { forgetsFuture, publishClock } from './publish-clock.ts'
import { marksNow } from './publish-inputs.ts'
import { type PublishMemory, readMemory } from './publish-memory.ts'
import type { PublishRequest } from './publish-request.ts'
import type { PublishResult } from './publish-result.ts'
import { openPublishStage, stageTaken } from './publish-stage.ts'
import { fillPlaced, rememberingIn } from './remember-newsroom.ts'
import { type NewCache, newCache, openNewsroom } from './stored-newsroom.ts'
import { vanishedAddresses } from './vanished-addresses.ts'

/**
 * Publishes the whole: read, build, make, put in place. Everything is made before anything is touched.
 * @throws EnvironmentError when another publisher is at it, or the disk fails; what was public then stays as it was
 */
export async function publishWhole(request: PublishRequest): Promise<PublishResult> {
  const { paths, dryRun } = request
  const { site, diagnostics } = readSiteFile(paths.articles)
  if (!site) return { kind: 'misconfigured', diagnostics }
  await using _taken = dryRun ? undefined : await takeOut(paths, request.fence)
  using cache = dryRun ? undefined : newCache(request)
  await using _stage = dryRun ? undefined : openPublishStage(paths.stage, request.pool)
  try {
    return finish(await makeReady(request, { site, diagnostics, cache }))
  } catch (error) {
    throw stageTaken(error, paths) ?? error
  } finally {
    // Where no more files can be opened, the stage could not be looked through to be removed.
    cache?.[Symbol.dispose]()
  }
}

/** A publish of which everything is made and nothing touched. */
interface ReadyPublish {
  readonly request: PublishRequest
  readonly site: Site
  readonly out: OutFolder
  readonly memory: PublishMemory
  /** Undefined where nothing is written. */
  readonly cache: NewCache | undefined
  readonly prepared: Prepared
  /** Files of an earlier publish that stay though they are no part of this one. */
  readonly kept: ReadonlySet<OutPath>
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads, builds and makes, with the lock and the stage in hand. @throws EnvironmentError as `publishWhole` does */
async function makeReady(
  request: PublishRequest,
  { site, diagnostics, cache }: Pick<ReadyPublish, 'site' | 'diagnostics' | 'cache'>,
): Promise<ReadyPublish> {
  if (request.dryRun) refuseNewerState(request.paths)
  const memory = readMemory(request.paths)
  const opened = identified(openOut(request.paths.out), request.paths, site)
  const standing = withManifest(opened, { known: memory.known, record: opened.record })
  if (!request.dryRun) restoreManifest(standing)
  const known = await startingRecord(standing, request.record)
  const record = forgetsFuture(request) ? recordUpTo(known, request.asOf) : known
  request.pool.warm(1)
  const isAnew = memory.known.size === 0
  if (isAnew) {
    request.onAnew?.()
    request.pool.warm()
  }
  const opening = { ...standing, record }
  const clock = publishClock(request, standing.record)
  const { interrupted } = request
  const prepared = await preparePublish(request, {
    site,
    out: opening,
    memory,
    clock,
    remembering: cache && rememberingIn(cache, interrupted),
  })
  using lastGood = lastGoodIn(request.paths)
  const { files } = prepared
  const artifacts = files.artifacts.map(({ artifact }) => artifact)
  const out = withOwnNames(opening, { artifacts, lastGood })
  const kept = keptPaths(prepared, out)
  const published = once(() => new Set(files.placed.map(({ path }) => path)))
  const vanished = vanishedAddresses(pagesIn(out), {
    ...prepared.built,
    site,
    kept,
    stays: path => published().has(path),
  })
  const told = [...diagnostics, ...prepared.diagnostics, ...vanished].sort(byPlace)
  return { request, site, out, memory, cache, prepared, kept, diagnostics: told }
}

/** Puts in place what is ready, unless feeds would turn over. */
function finish(ready: ReadyPublish): PublishResult {
  const { request, site, prepared, diagnostics } = ready
  request.onMade?.()
  const { subscribers, turnovers, built } = prepared
  const explanation = explainPublish(prepared, { request, record: ready.out.record, memory: ready.memory })
  const seen = { site, edition: built.edition, subscribers, diagnostics, explanation }
  if (turnovers.length > 0) return { kind: 'stopped', ...seen, turnovers }
  const retryAt = triedAgain(prepared.failed)
  request.interrupted?.throwIfAborted()
  const removed = request.dryRun ? [] : carryOut(ready)
  const addressOf = (path: SourcePath): SitePath | undefined =>
    built.edition.released.find(story => story.path === path)?.permalink
  return { kind: 'published', ...seen, addressOf, written: prepared.files.written, removed, retryAt, whole: request.whole }
}

/** The record's copy in a file of its own, tracked in git, say. What a preview shows of a time to come was never public: it is no part of it. */
export function keepElsewhere(text: string, { record: file, byClock, asOf, paths }: PublishRequest): void {
  if (file === undefined || isAddress(file) || file.endsWith('.json') || (!byClock && asOf > Date.now())) return
  // A link is to stay one, to where the record is kept.
  const kept = existsSync(file) ? realpathSync(file) : file
  // Somebody named the record in `out/` itself: that is written already, in its own form.
  if (kept === realpathSync(join(paths.out, RECORD_FILE))) return
  if (textIfThere(kept) !== text) writeWhole(kept, text, { sync: true })
}

function placingOf({ request, out, prepared, kept }: ReadyPublish): StagedPublish & AfterPublish {
  const { files, recordFile } = prepared
  return stageLists(out, { placed: files.placed, kept, recordFile, stage: request.paths.stage })
}

/** The only part that touches what is public. Returns what it removed. */
function carryOut(ready: ReadyPublish): readonly OutPath[] {
  const { paths, fence, preview } = ready.request
  const { kept } = ready
  const { built, held, good } = ready.prepared
  const guard = fenceGuard(paths, fence)
  guard.insist()
  if (ready.out.identity !== undefined) noteIdentity(paths, ready.out.identity)
  const lists = placingOf(ready)
  // Before anything is public: what stays in question must not be judged by feeds that the stories due now have made longer.
  writeState(paths, state => {
    state.setHeld(held)
    if (preview !== undefined) markPreview(state, preview)
  })
  rehearseGood(paths, good, state => rememberBeside(ready, state))
  // What leaves the site leaves the search first.
  dropStaleIndex(paths, { wanted: built.site.search, isPublic: publicIn(built.edition, kept) })
  return whilePlacing(() => {
    const removed = placeAll(ready.out, { ...lists, stage: paths.stage, guard })
    ready.request.onPlaced?.()
    // What another remembers by now is not overwritten.
    guard.insist()
    remember(ready, { removed, manifest: lists.after })
    return removed
  })
}

/** What the next publish wants to know of this one. */
function remember(
  ready: ReadyPublish,
  { removed, manifest }: { readonly removed: readonly OutPath[]; readonly manifest: Manifest },
): void {
  const { request, memory, prepared, cache } = ready
  const { built, files, images, good, failed } = prepared
  const { paths, memory: keeper } = request
  if (request.record !== undefined) keepElsewhere(writePlainRecord(built.record), request)
  rememberGood(paths, good, state => rememberBeside(ready, state))
  rememberFailures(failed, paths)
  const isAsBefore = files.made.length === 0 && removed.length === 0 && request.whole !== 'tidying'
  const placeOf = isAsBefore ? undefined : tidied(files.entries, paths)
  if (!sameMarks(memory.images, images)) tidyImages(paths.images, images)
  keeper?.newsroom?.close()
  const marks = marksNow(request)
  cache?.write({ fill: tables => fillPlaced({ ...ready, placeOf, manifest }, tables), marks })
  if (keeper) {
    const newsroom = openNewsroom(request, marks)
    keeper.marks = marks
    if (newsroom) keeper.newsroom = newsroom
  }
  settleState(paths)
}

/** Packs of entries that nothing remembers are removed; what is remembered may move into a new one: tells where an entry is now. */
function tidied(entries: Entries, { entries: folder }: PublishRequest['paths']): (entry: StoredEntry) => StoredEntry {
  return tidyEntries(folder, { live: [...entries.values()], tidy: randomBytes(9).toString('hex') })
}

/** What the state remembers of a publish beside its sources. */
function rememberBeside({ request, prepared: { built, missing } }: ReadyPublish, state: StateDatabase): void {
  if (request.byClock) rememberReached(state, built.edition.reached)
  rememberTexts(state, built.site)
  state.setUpcoming(expectedBy(built.edition))
  state.setMissing(missing)
}
