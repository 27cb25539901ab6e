import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { articleParser } from './article/parse-article.ts'
import { editedKey } from './build.ts'
import { type CarriedChannel, describeEdited, type Entries } from './describe-feeds.ts'
import { type Ground, groundMarks } from './ground.ts'
import { excerptOf } from './markdown/excerpt.ts'
import { type OutPath, outPathOf, type SourcePath } from './model/address.ts'
import type { Article } from './model/article.ts'
import { type PageArtifact, rankOf } from './model/artifact.ts'
import type { ArticlePage, Page } from './model/page.ts'
import type { Known } from './plan/plan-publish.ts'
import type { StoredEntry } from './plan/stored-entry.ts'
import { keepElsewhere, knownAfter, type Published } from './publish.ts'
import type { PublishRequest } from './publish-request.ts'
import { editedBody, type ParsedStory } from './store/edited-body.ts'
import { DamagedStore, EntryReader, hasManyPacks } from './store/entry-store.ts'
import { channelDiffs, feedJobsOf, madeFeeds } from './store/feed-jobs.ts'
import { fenceGuard } from './store/fence.ts'
import { polledFiles } from './store/flush-files.ts'
import { rememberGood } from './store/last-good.ts'
import { type ListedFile, listFile } from './store/list-files.ts'
import { type MadeArtifact, placedOf, writtenOf } from './store/made-artifact.ts'
import { startRun } from './store/make-artifacts.ts'
import { openStage, type Placed, standingIn } from './store/out-folder.ts'
import { outcomeOf, type PageJob } from './store/page-jobs.ts'
import type { Paths } from './store/paths.ts'
import { placeEdits, stageEditedRecord } from './store/place-edits.ts'
import { whilePlacing } from './store/put-in-place.ts'
import { LAST_GOOD_FILE, UNSETTLED } from './store/read-newsroom.ts'
import { RECORD_FILE } from './store/record-file.ts'
import { rememberedTargets } from './store/remembered-targets.ts'
import type { Place } from './store/render-task.ts'
import { forgetStandstill, type Standstill } from './store/standstill.ts'
import { takeOut } from './store/take-out.ts'

// Edits are looked up one by one: with more, reading everything is as fast.
const MOST_EDITS = 40

// What is saved in several steps may have been read between two of them.
const MOST_ATTEMPTS = 3

/** What the publishing of edited bodies did; all else is as the last publish left it. */
export type PublishedBodies = { readonly kind: 'edited' } & Standstill &
  Pick<Published, 'site' | 'written' | 'removed' | 'subscribers'>

/**
 * Publishes edits of bodies on the ground of the last publish: the pages, their entries, and the documents that carry them, at a cost
 * that does not grow with the newsroom. Undefined where more than that changed, or anything is out of the ordinary: then `publish` is
 * to do it.
 * @throws EnvironmentError as `publish` does
 */
export async function publishBodies(request: PublishRequest, edited: EditedFiles): Promise<PublishedBodies | undefined> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const result = await publishOnce(request, edited)
    if (result !== 'changed') return result
  }
  return undefined
}

interface EditedFiles {
  readonly ground: Ground
  readonly changed: readonly SourcePath[]
}

/** `changed` where one of the files was saved again meanwhile, with nothing touched. */
async function publishOnce(
  request: PublishRequest,
  { ground, changed }: EditedFiles,
): Promise<PublishedBodies | 'changed' | undefined> {
  const { paths, asOf } = request
  const { site, standstill } = ground
  if (changed.length > MOST_EDITS || hasManyPacks(paths.entries)) return undefined
  if (asOf < standstill.asOf || (standstill.until !== undefined && asOf >= standstill.until)) return undefined
  const edits = editsOf(changed, { ground, paths })
  if (!edits) return undefined
  if (edits.length === 0) return { ...standstill, kind: 'edited', site, written: [], removed: [], subscribers: [] }
  await using _taken = await takeOut(paths, request.fence)
  if (groundMarks(request) !== ground.marks) return undefined
  using _stage = openStage(paths.stage)
  const making = await makeEdits(edits, { request, ground })
  if (!making) return undefined

  if (edits.some(({ file }) => listFile(file.path, file.onDisk)?.mark !== file.mark)) return 'changed'
  const { made, record, subscribers, carried, good } = making
  const guard = fenceGuard(paths, request.fence)
  guard.insist()
  forgetStandstill(paths)
  const placed = placedOf(made)
  request.onStaged?.(placed)
  const edited = { placed, record, flushed: polledFiles(made, paths.out) }
  const isPlaced = await placeEdits(paths.out, { ...edited, stage: paths.stage, guard })
  if (!isPlaced) return undefined
  request.onPlaced?.()
  whilePlacing(() => {
    guard.insist()
    if (request.record !== undefined) keepElsewhere(readFileSync(join(paths.out, RECORD_FILE), 'utf8'), request.record)
    rememberGood(join(paths.state, LAST_GOOD_FILE), good)
    ground.keep({
      asOf,
      known: knownAfter({ made, keep: new Map() }, standingIn(paths.out)),
      articles: new Map(
        edits.map(({ file, parsed }) => [file.path, { mark: file.settled ? file.mark : UNSETTLED, value: parsed }]),
      ),
      carried,
      written: writtenOf(made),
    })
  })
  return { ...standstill, kind: 'edited', site, asOf, written: writtenOf(made), removed: [], subscribers }
}

/** A story whose body alone changed. */
interface Edit {
  readonly file: ListedFile
  readonly parsed: ParsedStory
  /** Its page, and what is known of it as it stands. */
  readonly page: ArticlePage
  readonly path: OutPath
  readonly known: Known
}

/** The edits of these files, if they are edits of bodies of published stories and nothing else. */
function editsOf(
  changed: readonly SourcePath[],
  { ground, paths }: { readonly ground: Ground; readonly paths: Paths },
): readonly Edit[] | undefined {
  const parse = articleParser({ site: ground.site, excerptOf })
  using reader = new EntryReader([paths.entries])
  const edits: Edit[] = []
  for (const path of changed) {
    const listed = ground.fileOf(path)
    const file = listFile(path, listed?.onDisk ?? join(paths.articles, path))
    // A file that was never known and is gone: an editor's, which writes beside a file before it replaces it.
    if (!listed && !file && !isToldOf(path, { ground, paths })) continue
    const edit = file && editOf(file, { ground, parse, reader })
    if (!edit) return undefined
    edits.push(edit)
  }
  return edits
}

/** Whether something stands there that is no file, or stood there and was told of as a mistake. */
function isToldOf(path: SourcePath, { ground, paths }: { readonly ground: Ground; readonly paths: Paths }): boolean {
  const isThere = lstatSync(join(paths.articles, path), { throwIfNoEntry: false }) !== undefined
  return isThere || ground.standstill.diagnostics.some(diagnostic => diagnostic.path === path)
}

function editOf(
  file: ListedFile,
  {
    ground,
    parse,
    reader,
  }: { readonly ground: Ground; readonly parse: ReturnType<typeof articleParser>; readonly reader: EntryReader },
): Edit | undefined {
  const parsed = editedBody(file, { before: ground.article(file.path), parse })
  if (!parsed) return undefined
  const { story } = parsed
  // A draft or a story to come is edited in peace; that is for a whole publish to look at.
  const path = outPathOf(story.permalink)
  const known = ground.known(path)
  const page = known?.entry && pageOf(known.entry, reader)
  if (!known || page?.kind !== 'article' || page.article.path !== file.path) return undefined
  // Its page shows the notice, whatever its body says.
  if (page.article.withdrawn) return undefined
  const article: Article = { ...page.article, source: story.source }
  return { file, parsed, page: { ...page, article }, path, known }
}

/** Undefined where the store of entries is damaged, which is for a whole publish to mend. */
function pageOf(entry: StoredEntry, reader: EntryReader): Page | undefined {
  try {
    return reader.readPage(entry)
  } catch (error) {
    if (error instanceof DamagedStore) return undefined
    throw error
  }
}

interface MadeEdits extends Pick<Published, 'subscribers'> {
  readonly made: readonly MadeArtifact[]
  readonly record: Placed
  readonly carried: readonly CarriedChannel[]
  /** Files with the sources of the pages that were made. */
  readonly good: readonly string[]
}

/** Renders the edited pages and the documents that carry them; undefined where that is not all there is to do. */
async function makeEdits(
  edits: readonly Edit[],
  { request, ground }: { readonly request: PublishRequest; readonly ground: Ground },
): Promise<MadeEdits | undefined> {
  const { paths } = request
  const targets = rememberedTargets(
    edits.map(({ file, known }) => ({ path: file.path, links: known.links })),
    ground,
  )
  const run = startRun({ ...request, site: ground.site, entries: [paths.entries], stage: paths.stage, targets })
  const jobs = edits.map((edit, index) =>
    jobFor(edit, { out: join(paths.out, edit.path), stage: join(paths.stage, `page-${index}`) }),
  )
  const rendering = run.render(jobs.map(({ task }) => task))
  const channels = ground.channelsWith(edits.map(({ path }) => path))
  const outcome = outcomeOf(jobs, await rendering)
  if (outcome.again || !outcome.pages.every((page, index) => leadsAsBefore(page, edits[index]?.known))) return undefined

  const described = channels.map(channel =>
    describeEdited(channel, { ...ground, edited: outcome.entries, entryOf: entryIn(outcome.entries, ground) }),
  )
  if (!described.every(channel => channel !== undefined)) return undefined
  const feeds = described.flatMap(channel => channel.feeds)
  const artifacts = feeds.flatMap(feed => feed.artifacts)
  if (artifacts.some(({ path }) => !ground.known(path))) return undefined
  const make = new Set(artifacts.filter(({ path, key }) => ground.known(path)?.key !== key))
  const feedJobs = feedJobsOf(feeds, { make, out: paths.out, stage: paths.stage })
  const hashes = new Map(edits.map(({ page, parsed }) => [page.article.id, parsed.story.source.hash]))
  // The threads are at the feeds while this one writes the record, and the disk is at that. All of it goes into the stage, which stays until both have ended.
  const both = [
    run.render(feedJobs.map(({ task }) => task)),
    stageEditedRecord(paths.out, { hashes, stage: paths.stage }),
  ] as const
  await Promise.allSettled(both)
  const [written, record] = await Promise.all(both)
  if (!record || written.some(({ kind }) => kind !== 'written')) return undefined
  const madeDocuments = feedJobs.flatMap((job, index) => madeFeeds(job.artifacts, written[index]))
  return {
    made: [...outcome.pages, ...madeDocuments].sort((a, b) => rankOf(a.artifact) - rankOf(b.artifact)),
    record,
    carried: described.map(channel => channel.carried),
    subscribers: channelDiffs(feedJobs, { written, carries: () => true }),
    good: run.good(),
  }
}

function jobFor({ file, page, path, known }: Edit, place: Place): PageJob {
  const { article } = page
  const body = { path: file.path, permalink: article.permalink, ...article.source, onDisk: file.onDisk, replaced: undefined }
  const artifact: PageArtifact = {
    kind: 'page',
    of: 'article',
    path,
    ...editedKey(known.key, article.source),
    page: () => page,
    source: article,
    story: article.id,
    files: [],
  }
  return { artifact, body, task: () => ({ kind: 'page', page, body, entry: true, place, restyled: false }) }
}

function leadsAsBefore({ links, diagnostics }: MadeArtifact, before: Known | undefined): boolean {
  return diagnostics.length + (before?.diagnostics.length ?? 1) === 0 && JSON.stringify(before?.links) === JSON.stringify(links)
}

function entryIn(edited: Entries, { known }: Ground): (page: string) => StoredEntry | undefined {
  return page => edited.get(page) ?? known(page)?.entry
}
