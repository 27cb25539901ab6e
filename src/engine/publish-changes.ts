import { resolveBeside } from '../article/parse-article.ts'
import { SITE_FILE } from '../config/read-site.ts'
import { isUnreadable } from '../db/cache-database.ts'
import type { StateDatabase } from '../db/state-database.ts'
import { belongs } from '../edition/tombstones.ts'
import type { SizedStory } from '../feed/feed-parts.ts'
import type { Targets } from '../links/targets.ts'
import { type OutPath, outPathOf, type SitePath, type SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import { type Artifact, answersAsItIs, rankOf } from '../model/artifact.ts'
import { changesFrom, type MapChanges } from '../model/changed-map.ts'
import { byPlace, type Diagnostic } from '../model/diagnostic.ts'
import { isWhole, type Whole, whole } from '../model/explanation.ts'
import type { MutableMap } from '../model/maps.ts'
import { fenceGuard } from '../output/fence.ts'
import { manifestNow, placeAll, type StagedRecord, stageChange, stageRecordChange } from '../output/out-folder.ts'
import { whilePlacing } from '../output/put-in-place.ts'
import { writePlainRecord } from '../output/record-file.ts'
import { standingIn } from '../output/standing.ts'
import { takeOut } from '../output/take-out.ts'
import { type Link, type MakeReason, type Plan, planPublish } from '../plan/plan-publish.ts'
import type { ChannelDiff } from '../plan/subscriber-diff.ts'
import { turnoversIn } from '../plan/turnover.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { allEnded } from '../platform/in-parallel.ts'
import { LinkRefused } from '../platform/open-within.ts'
import { areUntidy, hasTooManyPacks } from '../render/entry-store.ts'
import { dropStaleIndex, publicIn } from '../search/search-index.ts'
import { atTheirPlaces } from '../sources/at-their-places.ts'
import { type ListedFile, listFile } from '../sources/list-files.ts'
import { rememberedMark } from '../sources/source-memory.ts'
import { rehearseGood, rememberGood } from '../state/last-good.ts'
import { isWithin } from '../state/paths.ts'
import { expectedBy } from '../state/releases.ts'
import { rememberReached } from '../state/remembered.ts'
import { failureKey, triedAgain } from '../state/remembered-failures.ts'
import { faultsOnce } from '../theme/theme-fault.ts'
import { broughtArtifacts, prepareImages } from './brought-files.ts'
import { type ChangedArtifacts, changedArtifacts, storiesAfter, type Undo } from './changed-artifacts.ts'
import { type ChangedNewsroom, changedNewsroom } from './changed-newsroom.ts'
import {
  type CarriedChannel,
  carriedChannel,
  changedChanges,
  changedFeeds,
  type DescribedFeed,
  sizedStory,
} from './describe-feeds.ts'
import { explainChange } from './explain-change.ts'
import { carriersIn, channelDiffs, feedJobsOf } from './feed-jobs.ts'
import { allPlaced, type MadeArtifact, rememberedOf, writtenOf } from './made-artifact.ts'
import { type MakingRun, makeHere, startRun, writeFeedJobs } from './make-artifacts.ts'
import type { Member } from './neighbourhood.ts'
import { outcomeOf, type PageJob, type PageOutcome, pageJobsOf } from './page-jobs.ts'
import { marksNow } from './publish-inputs.ts'
import type { PublishRequest, ResidentMemory } from './publish-request.ts'
import type { Published } from './publish-result.ts'
import { openPublishStage, stageTaken } from './publish-stage.ts'
import { keepElsewhere } from './publish-whole.ts'
import {
  broughtBy,
  countLanguages,
  forgetArtifact,
  forgetPage,
  isBeside,
  isSaidAgain,
  namesOf,
  noteArtifact,
  noteEntry,
  noteFaults,
  noteFormerPage,
  noteMoved,
  type ResidentNewsroom,
} from './resident-newsroom.ts'
import { SlowBodies } from './slow-bodies.ts'
import { vanishedAddresses } from './vanished-addresses.ts'
import { nothingChangedIn } from './why-made.ts'
import { withdrawnSources } from './withdrawn-sources.ts'

/**
 * Publishes what changed, on what this process remembers of its last publish: the files of the newsroom that changed, and the stories that something is
 * due for. Where that is not enough it says why, with nothing touched: then the whole is to be published.
 * @throws EnvironmentError as `publish` does
 */
export async function publishChanges(
  request: PublishRequest & { readonly memory: ResidentMemory },
  changed: readonly SourcePath[],
): Promise<Published | Whole> {
  const { paths, memory } = request
  const { newsroom: resident } = memory
  if (!resident || request.dryRun) return whole('nothing-remembered')
  if (hasTooManyPacks(paths.entries)) return whole('tidying')
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const result = await publishOnce(changed, { resident, request })
    if (result !== 'saved again') return result
  }
  return whole('unstable-file')
}

// What is saved in several steps may have been read between two of them.
const MOST_ATTEMPTS = 3

async function publishOnce(
  changed: readonly SourcePath[],
  { resident, request }: Context & { readonly request: PublishRequest & { readonly memory: ResidentMemory } },
): Promise<Published | 'saved again' | Whole> {
  try {
    return await publishAsRead(changed, { resident, request })
  } catch (error) {
    const { paths } = request
    // A file that went away, or became a link, while it was read: a publish of the whole reads again.
    const isOfNewsroom = (file: string | undefined): boolean => file !== undefined && isWithin(file, paths.articles)
    if (error instanceof LinkRefused && isOfNewsroom(error.onDisk)) return whole('unstable-file')
    if (isSystemError(error, 'ENOENT') && isOfNewsroom(error.path)) return whole('unstable-file')
    if (isUnreadable(error)) return whole('damaged-cache')
    throw stageTaken(error, paths) ?? error
  }
}

async function publishAsRead(
  changed: readonly SourcePath[],
  { resident, request }: Context & { readonly request: PublishRequest & { readonly memory: ResidentMemory } },
): Promise<Published | 'saved again' | Whole> {
  const { paths, memory } = request
  using _reading = resident.reading()
  const found = await changedNewsroom(changed, { resident, request })
  if (found === 'nothing') return nothingChanged(resident, request)
  if (isWhole(found)) return found
  await using _taken = await takeOut(paths, request.fence)
  if (marksNow(request) !== memory.marks) return whole('changed-outside')
  await using _stage = openPublishStage(paths.stage, request.pool)
  const undo: Undo = []
  let made: MadeChanges | Whole | undefined
  let isCurrent = false
  try {
    made = await makeChanges(found, { resident, request, undo })
    request.interrupted?.throwIfAborted()
    isCurrent = isAsRead(found)
  } finally {
    if (!made || isWhole(made) || !isCurrent) for (const step of undo.reverse()) step()
  }
  if (!isCurrent) return 'saved again'
  if (isWhole(made)) return made
  // From here on, what this process remembers is of use to nobody unless all of it is done.
  delete memory.newsroom
  try {
    const published = carryOut(made, { found, resident, request })
    memory.marks = marksNow(request)
    resident.save(memory.marks)
    memory.newsroom = resident
    return published
  } finally {
    if (!memory.newsroom) resident.close()
  }
}

/** What is said where no file changed and nothing is due: as after the last publish. */
function nothingChanged(resident: ResidentNewsroom, request: PublishRequest): Published {
  const { site, edition, known, record } = resident
  return {
    kind: 'published',
    site,
    edition,
    addressOf: () => undefined,
    written: [],
    removed: [],
    subscribers: [],
    diagnostics: diagnosticsOf(resident, resident),
    retryAt: triedAgain(new SlowBodies(request, { known, record }).failed),
    isUntidy: areUntidy(request.paths.entries, resident.entryBytes),
    work: { files: 0, described: 0, made: 0 },
    explanation: nothingChangedIn(known.size),
  }
}

/** Whether every file that changed is still the one that was read. */
function isAsRead({ changes }: ChangedNewsroom): boolean {
  return [...changes.files].every(([path, file]) => !file || listFile(path, file.onDisk)?.mark === file.mark)
}

interface Context {
  readonly resident: ResidentNewsroom
  readonly request: PublishRequest
}

/**
 * Works out what will be due at `asOf` as that publish will do, and takes it back: nothing is touched. Its pages are rendered by then, its images made, and
 * its bodies known to be rendered in time. Undefined where the whole is to be published then. Its files stand in `stage`.
 * @throws EnvironmentError as `publish` does
 */
export async function makeDue(
  request: PublishRequest & { readonly memory: ResidentMemory },
  stage: string,
): Promise<Pick<MadeChanges, 'made' | 'good'> | undefined> {
  const { newsroom: resident, marks } = request.memory
  if (!resident) return undefined
  using _reading = resident.reading()
  const found = await changedNewsroom([], { resident, request })
  if (found === 'nothing' || isWhole(found)) return undefined
  await using _taken = await takeOut(request.paths, request.fence)
  if (marksNow(request) !== marks) return undefined
  const undo: Undo = []
  try {
    const made = await makeChanges(found, {
      resident,
      request: { ...request, onStaged: () => {}, paths: { ...request.paths, stage } },
      undo,
    })
    return isWhole(made) ? undefined : made
  } finally {
    for (const step of undo.reverse()) step()
  }
}

interface MadeChanges {
  readonly described: ChangedArtifacts
  /** What was described and is there already. */
  readonly keep: Plan['keep']
  readonly made: readonly MadeArtifact[]
  /** Files that are published no more. */
  readonly left: readonly OutPath[]
  readonly feeds: readonly DescribedFeed[]
  readonly carried: ReadonlyMap<SitePath, CarriedChannel | undefined>
  /** What stories take in feeds that came, or whose entries say something else. */
  readonly sized: ReadonlyMap<Article, SizedStory>
  readonly subscribers: readonly ChannelDiff[]
  readonly recordFile: StagedRecord
  readonly good: readonly string[]
  readonly entries: PageOutcome['entries']
  /** Why each of them was made. */
  readonly reasons: ReadonlyMap<OutPath, MakeReason>
}

/** The story with an id after a change, where it was public before or is now. */
function storyOf(
  id: string,
  { found, resident }: Pick<Context, 'resident'> & { readonly found: ChangedNewsroom },
): Article | undefined {
  const path = found.record.get(id)?.path
  return found.came.find(story => story.id === id) ?? (path === undefined ? undefined : resident.released.get(path))
}

/** Stages all that a change changes; the whole is to be published where something is in the way. */
async function makeChanges(
  found: ChangedNewsroom,
  { resident, request, undo }: Context & { readonly undo: Undo },
): Promise<MadeChanges | Whole> {
  const { paths } = request
  const reasons = new Map<OutPath, MakeReason>()
  const described = changedArtifacts(resident, found, { theme: request.theme, undo })
  const plan = planOf(described.artifacts, { resident, request, reasons })
  const files = { get: (path: SourcePath): ListedFile | undefined => found.read.files.get(path) ?? resident.files.get(path) }
  const replaced = { get: (path: SourcePath): string | undefined => replacedNow(path, { found, resident }) }
  const context = { found, resident, request, files, replaced, plan, described, undo, reasons }
  const [rendered, recordFile] = await allEnded([renderPages(context), stagedRecord(found, { resident, request })])
  if (isWhole(rendered)) return rendered
  const { outcome, run } = rendered
  const brought = await filesBrought(outcome, context)
  if (brought === 'otherwise') return whole('images')
  const { feeds, carried, sized, left: feedsLeft } = describeFeeds(outcome, context)
  const documents = feeds.flatMap(({ artifacts }) => artifacts)
  const feedPlan = planOf(documents, { resident, request, reasons })
  const written = await writeFeeds(feeds, { make: feedPlan.make, run, request })
  const carries = carriersIn(found.edition, id => storyOf(id, { found, resident }))
  const subscribers = written && channelDiffs(written.jobs, { written: written.results, carries })
  if (!written || !subscribers) return whole('damaged-cache')
  if (turnsOver(subscribers, { found, resident, request })) return whole('bulk-change')
  const here = await makeHere([...plan.make, ...brought.plan.make], {
    out: paths.out,
    stage: paths.stage,
    images: found.imageStore,
    read: { files },
  })
  await Promise.all(written.flushed)
  const there = new Set([...described.artifacts, ...documents, ...brought.plan.make].map(({ path }) => path))
  const isLeft = (path: OutPath): boolean => !there.has(path) && resident.manifest.has(path)
  return {
    described,
    keep: new Map([...plan.keep, ...feedPlan.keep, ...brought.plan.keep]),
    made: [...outcome.pages, ...written.made, ...here].sort((a, b) => rankOf(a.artifact) - rankOf(b.artifact)),
    left: [...new Set([...described.left, ...feedsLeft, ...brought.left])].filter(isLeft),
    feeds,
    carried,
    sized,
    subscribers,
    recordFile,
    good: [...run.good(), ...withdrawnNow(context)],
    entries: outcome.entries,
    reasons,
  }
}

/** What of these artifacts has to be made, by what is known of the files that are there. */
function planOf(artifacts: readonly Artifact[], { resident: { known, leads }, request, reasons }: PlanContext): Plan {
  return planPublish({
    artifacts,
    known,
    standing: standingIn(request.paths.out),
    leads: (artifact, target) => (artifact.kind === 'page' && artifact.source ? leads(artifact.source.path, target).mark : ''),
    onMake: ({ path }, reason) => void reasons.set(path, reason),
  })
}

/** What planning needs; why something is made is noted in `reasons`. */
interface PlanContext extends Context {
  readonly reasons: Map<OutPath, MakeReason>
}

/** Whether feeds would turn over, which is for a publish of the whole to ask or to hold. */
function turnsOver(
  subscribers: readonly ChannelDiff[],
  { found, resident, request }: Context & { readonly found: ChangedNewsroom },
): boolean {
  const inputs = { ...found, articles: found.computed.articles, record: resident.record }
  return !request.accept && turnoversIn(subscribers, inputs).length > 0
}

/** Writes down the sources of withdrawn stories; gives the files that it wrote. */
function withdrawnNow({ found, resident, request, files }: RenderContext): readonly string[] {
  return withdrawnSources(
    { edition: { released: found.came } },
    { read: { files, replaced: found.read.replaced }, record: resident.record, stage: request.paths.stage },
  )
}

async function stagedRecord(
  { record, entries }: ChangedNewsroom,
  { resident, request: { paths } }: Context,
): Promise<StagedRecord> {
  return stageRecordChange(paths.out, { before: resident.record, record, entries, bytes: resident.recordBytes }, paths.stage)
}

function replacedNow(
  path: SourcePath,
  { found, resident }: { readonly found: ChangedNewsroom; readonly resident: ResidentNewsroom },
): string | undefined {
  return found.paths.has(path) ? found.read.replaced.get(path) : resident.replaced.get(path)
}

interface RenderContext extends PlanContext {
  readonly found: ChangedNewsroom
  readonly files: { readonly get: (path: SourcePath) => ListedFile | undefined }
  readonly replaced: { readonly get: (path: SourcePath) => string | undefined }
  readonly plan: Plan
  readonly described: ChangedArtifacts
  readonly undo: Undo
}

// The first rendering of a body tells what it links to, the second has the targets of that.
const MOST_RENDERINGS = 3

/**
 * Renders the pages that are to be made. The threads are sent the targets of the links that are known, not those of the whole newsroom: a page with a
 * link that is not among them is rendered once more.
 */
async function renderPages({
  found,
  resident,
  request,
  files,
  replaced,
  plan,
  described,
}: RenderContext): Promise<{ readonly outcome: PageOutcome; readonly run: MakingRun } | Whole> {
  const { paths } = request
  const { site, hub, known, leads } = resident
  const places = { read: { files, replaced }, out: paths.out, stage: paths.stage, turnOf: found.slow.turnOf }
  const links = new Map<OutPath, readonly Link[]>()
  for (const { path } of described.artifacts) links.set(path, known.get(path)?.links ?? [])
  const jobs = pageJobsOf(plan, { ...places, ...described })
  const ahead = pagesMadeAhead(jobs, { resident, request })
  const good = request.ahead?.goodOf(ahead, paths.stage) ?? []
  let all = outcomeAhead(ahead)
  let rest = jobs.filter(({ artifact }) => !ahead.some(page => page.artifact === artifact))
  for (let count = 0; count < MOST_RENDERINGS; count++) {
    const targets = targetsFor(
      rest.flatMap(({ artifact: { path, source } }) => (source ? [{ from: source.path, links: links.get(path) ?? [] }] : [])),
      resident,
    )
    const run = startRun({ ...request, site, hub, entries: [paths.entries], keepsEntries: true, stage: paths.stage, targets })
    const outcome = outcomeOf(rest, await run.render(rest.map(({ task }) => task)))
    const again = outcome.again ? triedOnceMore(outcome, found) : NONE
    if (!again) return whole('rendering')
    good.push(...run.good())
    all = joined(all, outcome)
    const unsettled = new Set(outcome.pages.filter(page => !leadsAsBefore(page, leads)).map(({ artifact }) => artifact.path))
    for (const page of outcome.pages) links.set(page.artifact.path, page.links)
    rest = rest.filter(({ artifact }) => unsettled.has(artifact.path) || again.has(artifact.source?.path ?? ''))
    if (rest.length === 0) return { outcome: all, run: { ...run, good: () => [...new Set(good)] } }
  }
  return whole('links')
}

const NONE: ReadonlySet<SourcePath> = new Set()

/** The stories of which the bodies were not rendered in time, where all of them may have longer; undefined where one may not, or a file changed. */
function triedOnceMore({ failed }: PageOutcome, { slow }: ChangedNewsroom): ReadonlySet<SourcePath> | undefined {
  for (const story of failed) slow.note(story)
  const isOver = failed.some(story => slow.failed.has(failureKey(story)))
  return failed.length === 0 || isOver ? undefined : new Set(failed.map(({ path }) => path))
}

/** Whether every address in the body of a page leads where it led when it was rendered. */
function leadsAsBefore({ artifact, links }: MadeArtifact, leads: ResidentNewsroom['leads']): boolean {
  return artifact.kind !== 'page' || links.every(({ target, led }) => leads(artifact.source?.path ?? '', target).mark === led)
}

/** The pages among these that were rendered ahead of their time, and would be the same now. */
function pagesMadeAhead(jobs: readonly PageJob[], { resident: { leads }, request }: Context): readonly MadeArtifact[] {
  return jobs.flatMap(({ artifact }) => {
    const page = request.ahead?.pageOf(artifact)
    return page && leadsAsBefore(page, leads) ? [{ ...page, artifact }] : []
  })
}

function outcomeAhead(pages: readonly MadeArtifact[]): PageOutcome {
  const entries = new Map(pages.flatMap(({ artifact, entry }) => (entry ? [[artifact.path, entry] as const] : [])))
  return { pages, entries, failed: [], again: false }
}

/** Of a page that was rendered again, the later outcome. */
function joined(before: PageOutcome, now: PageOutcome): PageOutcome {
  const again = new Set(now.pages.map(({ artifact }) => artifact.path))
  return {
    ...now,
    pages: [...before.pages.filter(({ artifact }) => !again.has(artifact.path)), ...now.pages],
    entries: new Map([...before.entries, ...now.entries]),
  }
}

/** What addresses in bodies lead to, for these links alone. */
function targetsFor(
  bodies: readonly { readonly from: SourcePath; readonly links: readonly Pick<Link, 'target'>[] }[],
  { targets }: ResidentNewsroom,
): Targets {
  const pages = new Map<SourcePath, SitePath | null>()
  const addresses = new Map<SitePath, boolean>()
  const files = new Map<SourcePath, { readonly onDisk: string; readonly mark: string }>()
  const made = new Map<
    SourcePath,
    NonNullable<Targets['images']>['made'] extends ReadonlyMap<SourcePath, infer Image> ? Image : never
  >()
  const take = <Key, Value>(key: Key, from: ReadonlyMap<Key, Value> | undefined, to: Map<Key, Value>): void => {
    const value = from?.get(key)
    if (value !== undefined) to.set(key, value)
  }
  for (const { from, links } of bodies)
    for (const { target } of links) {
      const beside = resolveBeside(from, target)
      for (const path of beside === undefined ? [] : [beside, `static/${beside}`]) {
        take(path, targets.pages, pages)
        take(path, targets.files, files)
        take(path, targets.images?.made, made)
      }
      const address: SitePath = `/${target.replace(/^\/+/, '').normalize('NFC')}`
      if (!target.startsWith('/')) continue
      for (const one of [address, `${address}/`] as const) take(one, targets.addresses, addresses)
      take(`static${address}`, targets.files, files)
    }
  return { pages, addresses, files, ...(targets.images && { images: { ...targets.images, made } }) }
}

interface BroughtFiles {
  readonly plan: Plan
  /** Files that no page shows or offers any more. */
  readonly left: readonly OutPath[]
}

/**
 * The files that pages show or offer now and did not before, planned, with their images made; and those that no page does any more. `otherwise`
 * where an image came out otherwise than its header told.
 */
async function filesBrought(outcome: PageOutcome, context: RenderContext): Promise<BroughtFiles | 'otherwise'> {
  const { found, resident, request, files } = context
  const { leads, places } = resident
  const { came, left } = sourcesBrought(outcome, context)
  const brought = came.map(source => ({ source, mark: leads('', `/${source}`).mark }))
  const store = found.imageStore
  if ((await prepareImages(brought, { files, store, leads, onProgress: request.onProgress })) === 'otherwise')
    return 'otherwise'
  const isTaken = (path: OutPath): boolean => places.holderOf(path) === path || files.get(path) !== undefined
  const free = brought.filter(({ source }) => places.holderOf(source) !== source)
  return { plan: planOf(broughtArtifacts(free, { files, store, isTaken }), context), left }
}

/** The sources of these files, and where those were published that are left. */
function sourcesBrought(
  outcome: PageOutcome,
  { resident, described, plan, undo }: RenderContext,
): { readonly came: readonly SourcePath[]; readonly left: readonly OutPath[] } {
  const { bringing, known, leads } = resident
  const links = new Map(outcome.pages.map(page => [page.artifact.path, page.links]))
  const came = new Set<SourcePath>()
  const touched = new Set<SourcePath>()
  const there = new Set<OutPath>()
  const set = (page: OutPath, sources: readonly SourcePath[]): void => {
    const before = bringing.keysOf(page)
    undo.push(() => bringing.set(page, before))
    for (const source of before) touched.add(source)
    bringing.set(page, sources)
  }
  for (const artifact of [...plan.make, ...described.artifacts.filter(({ path }) => plan.keep.has(path))]) {
    there.add(artifact.path)
    const now = broughtBy(artifact, links.get(artifact.path) ?? known.get(artifact.path)?.links ?? [], leads)
    for (const source of now) if (!bringing.isUsed(source)) came.add(source)
    set(artifact.path, now)
  }
  for (const page of described.left) if (!there.has(page)) set(page, [])
  const unused = [...touched].filter(source => !bringing.isUsed(source))
  return { came: [...came].sort(), left: unused.length === 0 ? [] : filesOfSources(unused, resident) }
}

/** The files of these sources that are published, images with all their widths; not what is something else's, or is kept. */
function filesOfSources(
  sources: readonly SourcePath[],
  { manifest, places, kept, bringing }: ResidentNewsroom,
): readonly OutPath[] {
  const isOf = (path: OutPath): boolean =>
    sources.some(source => path === source || (path.startsWith(`${source}.`) && IMAGE_FORM.test(path.slice(source.length))))
  const isFree = (path: OutPath): boolean => places.holderOf(path) !== path && !kept.has(path) && !bringing.isUsed(path)
  return [...manifest.keys()].filter(path => isOf(path) && isFree(path))
}

/** What `formPath` adds to the name of an image. */
const IMAGE_FORM = /^\.\d+w\.(?:webp|avif)$/

/** The documents of the channels that changed, and of those that carry an entry that says something else. */
function describeFeeds(
  { entries }: PageOutcome,
  { found, resident, described }: RenderContext,
): {
  readonly feeds: readonly DescribedFeed[]
  readonly carried: ReadonlyMap<SitePath, CarriedChannel | undefined>
  readonly sized: ReadonlyMap<Article, SizedStory>
  readonly left: readonly OutPath[]
} {
  const { site, siteKey, known } = resident
  const edited = new Set([...entries].flatMap(([page, entry]) => (known.get(page)?.entry?.hash === entry.hash ? [] : [page])))
  const entryOf = (page: string) => entries.get(page) ?? known.get(page)?.entry
  const others = new Set(described.channels.map(({ before, after }) => (after ?? before)?.path))
  const sized = new Map<Article, SizedStory>()
  const storyOf = storiesAfter(resident, found)
  const stories = [...edited].flatMap(page => storyOf(resident.storyAt.get(page)) ?? [])
  const carrying = found.edition.channels.filter(
    channel => !others.has(channel.path) && channel.kind !== 'changes' && stories.some(story => belongs(story, channel)),
  )
  const editedStories = new Set(stories)
  const came = new Set(found.came)
  const sizedBefore = (story: Article): SizedStory => resident.stories.sizedOf(story)
  const sizedOf = (story: Article): SizedStory => {
    if (!came.has(story) && !editedStories.has(story)) return sizedBefore(story)
    const now = sized.get(story) ?? sizedStory(story, { record: found.record, entry: entryOf(outPathOf(story.permalink)) })
    sized.set(story, now)
    return now
  }
  const feeds: DescribedFeed[] = []
  const left: OutPath[] = []
  const carried = new Map<SitePath, CarriedChannel | undefined>()
  const changed = [...described.channels, ...carrying.map(channel => ({ before: channel, after: channel }))]
  for (const { before, after } of changed) {
    const path = (after ?? before)?.path ?? '/'
    if ((after ?? before)?.kind === 'changes') {
      const all = changedChanges({ before, after }, { site, siteKey })
      feeds.push(...all.feeds)
      left.push(...all.left)
      continue
    }
    const was = before && (resident.carried.get(path) ?? carriedChannel(before, { site, sizedOf: sizedBefore }))
    const now = after && carriedChannel(after, { site, sizedOf })
    const all = changedFeeds({ before: was, after: now }, { siteKey, entryOf })
    feeds.push(...all.feeds)
    left.push(...all.left)
    carried.set(path, now)
  }
  return { feeds, carried, sized, left }
}

/** Writes the documents that are to be made, and tells of each as soon as it is staged. */
async function writeFeeds(
  feeds: readonly DescribedFeed[],
  { make, run, request }: { readonly make: readonly Artifact[]; readonly run: MakingRun; readonly request: PublishRequest },
) {
  const { paths } = request
  const jobs = feedJobsOf(feeds, { make: new Set(make), out: paths.out, stage: paths.stage, compares: true })
  const written = await writeFeedJobs(jobs, { run, request })
  return written && { jobs, ...written }
}

/** The only part that touches what is public. */
function carryOut(
  changes: MadeChanges,
  { found, resident, request }: Context & { readonly found: ChangedNewsroom },
): Published {
  const { paths, fence } = request
  const { made, left, recordFile, keep, described, feeds } = changes
  const { site } = resident
  request.onMade?.()
  const guard = fenceGuard(paths, fence)
  guard.insist()
  const artifacts = [...described.artifacts, ...feeds.flatMap(({ artifacts }) => artifacts)]
  const out = {
    root: paths.out,
    ...manifestNow(paths.out),
    manifest: resident.manifest,
    isDamaged: false,
    record: resident.record,
    standing: standingIn(paths.out),
  }
  const lists = stageChange(out, {
    placed: allPlaced(artifacts, { made, keep }),
    left,
    recordFile,
    stage: paths.stage,
  })
  // Before anything is public: what cannot be written is an error while nothing is touched.
  resident.begin()
  rehearseGood(paths, changes.good, state => rememberBeside(state, { found, resident, request }))
  dropLeft(found, { resident, paths })
  const removed = whilePlacing(() => {
    const gone = placeAll(out, { ...lists, stage: paths.stage, guard })
    request.onPlaced?.()
    // What another remembers by now is not overwritten.
    guard.insist()
    if (request.record !== undefined) keepElsewhere(writePlainRecord(found.record), request)
    rememberGood(paths, changes.good, state => rememberBeside(state, { found, resident, request }))
    return gone
  })
  const addresses = new Map(found.came.map(story => [story.path, story.permalink]))
  // Readers have it already; what this process remembers is as it was.
  const vanished = vanishedBy(left, { found, resident })
  const explanation = explainChange(changes, { found, resident })
  apply(changes, { found, resident, request, lists })
  return {
    kind: 'published',
    site,
    edition: found.edition,
    addressOf: path => addresses.get(path),
    written: writtenOf(made),
    removed,
    subscribers: changes.subscribers,
    diagnostics: [
      ...diagnosticsOf(resident, resident),
      ...found.diagnostics.filter(one => !isSaidAgain(one)),
      ...vanished,
    ].sort(byPlace),
    retryAt: triedAgain(found.slow.failed),
    isUntidy: areUntidy(paths.entries, resident.entryBytes),
    work: {
      files: found.paths.size,
      described: artifacts.length,
      made: made.length,
    },
    explanation,
  }
}

/** Feeds and standing pages that were published and are no more. */
function vanishedBy(
  left: readonly OutPath[],
  { found, resident }: Pick<Context, 'resident'> & { readonly found: ChangedNewsroom },
): readonly Diagnostic[] {
  const gone = new Set(left.filter(path => answersAsItIs(resident.manifest.get(path)?.answer)))
  const { edition, record } = found
  const { site, statics } = resident
  // By their archives, front pages are told from standing pages.
  const archives = [...resident.edition.archives, ...edition.archives].map(({ path }) => outPathOf(path))
  const standing = resident.edition.standing.map(({ permalink }) => outPathOf(permalink))
  const before = new Set([...gone, ...archives, ...standing])
  return vanishedAddresses(before, { edition, site, record, statics, kept: new Set(), stays: path => !gone.has(path) })
}

/** What leaves the site leaves the search first. */
function dropLeft(
  { left, came, edition }: ChangedNewsroom,
  { resident: { site, kept }, paths }: { readonly resident: ResidentNewsroom; readonly paths: PublishRequest['paths'] },
): void {
  const stays = publicIn({ released: came }, { has: () => false })
  if (left.every(story => story.withdrawn || stays(story))) return
  dropStaleIndex(paths, { wanted: site.search, isPublic: publicIn(edition, kept) })
}

/** What the next process wants to know of this publish, beside the sources. */
function rememberBeside(
  state: StateDatabase,
  { found: { edition, missingStories }, resident, request }: Context & { readonly found: ChangedNewsroom },
): void {
  if (request.byClock) rememberReached(state, edition.reached)
  state.setUpcoming(expectedBy(edition))
  if (missingStories.length + resident.missing.length > 0) state.setMissing(missingStories)
}

/** Brings what this process remembers up to date. */
function apply(
  { made, left, carried, sized, described, entries, feeds, recordFile }: MadeChanges,
  {
    found,
    resident,
    request,
    lists: { entries: entriesNow },
  }: Context & { readonly found: ChangedNewsroom; readonly lists: ReturnType<typeof stageChange> },
): void {
  const { paths, read, computed } = found
  const { known } = resident
  const looked = new Set([...paths, ...found.changes.files.keys()])
  countLanguages(resident, { paths: looked, by: -1 })
  for (const [id, now] of found.entries) noteEntry(resident, { before: resident.record.get(id), now })
  const namesBefore = namesToChange(found).map(member => [member, namesOf(resident, member)] as const)
  const standing = standingIn(request.paths.out)
  for (const one of made) {
    const { path } = one.artifact
    const now = standing(path)
    if (now) known.set(path, { ...rememberedOf(one), ...now })
  }
  for (const [path, entry] of entries) {
    const file = known.get(path)
    if (file && file.entry !== entry) known.set(path, { ...file, entry })
  }
  for (const [path, file] of found.changes.files) {
    if (file && isBeside(path)) resident.filesBeside.set(path, file)
    else resident.filesBeside.delete(path)
    if (file) resident.files.set(path, file)
    else {
      resident.files.delete(path)
      resident.sources.articles.delete(path)
    }
  }
  for (const [path, parsed] of found.changes.parsed) {
    const file = found.changes.files.get(path)
    if (file) resident.sources.articles.set(path, { mark: rememberedMark(file), value: parsed.value })
  }
  for (const path of paths) {
    resident.articles.delete(path)
    const replaced = read.replaced.get(path)
    if (replaced === undefined) resident.replaced.delete(path)
    else resident.replaced.set(path, replaced)
  }
  for (const article of computed.articles) resident.articles.set(article.path, article)
  for (const story of found.left) {
    resident.released.delete(story.path)
    resident.storyAt.delete(outPathOf(story.permalink))
  }
  for (const story of found.came) {
    resident.released.set(story.path, story)
    resident.storyAt.set(outPathOf(story.permalink), story.path)
  }
  const isSettled = ({ id }: Article): boolean => resident.record.get(id) === found.record.get(id)
  resident.unsettled = new Set(computed.articles.filter(article => !isSettled(article)).map(({ path }) => path))
  countLanguages(resident, { paths: looked, by: 1 })
  setAll(resident.record, found.entries)
  resident.recordBytes = recordFile.after
  for (const { path } of found.left) resident.moved.delete(path)
  const renamed = [...found.entries.values()].flatMap(({ path }) => resident.released.get(path) ?? [])
  for (const story of [...found.came, ...renamed]) noteMoved(resident, story)
  for (const { id, path } of computed.articles) if (resident.gone.has(id)) resident.gone.set(id, path)
  setAll(resident.manifest, entriesNow)
  for (const [path, entry] of entriesNow) noteFormerPage(resident, path, entry)
  setAll(resident.states, changesFrom(resident.states, found.edition.stateOf))
  setAll(resident.several, changesFrom(resident.several, found.edition.several))
  resident.edition = { ...found.edition, stateOf: resident.states, several: resident.several }
  resident.stories.remove(found.left)
  for (const [story, size] of sized) resident.stories.setSized(story, size)
  resident.retryAt = triedAgain(found.slow.failed)
  resident.diagnostics = [
    ...found.diagnostics.filter(one => isSaidAgain(one) && !isIdleRedirect(one)),
    ...atTheirPlaces(described.idleRedirects, resident.files),
  ].sort(byPlace)
  resident.mentions = found.mentions
  resident.obstacles = found.obstacles
  resident.missing = found.missing
  setAll(resident.images, changesFrom(resident.images, found.images))
  setAll(resident.imageMemory, found.imageStore.memoryOf(read.files))
  const past = resident.past
  resident.past = new Set(described.past.map(({ path }) => path))
  for (const path of left) {
    known.delete(path)
    forgetArtifact(resident, path)
  }
  for (const path of resident.past) {
    if (!past.has(path)) forgetPage(resident, path)
    noteFaults(resident, path, known.get(path)?.diagnostics ?? [])
  }
  for (const artifact of [...described.artifacts, ...feeds.flatMap(({ artifacts }) => artifacts)])
    if (!resident.past.has(artifact.path)) noteArtifact(resident, artifact)
  for (const [page, reads] of described.reads) resident.reads.set(page, reads)
  resident.kinds.note(described.kinds)
  for (const [path, channel] of carried) {
    if (channel) resident.carried.set(path, channel)
    else resident.carried.delete(path)
  }
  const after = new Set([...namesBefore.map(([member]) => member), ...namesToChange(found)])
  const before = new Map(namesBefore)
  for (const member of after) {
    const [was] = before.get(member) ?? []
    const [now] = namesOf(resident, member)
    resident.names.set(member, { before: was, now })
  }
}

/** Puts changes into a map; undefined takes an entry away. */
function setAll<Key, Value>(map: MutableMap<Key, Value>, changes: MapChanges<Key, Value>): void {
  for (const [key, value] of changes)
    if (value === undefined) map.delete(key)
    else map.set(key, value)
}

/** The files and entries whose names a change may have changed. */
function namesToChange({ paths, computed, changes }: ChangedNewsroom): readonly Member[] {
  return [
    ...[...paths, ...changes.files.keys()].map((path): Member => `file ${path}`),
    ...[...computed.record.keys()].map((id): Member => `entry ${id}`),
  ]
}

/** A redirect of `site.yaml` that leads from an address where something is. */
function isIdleRedirect({ path, code, field }: Diagnostic): boolean {
  return path === SITE_FILE && code === 'same-address' && field === 'redirects'
}

/** Every mistake of the newsroom, those in unchanged files included. */
function diagnosticsOf(
  { siteDiagnostics, faults }: ResidentNewsroom,
  { diagnostics }: Pick<ChangedNewsroom, 'diagnostics'>,
): readonly Diagnostic[] {
  return [...siteDiagnostics, ...diagnostics, ...faultsOnce([...faults.values()].flat())].sort(byPlace)
}
