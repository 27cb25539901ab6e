import { join } from 'node:path'
import { rememberedTargets } from '../links/remembered-targets.ts'
import { type SourcePath, urlOf } from '../model/address.ts'
import { type Artifact, type PageArtifact, rankOf } from '../model/artifact.ts'
import type { Explanation } from '../model/explanation.ts'
import { fenceGuard } from '../output/fence.ts'
import { placeAll, recordThere, type StagedRecord, stageEditedRecord, stageEdits, standingIn } from '../output/out-folder.ts'
import { whilePlacing } from '../output/put-in-place.ts'
import { writePlainRecord } from '../output/record-file.ts'
import { takeOut } from '../output/take-out.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import type { ChannelDiff, ItemMark } from '../plan/subscriber-diff.ts'
import { allEnded } from '../platform/in-parallel.ts'
import { hasManyPacks, hasTooManyPacks } from '../render/entry-store.ts'
import type { Place } from '../render/render-task.ts'
import { listFile } from '../sources/list-files.ts'
import { rememberedMark } from '../sources/source-memory.ts'
import { rehearseGood, rememberGood } from '../state/last-good.ts'
import { cleanLine } from '../xml/write-xml.ts'
import { type CarriedChannel, type DescribedFeed, describeEdited, type Entries } from './describe-feeds.ts'
import { type Edit, editsOf } from './edits-of.ts'
import { feedJobsOf } from './feed-jobs.ts'
import { type Ground, groundMarks } from './ground.ts'
import { knownAfter } from './known-after.ts'
import { type MadeArtifact, placedOf, writtenOf } from './made-artifact.ts'
import { startRun, writeFeedJobs } from './make-artifacts.ts'
import { editedKey } from './page-artifact.ts'
import { outcomeOf, type PageJob, type PageOutcome, taskFor } from './page-jobs.ts'
import { keepElsewhere, type Published } from './publish.ts'
import type { PublishRequest } from './publish-request.ts'
import { openPublishStage } from './publish-stage.ts'
import { forgetStandstill, type Standstill } from './standstill.ts'
import { type CarriedChanges, changedEntriesIn, madeFile, nothingChangedIn } from './why-made.ts'

// Edits are looked up one by one: with more, reading everything is as fast.
const MOST_EDITS = 40

// What is saved in several steps may have been read between two of them.
const MOST_ATTEMPTS = 3

/** An edit changes only files that the manifest names: `stageEdits` has looked. */
const EVERY_PATH = { has: () => true }

/** What the publishing of edits did; all else is as the last publish left it. */
export type PublishedEdits = { readonly kind: 'edited' } & Standstill &
  Pick<Published, 'site' | 'written' | 'removed' | 'subscribers' | 'explanation'> & {
    /** Whether edits left so much that a whole publish, which tidies it, is welcome when nobody waits for one. */
    readonly isUntidy: boolean
  }

/**
 * Publishes edits of bodies in a process of its own, on what the last publish left on disk: the pages, their entries, and the documents that carry
 * them. Undefined where more than that changed, or anything is out of the ordinary: then `publish` is to do it.
 * @throws EnvironmentError as `publish` does
 */
export async function publishEdits(request: PublishRequest, edited: EditedFiles): Promise<PublishedEdits | undefined> {
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
): Promise<PublishedEdits | 'changed' | undefined> {
  const { paths, asOf } = request
  const { site, standstill } = ground
  if (changed.length > MOST_EDITS || hasTooManyPacks(paths.entries)) return undefined
  if (asOf < standstill.asOf || (standstill.until !== undefined && asOf >= standstill.until)) return undefined
  const edits = editsOf(changed, { ground, paths })
  if (!edits) return undefined
  if (edits.length === 0) {
    const explanation = request.explain ? nothingChangedIn(ground.fileCount) : undefined
    return {
      ...standstill,
      kind: 'edited',
      site,
      written: [],
      removed: [],
      subscribers: [],
      isUntidy: false,
      ...(explanation && { explanation }),
    }
  }
  await using _taken = await takeOut(paths, request.fence)
  if (groundMarks(request) !== ground.marks) return undefined
  await using _stage = openPublishStage(paths.stage, request.pool)
  const making = await makeEdits(edits, { request, ground })
  if (!making) return undefined

  if (edits.some(({ file }) => listFile(file.path, file.onDisk)?.mark !== file.mark)) return 'changed'
  const { made, record, subscribers, carried, good, flushed } = making
  const lists = stageEdits(paths.out, { placed: placedOf(made), recordFile: record, stage: paths.stage })
  await Promise.all(flushed)
  if (!lists) return undefined
  const guard = fenceGuard(paths, request.fence)
  guard.insist()
  // Before anything is public: a state that cannot be written is an error while nothing is touched.
  rehearseGood(paths, good)
  forgetStandstill(paths)
  whilePlacing(() => {
    placeAll(
      { root: paths.out, identity: undefined, manifest: EVERY_PATH, isDamaged: false },
      { ...lists, stage: paths.stage, guard },
    )
    request.onPlaced?.()
    guard.insist()
    if (request.record !== undefined) keepElsewhere(writePlainRecord(recordThere(paths.out)), request)
    rememberGood(paths, good)
    ground.keep({
      asOf,
      known: knownAfter({ made, keep: new Map() }, standingIn(paths.out)),
      articles: new Map(edits.map(({ file, parsed }) => [file.path, { mark: rememberedMark(file), value: parsed }])),
      carried,
      written: writtenOf(made),
    })
  })
  const isUntidy = hasManyPacks(paths.entries)
  const explanation = request.explain ? explainEdits(edits, { making, ground }) : undefined
  return {
    ...standstill,
    kind: 'edited',
    site,
    asOf,
    written: writtenOf(made),
    removed: [],
    subscribers,
    isUntidy,
    ...(explanation && { explanation }),
  }
}

/** What was made of edits, and why. */
function explainEdits(
  edits: readonly Edit[],
  { making: { made, feeds, carriedChanges }, ground }: { readonly making: MadeEdits; readonly ground: Ground },
): Explanation {
  const sourceOf = new Map(edits.map(({ path, file }) => [path, file.path]))
  const becauseOf = ({ path }: Artifact): readonly SourcePath[] =>
    [path, ...(carriedChanges.get(path) ?? [])].flatMap(page => sourceOf.get(page) ?? [])
  const described = edits.length + feeds.flatMap(({ artifacts }) => artifacts).length
  return {
    changed: [...sourceOf.values()].map(path => ({ path, how: 'changed', isPublic: true })),
    due: [],
    made: made.map(one => madeFile(one, { why: { reasons: new Map(), carried: carriedChanges }, becauseOf })),
    unchanged: { described: described - made.length, notDescribed: ground.fileCount - described },
  }
}

interface MakeContext {
  readonly request: PublishRequest
  readonly ground: Ground
}

/** The page of an edited story, as it was described. */
function editedPage({ page, path, known }: Edit): PageArtifact {
  const { article } = page
  return {
    kind: 'page',
    of: 'article',
    path,
    key: editedKey(known.key, article.source),
    page: () => page,
    source: article,
    story: article.id,
    files: [],
  }
}

/** What was made of edits, all but the record; none of it is in place. */
interface RenderedEdits extends Pick<Published, 'subscribers'> {
  readonly made: readonly MadeArtifact[]
  readonly carried: readonly CarriedChannel[]
  /** Files with the sources of the pages that were made. */
  readonly good: readonly string[]
  /** Every document that was described, with the entries that are others than before. */
  readonly feeds: readonly DescribedFeed[]
  readonly carriedChanges: CarriedChanges
  /** Fulfilled once what subscribers poll survives a loss of power. */
  readonly flushed: readonly Promise<void>[]
}

interface MadeEdits extends RenderedEdits {
  readonly record: StagedRecord
}

/** Stages all that edits change but the manifest; undefined where `renderEdits` gives nothing, or the record has no line of a story. */
async function makeEdits(edits: readonly Edit[], context: MakeContext): Promise<MadeEdits | undefined> {
  const { paths } = context.request
  const hashes = new Map(edits.map(({ page, parsed }) => [page.article.id, parsed.story.source.hash]))
  // The threads are at pages while this one reads the record. All of it goes into the stage, which stays until both have ended.
  const [rendered, record] = await allEnded([
    renderEdits(edits, context),
    stageEditedRecord(paths.out, { hashes, stage: paths.stage }),
  ])
  return rendered && record && { ...rendered, record }
}

/** Renders the edited pages and the documents that carry them; undefined where that is not all there is to do. */
async function renderEdits(edits: readonly Edit[], { request, ground }: MakeContext): Promise<RenderedEdits | undefined> {
  const { paths } = request
  const pages = edits.map(editedPage)
  const targets = rememberedTargets(
    pages.flatMap(({ path, source }) => (source ? { path: source.path, links: ground.known(path)?.links ?? [] } : [])),
    ground,
  )
  const run = startRun({
    ...request,
    site: ground.site,
    entries: [paths.entries],
    keepsEntries: request.memory !== undefined,
    stage: paths.stage,
    targets,
  })
  const jobs = pages.map((page, index) =>
    jobFor(page, { ground, place: { out: join(paths.out, page.path), stage: join(paths.stage, `page-${index}`) } }),
  )
  const rendering = run.render(jobs.map(({ task }) => task))
  const channels = ground.channelsWith(edits.map(({ path }) => path))
  const outcome = outcomeOf(jobs, await rendering)
  if (outcome.again || !outcome.pages.every(page => leadsAsBefore(page, ground))) return undefined

  const edited = entriesOf(edits, outcome)
  const described = channels.map(channel => describeEdited(channel, { ...ground, edited, entryOf: entryIn(edited, ground) }))
  if (!described.every(channel => channel !== undefined)) return undefined
  const feeds = described.flatMap(channel => channel.feeds)
  const artifacts = feeds.flatMap(feed => feed.artifacts)
  if (artifacts.some(({ path }) => !ground.known(path))) return undefined
  const make = new Set(artifacts.filter(({ path, key }) => ground.known(path)?.key !== key))
  const feedJobs = feedJobsOf(feeds, { make, out: paths.out, stage: paths.stage, compares: false })
  const written = await writeFeedJobs(feedJobs, { run, request })
  if (!written) return undefined
  return {
    made: [...outcome.pages, ...written.made].sort((a, b) => rankOf(a.artifact) - rankOf(b.artifact)),
    carried: described.map(channel => channel.carried),
    subscribers: seenOf(edits, { feeds, edited, site: ground.site }),
    good: run.good(),
    feeds,
    carriedChanges: changedEntriesIn(feeds, { entries: edited, known: { get: ground.known } }),
    flushed: written.flushed,
  }
}

/** The entries of edited stories: those of other pages are made with them, and say what they said. */
function entriesOf(edits: readonly Edit[], { entries }: Pick<PageOutcome, 'entries'>): Entries {
  return new Map(
    edits.flatMap(({ path }) => {
      const entry = entries.get(path)
      return entry ? [[path, entry] as const] : []
    }),
  )
}

/** What subscribers see: an edit brings no story up again, and takes none away. */
function seenOf(
  edits: readonly Edit[],
  { feeds, edited, site }: { readonly feeds: readonly DescribedFeed[]; readonly edited: Entries } & Pick<Published, 'site'>,
): readonly ChannelDiff[] {
  const marks = new Map<DescribedFeed['entries'][number], ItemMark>(
    edits.flatMap(({ page, path, parsed, known }) => {
      const entry = edited.get(path)
      const { id, permalink } = page.article
      const mark = { id, title: cleanLine(parsed.story.title), url: urlOf(site, permalink) }
      const forms = [entry, entry?.short].filter(form => form !== undefined)
      return entry && entry.hash !== known.entry?.hash ? forms.map(form => [form, mark] as const) : []
    }),
  )
  return feeds.flatMap(({ head: { channel, archive }, entries }) => {
    const seen = entries.flatMap(entry => marks.get(entry) ?? [])
    if (archive !== undefined || seen.length === 0) return []
    return [{ channel, before: entries.length, added: [], edited: seen, resurfacing: [], leaving: [] }]
  })
}

function entryIn(edited: Entries, { known }: Ground): (page: string) => StoredEntry | undefined {
  return page => edited.get(page) ?? known(page)?.entry
}

function leadsAsBefore({ artifact, links, diagnostics }: MadeArtifact, { known }: Ground): boolean {
  const before = known(artifact.path)
  return JSON.stringify([before?.links, before?.diagnostics]) === JSON.stringify([links, diagnostics])
}

function jobFor(artifact: PageArtifact, { ground, place }: { readonly ground: Ground; readonly place: Place }): PageJob {
  // Where a last good version stood in for a file, the next publish is a whole one.
  const read = { files: { get: ground.fileOf }, replaced: new Map() }
  return { artifact, task: () => taskFor(artifact, read, { place, restyled: false, patience: 'brief' }) }
}
