import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ImageStore } from '../images/image-store.ts'
import { leadsIn, packTargets, type Targets, targetsIn } from '../links/targets.ts'
import type { OutPath } from '../model/address.ts'
import type { Artifact, ArtifactAt, FeedArtifact, FileArtifact, ImageArtifact, TextArtifact } from '../model/artifact.ts'
import { once } from '../model/once.ts'
import type { Theme } from '../model/theme.ts'
import { type StagedRecord, stageRecord } from '../output/out-folder.ts'
import { stageFile } from '../output/stage-file.ts'
import { decideOn, type Known, type MakeReason, type PlanInputs } from '../plan/plan-publish.ts'
import type { ChannelDiff } from '../plan/subscriber-diff.ts'
import { flushFiles } from '../platform/flush-files.ts'
import { allEnded } from '../platform/in-parallel.ts'
import { readWithin } from '../platform/open-within.ts'
import type { Interruptions, RenderPool } from '../render/render-pool.ts'
import type { RenderResult, RenderSetup, RenderTask } from '../render/render-task.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'
import type { FailedStory } from '../state/remembered-failures.ts'
import type { Read } from '../stories/recorded-reads.ts'
import { bringing, broughtArtifacts, prepareImages } from './brought-files.ts'
import type { Build, OnReads } from './build.ts'
import { carriedChannels, type DescribedFeed, describeFeeds } from './describe-feeds.ts'
import { carriersIn, channelDiffs, type FeedJob, feedJobsOf, madeFeeds } from './feed-jobs.ts'
import { type MadeArtifact, placedOf, polledFiles } from './made-artifact.ts'
import { notMade, type PageJobInputs } from './page-jobs.ts'
import { pageStream } from './page-stream.ts'
import type { PublishRequest } from './publish-request.ts'
import { type OnFile, StagedFiles } from './staged-files.ts'
import { targetsOf } from './targets-of.ts'
import { changedEntriesIn, type WhyMade } from './why-made.ts'

/** What making needs. */
export interface MakeRequest extends Interruptions, Pick<PageJobInputs, 'turnOf'> {
  readonly built: Build
  readonly read: ReadNewsroom
  readonly known: ReadonlyMap<OutPath, Known>
  readonly out: string
  readonly standing: PlanInputs['standing']
  /** Folder for the made files; undefined to make and compare only. */
  readonly stage: string | undefined
  /** Folders of stored entries; what is rendered now goes into the first. */
  readonly entries: RenderSetup['entries']
  readonly keepsEntries: RenderSetup['keepsEntries']
  readonly theme: Theme | undefined
  readonly pool: RenderPool
  readonly images: ImageStore
  /** Whether to note why each artifact is made. */
  readonly explain?: boolean | undefined
  /** Whether all that is made is wanted in the end. */
  readonly keepsArtifacts: boolean
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
  /** Remembers what is described, while it is rendered. */
  readonly remembering?: Remembering | undefined
}

/** Remembers what a publish of the whole describes and makes. */
export interface Remembering {
  /** Begins an attempt; what was remembered of the one before is dropped. `leads` says where an address in a body leads. */
  readonly begin: (leads: ReturnType<typeof leadsIn>) => RememberedArtifacts
  /** Remembers all that is known before anything is rendered. */
  readonly fill: (described: DescribedPublish) => Promise<void>
}

/** Gets each artifact, as it is described and once it is made. */
export interface RememberedArtifacts {
  readonly onReads: OnReads
  readonly onFile: OnFile
}

/** A publish of the whole once it is described, before anything of it is rendered. */
export interface DescribedPublish {
  readonly read: ReadNewsroom
  readonly built: Build
  readonly targets: Targets
}

/** All that had to be made, in the order in which to put it in place; or what stood in the way. */
export type Making =
  | {
      readonly kind: 'made'
      readonly files: StagedFiles
      /** Files with the sources of the pages that were made. */
      readonly good: readonly string[]
      /** Every document of every feed, made or kept. */
      readonly feeds: readonly FeedArtifact[]
      readonly subscribers: readonly ChannelDiff[]
      readonly recordFile: StagedRecord
      readonly targets: Targets
      /** Why each was made, where that was asked for. */
      readonly why: ReasonsToMake | undefined
    }
  | { readonly kind: 'again'; readonly failed: readonly FailedStory[] }
  /** An image came out otherwise than its header told: what shows it is to be rendered again. */
  | { readonly kind: 'images' }
  /** What was remembered cannot be used. */
  | { readonly kind: 'damaged' }

/** Why artifacts were made, with what there is to say of it. */
export interface ReasonsToMake extends WhyMade {
  readonly feeds: readonly DescribedFeed[]
  /** What the page of each story reads of others. */
  readonly reads: ReadonlyMap<OutPath, readonly Read[]>
}

/**
 * Pass two. First the pages and entries of stories, in parallel, each described when its turn comes; then, since how channels are cut follows from
 * their entries, the feeds; and the files that bodies refer to. Touches nothing in `out/`.
 */
export async function makeArtifacts(request: MakeRequest): Promise<Making> {
  const { built, read, known, standing, out, explain } = request
  const taken = new Set<OutPath>()
  let pages = 0
  // In one go: to go through the pages of a large newsroom takes a while.
  const counted = function* (): Generator<ArtifactAt> {
    for (const artifact of built.artifactsAt()) {
      if (artifact.kind === 'page') pages++
      else taken.add(artifact.path)
      yield artifact
    }
  }
  const targets = targetsIn(packTargets(targetsOf({ ...built, artifacts: counted() }, read)))
  const leads = leadsIn(targets)
  const reasons = explain ? new Map<OutPath, MakeReason>() : undefined
  const planning: Omit<PlanInputs, 'artifacts'> = {
    known,
    standing,
    leads: (artifact, target) => (artifact.kind === 'page' && artifact.source ? leads(artifact.source.path, target).mark : ''),
    onMake: reasons && (({ path }, reason) => void reasons.set(path, reason)),
  }
  const remembered = request.remembering?.begin(leads)
  const files = new StagedFiles({ ...request, onFile: remembered?.onFile })
  const run = startRun({ ...request, site: built.site, hub: built.hub, targets })
  // No page has the name of a file that can be brought.
  const brought = bringing({ leads, isTaken: path => taken.has(path) })
  const decide = decideOn(planning)
  const reads = new Map<OutPath, readonly Read[]>()
  const stream = pageStream(built, {
    ...request,
    decide,
    files,
    brought,
    pages,
    onReads: (path, its) => {
      remembered?.onReads(path, its)
      if (explain) reads.set(path, its)
    },
  })
  const meanwhile = async (): Promise<StagedRecord> => {
    const staged = stageRecord(out, built.record, request.stage)
    await request.remembering?.fill({ read, built, targets })
    return staged
  }
  // While threads render, this one has little to do, and the disk as well. All of it goes into the stage, which stays until both have ended.
  const [, recordFile] = await allEnded([run.renderEach(stream.tasks(), stream.onResult), meanwhile()])
  const { results } = stream
  if (results.again) return { kind: 'again', failed: results.failed }

  request.interrupted?.throwIfAborted()
  const images = { files: read.files, store: request.images, leads, onProgress: request.onProgress }
  if ((await prepareImages(brought.files(), images)) === 'otherwise') return { kind: 'images' }

  const { entries } = files
  const feeds = describeFeeds(built, { carried: carriedChannels(built, entries), entries })
  const documents = feeds.flatMap(({ artifacts }) => artifacts)
  const feedJobs = feedJobsOf(feeds, {
    make: new Set(toMake(documents, { decide, files })),
    out,
    stage: request.stage,
    compares: true,
  })
  const written = await run.render(feedJobs.map(({ task }) => task))
  if (written.some(({ kind }) => kind === 'damaged')) return { kind: 'damaged' }
  for (const [index, { artifacts }] of feedJobs.entries())
    if (artifacts[0] && written[index]?.kind !== 'written') throw notMade(artifacts[0].path)
  const madeDocuments = feedJobs.flatMap(({ artifacts }, index) => madeFeeds(artifacts, written[index]))
  for (const one of madeDocuments) files.addMade(one)

  for (const { source } of brought.files()) taken.add(source)
  const broughtNow = broughtArtifacts(brought.files(), {
    files: read.files,
    store: request.images,
    isTaken: path => taken.has(path),
  })
  const here = [...stream.others, ...toMake(broughtNow, { decide, files })]
  for (const one of await makeHere(here, request)) files.addMade(one)
  await flushFiles(polledFiles(madeDocuments, out))
  const { edition } = built
  const byId = once(() => new Map(edition.released.map(story => [story.id, story])))
  const subscribers = channelDiffs(feedJobs, { written, carries: carriersIn(edition, id => byId().get(id)) })
  return {
    kind: 'made',
    files,
    good: run.good(),
    feeds: documents,
    subscribers,
    recordFile,
    targets,
    why: reasons && { reasons, feeds, reads, carried: changedEntriesIn(feeds, { entries: results.entries, known }) },
  }
}

/** Those of these artifacts that are to be made; the others stay. */
function toMake(
  artifacts: readonly Artifact[],
  { decide, files }: { readonly decide: ReturnType<typeof decideOn>; readonly files: StagedFiles },
): readonly Artifact[] {
  const make: Artifact[] = []
  for (const artifact of artifacts) {
    const { kept } = decide(artifact)
    if (kept) files.addKept(artifact, kept)
    else make.push(artifact)
  }
  return make
}

/** A run of rendering. */
export interface MakingRun {
  /** Renders every task and passes each result to `onResult`, with the number of its task. */
  readonly renderEach: (
    tasks: Iterable<() => RenderTask>,
    onResult: (result: RenderResult, index: number) => void,
  ) => Promise<void>
  /** The same, and gives all results in the order of the tasks. */
  readonly render: (
    tasks: readonly (() => RenderTask)[],
    onResult?: (result: RenderResult, index: number) => void,
  ) => Promise<readonly RenderResult[]>
  /** Files with the sources of what was rendered. */
  readonly good: () => readonly string[]
}

/** Begins the names of the packs that this process writes into the folder of the newsroom's. */
const PACK = randomName()

/** Starts a run of rendering: one setup of the threads. */
export function startRun({
  stage,
  pool,
  onProgress,
  interrupted,
  giveUp,
  ...setup
}: Pick<MakeRequest, 'stage' | 'pool' | 'onProgress' | keyof Interruptions> & Omit<RenderSetup, 'pack' | 'good'>): MakingRun {
  const { site, hub, theme, targets, entries, keepsEntries } = setup
  const good = stage && join(stage, `good-${randomName()}`)
  // Entries that are not kept stand beside those that are: the same name would be that of two packs.
  const pack = entries.length > 1 ? randomName() : PACK
  const shared = { site, hub, theme, targets, entries, keepsEntries, pack, good }
  return {
    good: () => (good !== undefined && existsSync(good) ? [good] : []),
    renderEach: (tasks, onResult) => pool.renderEach(shared, { tasks, onResult, interrupted, giveUp }),
    render: (tasks, onResult) =>
      pool.render(shared, {
        tasks,
        onProgress: done => onProgress({ done, total: tasks.length }),
        onResult,
        interrupted,
        giveUp,
      }),
  }
}

function randomName(): string {
  return randomBytes(9).toString('hex')
}

/** What documents of feeds came to. */
interface WrittenFeeds {
  readonly results: readonly RenderResult[]
  readonly made: readonly MadeArtifact[]
  /** Fulfilled once what subscribers poll survives a loss of power: to be awaited before anything is put in place. */
  readonly flushed: readonly Promise<void>[]
}

/** Writes documents, and tells of each as soon as it is staged; undefined where one could not be written. */
export async function writeFeedJobs(
  jobs: readonly FeedJob[],
  {
    run,
    request: { paths, onStaged },
  }: { readonly run: MakingRun; readonly request: Pick<PublishRequest, 'paths' | 'onStaged'> },
): Promise<WrittenFeeds | undefined> {
  const made: (readonly MadeArtifact[])[] = []
  const flushed: Promise<void>[] = []
  const results = await run.render(
    jobs.map(({ task }) => task),
    (result, index) => {
      const files = madeFeeds(jobs[index]?.artifacts ?? [], result)
      made[index] = files
      const flushing = flushFiles(polledFiles(files, paths.out))
      // Who awaits it is told of a failure.
      flushing.catch(() => {})
      flushed.push(flushing)
      onStaged?.(placedOf(files))
    },
  )
  return results.every(({ kind }) => kind === 'written') ? { results, made: made.flat(), flushed } : undefined
}

interface HasFiles {
  readonly read: { readonly files: Pick<ReadNewsroom['files'], 'get'> }
}

/** Makes what needs no rendering, on this thread; one after the other, so that no two large files are held at once. */
export async function makeHere(
  artifacts: readonly Artifact[],
  { read, out, stage, images }: Pick<MakeRequest, 'out' | 'stage' | 'images'> & HasFiles,
): Promise<readonly MadeArtifact[]> {
  const made: MadeArtifact[] = []
  for (const [index, artifact] of artifacts.entries()) {
    if (artifact.kind === 'page' || artifact.kind === 'feed') continue
    const content = await contentOf(artifact, { read, images })
    const place = { out: join(out, artifact.path), stage: stage && join(stage, `file-${index}`) }
    made.push({ artifact, made: stageFile(content, place), links: [], diagnostics: [] })
  }
  return made
}

function contentOf(
  artifact: TextArtifact | FileArtifact | ImageArtifact,
  { read: { files }, images }: Pick<MakeRequest, 'images'> & HasFiles,
): string | Buffer | Promise<Buffer> {
  if (artifact.kind === 'text') return artifact.text()
  const file = files.get(artifact.source)
  if (!file) throw new TypeError(`${artifact.source} is to be published, and was not listed`)
  return artifact.kind === 'image' ? images.read(file, artifact.width) : readWithin(file)
}
