import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Build } from '../build.ts'
import { type DescribedFeed, describeFeeds, type Entries } from '../describe-feeds.ts'
import type { OutPath, SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import {
  type Artifact,
  type FeedArtifact,
  type FileArtifact,
  type PageArtifact,
  rankOf,
  type TextArtifact,
} from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { type Known, type Link, type Plan, type PlanInputs, planPublish } from '../plan/plan-publish.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import type { ChannelDiff } from '../plan/subscriber-diff.ts'
import { standingIn } from './out-folder.ts'
import type { ReadNewsroom } from './read-newsroom.ts'
import type { RenderPool } from './render-pool.ts'
import type { BodySource, FeedTask, PageTask, RenderResult, RenderTask } from './render-task.ts'
import { type Made, stageFile } from './stage-file.ts'
import { type Lead, leadsIn } from './targets.ts'
import { targetsOf } from './targets-of.ts'

/** What making needs. */
export interface MakeRequest {
  readonly built: Build
  readonly read: ReadNewsroom
  readonly known: ReadonlyMap<OutPath, Known>
  readonly out: string
  /** Folder for the made files; undefined to make and compare only. */
  readonly stage: string | undefined
  /** Folder of the store of entries. */
  readonly entries: string
  readonly pool: RenderPool
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}

/** An artifact that was made, and what to remember of it. */
export interface MadeArtifact extends Pick<Known, 'links' | 'diagnostics' | 'entry'> {
  readonly artifact: Artifact
  readonly made: Made
}

/** A story whose body cannot be rendered as it stands. */
export interface FailedStory {
  readonly path: SourcePath
  readonly hash: string
  readonly diagnostics: readonly Diagnostic[]
}

/** All that had to be made, in the order in which to put it in place; or what stood in the way. */
export type Making =
  | {
      readonly kind: 'made'
      readonly made: readonly MadeArtifact[]
      readonly keep: ReadonlyMap<OutPath, Known>
      readonly subscribers: readonly ChannelDiff[]
    }
  | { readonly kind: 'again'; readonly failed: readonly FailedStory[] }
  /** What was remembered cannot be used. */
  | { readonly kind: 'damaged' }

/**
 * Pass two. First the pages and entries of stories, in parallel; then, since how channels are cut follows from their entries,
 * the feeds; and the files that bodies refer to. Touches nothing in `out/`.
 */
export async function makeArtifacts(request: MakeRequest): Promise<Making> {
  const { built, read, out } = request
  const run = startRun(request)
  const plan = planPublish({ ...run.planning, artifacts: built.artifacts })
  const jobs = jobsOf(plan, request)
  const outcome = sortResults(jobs, await run.render(jobs.map(({ task }) => task)))
  if (outcome.again) return { kind: 'again', failed: outcome.failed }

  const feeds = describeFeeds(built, entriesNow(built, { keep: plan.keep, rendered: outcome.entries }))
  const feedPlan = planPublish({ ...run.planning, artifacts: feeds.flatMap(({ artifacts }) => artifacts) })
  const feedJobs = feedJobsOf(feeds, { make: new Set(feedPlan.make), out, stage: request.stage })
  const written = await run.render(feedJobs.map(({ task }) => task))
  if (written.some(({ kind }) => kind === 'damaged')) return { kind: 'damaged' }

  const filePlan = planPublish({
    ...run.planning,
    artifacts: broughtFiles({ plan, pages: outcome.pages, leads: run.leads, built }),
  })
  const others = [...plan.make, ...filePlan.make].filter(artifact => artifact.kind === 'text' || artifact.kind === 'file')
  const made = [
    ...outcome.pages,
    ...feedJobs.flatMap(({ artifacts }, index) => madeFeeds(artifacts, written[index])),
    ...others.map((artifact, index) =>
      makeHere(artifact, { read, out, stage: request.stage && join(request.stage, `file-${index}`) }),
    ),
  ].sort((a, b) => rankOf(a.artifact) - rankOf(b.artifact))
  const keep = new Map([...plan.keep, ...feedPlan.keep, ...filePlan.keep])
  const subscribers = channelDiffs(feedJobs, { written, built })
  return { kind: 'made', made, keep: withEntries(keep, { built, rendered: outcome.entries }), subscribers }
}

interface MakingRun {
  readonly leads: (from: SourcePath, target: string) => Lead
  readonly planning: Omit<PlanInputs, 'artifacts'>
  readonly render: (tasks: readonly RenderTask[]) => Promise<readonly RenderResult[]>
}

function startRun({ built, read, known, out, pool, entries, onProgress }: MakeRequest): MakingRun {
  const targets = targetsOf(built, read)
  const leads = leadsIn(targets)
  const setup = { site: built.site, targets, entries, pack: randomBytes(9).toString('hex') }
  return {
    leads,
    planning: {
      known,
      standing: standingIn(out),
      leads: (artifact, target) =>
        artifact.kind === 'page' && artifact.source ? leads(artifact.source.path, target).mark : '',
    },
    render: tasks => pool.render(setup, { tasks, onProgress: done => onProgress({ done, total: tasks.length }) }),
  }
}

interface PageJob {
  readonly task: PageTask
  readonly artifact: PageArtifact | undefined
}

/** Every page to be made, with its story's entry; and the entries of stories whose page stands and whose entry does not. */
function jobsOf(plan: Plan, request: MakeRequest): readonly PageJob[] {
  const { built, out, stage } = request
  const pages = plan.make
    .filter(artifact => artifact.kind === 'page')
    .map(
      (artifact, index): PageJob => ({
        artifact,
        task: {
          ...taskFor(artifact, request),
          page: artifact.page,
          place: { out: join(out, artifact.path), stage: stage && join(stage, `page-${index}`) },
        },
      }),
    )
  const entries = built.artifacts
    .filter(artifact => artifact.kind === 'page')
    .filter(({ page, path }) => page.kind === 'article' && plan.keep.has(path) && !plan.keep.get(path)?.entry)
    .map((artifact): PageJob => ({ artifact: undefined, task: taskFor(artifact, request) }))
  return [...pages, ...entries]
}

function taskFor({ page, source }: PageArtifact, { read }: MakeRequest): PageTask {
  const body = source && bodySource(source, read)
  if (page.kind !== 'article') return { kind: 'page', page: undefined, body, entry: undefined, place: undefined }
  const { article, image, attachments } = page
  return { kind: 'page', page: undefined, body, entry: { article, image, attachments }, place: undefined }
}

function bodySource(
  { path, permalink, source }: Pick<Article, 'path' | 'permalink' | 'source'>,
  { files, replaced }: ReadNewsroom,
): BodySource {
  return { path, permalink, ...source, onDisk: files.get(path) ?? path, replaced: replaced.get(path) }
}

interface Outcome {
  readonly pages: readonly MadeArtifact[]
  readonly entries: Entries
  readonly again: boolean
  readonly failed: readonly FailedStory[]
}

function sortResults(jobs: readonly PageJob[], results: readonly RenderResult[]): Outcome {
  const pages: MadeArtifact[] = []
  const entries = new Map<string, StoredEntry>()
  const failed: FailedStory[] = []
  let changed = false
  for (const [index, { artifact, task }] of jobs.entries()) {
    const result = results[index]
    if (result?.kind === 'failed' && task.body)
      failed.push({ path: task.body.path, hash: task.body.hash, diagnostics: result.diagnostics })
    if (result?.kind === 'changed') changed = true
    if (result?.kind !== 'rendered') continue
    const { made, entry, links, diagnostics } = result
    if (entry && task.entry) entries.set(task.entry.article.id, entry)
    if (artifact && made) pages.push({ artifact, made, links, diagnostics, ...(entry && { entry }) })
  }
  return { pages, entries, failed, again: changed || failed.length > 0 }
}

/** The entry of every story: rendered now, or remembered with its page. */
function entriesNow(
  { artifacts }: Build,
  { keep, rendered }: { readonly keep: Plan['keep']; readonly rendered: Entries },
): Entries {
  const entries = new Map(rendered)
  for (const artifact of artifacts) {
    const entry = keep.get(artifact.path)?.entry
    const id = storyOf(artifact)
    if (entry && id !== undefined && !entries.has(id)) entries.set(id, entry)
  }
  return entries
}

/** What is remembered of kept pages, with entries that were rendered anew. */
function withEntries(
  keep: Plan['keep'],
  { built, rendered }: { readonly built: Build; readonly rendered: Entries },
): Plan['keep'] {
  const kept = new Map(keep)
  for (const artifact of built.artifacts) {
    const before = kept.get(artifact.path)
    const entry = rendered.get(storyOf(artifact) ?? '')
    if (before && entry) kept.set(artifact.path, { ...before, entry })
  }
  return kept
}

function storyOf(artifact: Artifact): string | undefined {
  return artifact.kind === 'page' && artifact.page.kind === 'article' ? artifact.page.article.id : undefined
}

interface FeedJob {
  readonly task: FeedTask
  readonly artifacts: readonly FeedArtifact[]
}

/** Every document to be written; its formats are written together, from entries read once. */
function feedJobsOf(
  feeds: readonly DescribedFeed[],
  { make, out, stage }: { readonly make: ReadonlySet<Artifact>; readonly out: string; readonly stage: string | undefined },
): readonly FeedJob[] {
  return feeds.flatMap(({ document, artifacts, entries }, index): FeedJob[] => {
    const wanted = artifacts.filter(artifact => make.has(artifact))
    if (wanted.length === 0) return []
    const places = wanted.map(({ path, format }) => ({
      format,
      out: join(out, path),
      stage: stage && join(stage, `feed-${index}-${format}`),
    }))
    return [{ artifacts: wanted, task: { kind: 'feed', document, entries, places } }]
  })
}

function madeFeeds(artifacts: readonly FeedArtifact[], result: RenderResult | undefined): readonly MadeArtifact[] {
  if (result?.kind !== 'written') return []
  return artifacts.flatMap((artifact, index): MadeArtifact[] => {
    const made = result.made[index]
    return made ? [{ artifact, made, links: [], diagnostics: [] }] : []
  })
}

/** What subscribers see, channel by channel. A story that only moved on into an archive has not left. */
function channelDiffs(
  jobs: readonly FeedJob[],
  { written, built }: { readonly written: readonly RenderResult[]; readonly built: Build },
): readonly ChannelDiff[] {
  const channels = new Map(built.edition.channels.map(channel => [channel.path, channel]))
  return jobs.flatMap(({ task }, index) => {
    const result = written[index]
    const channel = channels.get(task.document.channel.path)
    if (result?.kind !== 'written' || !result.diff || !channel) return []
    const { diff } = result
    const carried = new Set(channel.stories.map(({ id }) => id))
    return [{ ...diff, channel, leaving: diff.leaving.filter(({ id }) => !carried.has(id)) }]
  })
}

/** The files that published stories refer to: main images, and what bodies link to and show. */
function broughtFiles({
  plan,
  pages,
  leads,
  built,
}: {
  readonly plan: Plan
  readonly pages: readonly MadeArtifact[]
  readonly leads: MakingRun['leads']
  readonly built: Build
}): readonly FileArtifact[] {
  const files = new Map<OutPath, FileArtifact>()
  const taken = new Set(built.artifacts.map(({ path }) => path))
  const bring = (source: SourcePath, mark: string): void => {
    if (!taken.has(source)) files.set(source, { kind: 'file', path: source, source, key: mark })
  }
  const links = new Map<OutPath, readonly Link[]>(pages.map(page => [page.artifact.path, page.links]))
  for (const artifact of built.artifacts) {
    if (artifact.kind !== 'page' || !artifact.source) continue
    const from = artifact.source.path
    for (const { target } of links.get(artifact.path) ?? plan.keep.get(artifact.path)?.links ?? []) {
      const lead = leads(from, target)
      if (lead.brings !== undefined) bring(lead.brings, lead.mark)
    }
    if (artifact.page.kind !== 'article') continue
    const { image, attachments } = artifact.page
    for (const { path } of [...(image ? [image] : []), ...attachments.map(({ file }) => file)])
      bring(path.slice(1), leads('', path).mark)
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Makes what needs no rendering, on this thread. */
function makeHere(
  artifact: TextArtifact | FileArtifact,
  { read, out, stage }: { readonly read: ReadNewsroom; readonly out: string; readonly stage: string | undefined },
): MadeArtifact {
  const content = artifact.kind === 'text' ? artifact.text : readFileSync(read.files.get(artifact.source) ?? artifact.source)
  return { artifact, made: stageFile(content, { out: join(out, artifact.path), stage }), links: [], diagnostics: [] }
}
