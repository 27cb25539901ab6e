import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Build } from '../build.ts'
import type { Entry } from '../feed/entry.ts'
import { newsFeed, writeFeed } from '../feed/news-feed.ts'
import type { OutPath, SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import { type Artifact, type FeedArtifact, type FileArtifact, type PageArtifact, rankOf } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { type Known, type Link, type Plan, type PlanInputs, planPublish } from '../plan/plan-publish.ts'
import { standingIn } from './out-folder.ts'
import type { ReadNewsroom } from './read-newsroom.ts'
import type { RenderPool } from './render-pool.ts'
import type { BodySource, RenderResult, RenderTask } from './render-task.ts'
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
  readonly pool: RenderPool
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}

/** An artifact that was made, and what to remember of it. */
export interface MadeArtifact extends Pick<Known, 'links' | 'diagnostics'> {
  readonly artifact: Artifact
  readonly made: Made
}

/** All that had to be made, in the order in which to put it in place; or the articles that stood in the way. */
export type Making =
  | { readonly kind: 'made'; readonly made: readonly MadeArtifact[]; readonly keep: ReadonlyMap<OutPath, Known> }
  | {
      readonly kind: 'again'
      readonly failed: readonly {
        readonly path: SourcePath
        readonly hash: string
        readonly diagnostics: readonly Diagnostic[]
      }[]
    }

/** Pass two: plans, renders bodies and pages in parallel, then makes what is made of them. Touches nothing in `out/`. */
export async function makeArtifacts(request: MakeRequest): Promise<Making> {
  const { built, read, known, out, pool } = request
  const targets = targetsOf(built, read)
  const leads = leadsIn(targets)
  const leadsFrom: PlanInputs['leads'] = (artifact, { target, from }) => {
    const path = from ?? (artifact.kind === 'page' ? artifact.source?.path : undefined)
    return path === undefined ? '' : leads(path, target).mark
  }
  const standing = standingIn(out)
  const plan = planPublish({ artifacts: built.artifacts, known, standing, leads: leadsFrom })
  const jobs = jobsOf(plan, request)
  const results = await pool.render(
    { site: built.site, targets },
    { tasks: jobs.map(({ task }) => task), onProgress: done => request.onProgress({ done, total: jobs.length }) },
  )
  const outcome = sortResults(jobs, results)
  if (outcome.again) return { kind: 'again', failed: outcome.failed }

  const files = planPublish({
    artifacts: broughtFiles({ plan, pages: outcome.pages, leads, built }),
    known,
    standing,
    leads: leadsFrom,
  })
  const rest = [...plan.make, ...files.make].flatMap(
    (artifact, index) => makeHere(artifact, { ...request, ...outcome, index }) ?? [],
  )
  const made = [...outcome.pages, ...rest].sort((a, b) => rankOf(a.artifact) - rankOf(b.artifact))
  return { kind: 'made', made, keep: new Map([...plan.keep, ...files.keep]) }
}

interface Job {
  readonly task: RenderTask
  readonly artifact: PageArtifact | undefined
}

/** Every page to be made, and an entry for every story that a feed to be made carries; a story that needs both is read once. */
function jobsOf(plan: Plan, { built, read, out, stage }: MakeRequest): readonly Job[] {
  const wanted = new Map<SourcePath, Article>()
  for (const artifact of plan.make)
    if (artifact.kind === 'feed') for (const story of artifact.channel.stories) wanted.set(story.path, story)
  const pages = plan.make.filter(artifact => artifact.kind === 'page')
  const entryOf = (path: SourcePath | undefined): RenderTask['entry'] => {
    const article = path === undefined ? undefined : wanted.get(path)
    if (!article || path === undefined) return undefined
    wanted.delete(path)
    return { article, image: article.image && built.images.get(article.image.path) }
  }
  const pageJobs = pages.map(
    (artifact, index): Job => ({
      artifact,
      task: {
        page: artifact.page,
        body: artifact.source && bodySource(artifact.source, read),
        entry: entryOf(artifact.source?.path),
        place: { out: join(out, artifact.path), stage: stage && join(stage, `page-${index}`) },
      },
    }),
  )
  const entryJobs = [...wanted.values()].map(
    (article): Job => ({
      artifact: undefined,
      task: { page: undefined, body: bodySource(article, read), entry: entryOf(article.path), place: undefined },
    }),
  )
  return [...pageJobs, ...entryJobs]
}

function bodySource(
  { path, permalink, source }: Pick<Article, 'path' | 'permalink' | 'source'>,
  { files, replaced }: ReadNewsroom,
): BodySource {
  return { path, permalink, ...source, onDisk: files.get(path) ?? path, replaced: replaced.get(path) }
}

interface Outcome {
  readonly pages: readonly MadeArtifact[]
  readonly entries: readonly Entry[]
  /** Addresses in the bodies of the entries, by the file of the story. */
  readonly entryLinks: ReadonlyMap<SourcePath, readonly Link[]>
  readonly again: boolean
  readonly failed: readonly { readonly path: SourcePath; readonly hash: string; readonly diagnostics: readonly Diagnostic[] }[]
}

function sortResults(jobs: readonly Job[], results: readonly RenderResult[]): Outcome {
  const pages: MadeArtifact[] = []
  const entries: Entry[] = []
  const entryLinks = new Map<SourcePath, readonly Link[]>()
  const failed: Outcome['failed'][number][] = []
  let changed = false
  for (const [index, { artifact, task }] of jobs.entries()) {
    const result = results[index]
    if (result?.kind === 'failed' && task.body)
      failed.push({ path: task.body.path, hash: task.body.hash, diagnostics: result.diagnostics })
    if (result?.kind === 'changed') changed = true
    if (result?.kind !== 'rendered') continue
    if (result.entry) entries.push(result.entry)
    if (result.entry && task.body) entryLinks.set(task.body.path, result.links)
    if (artifact && result.made)
      pages.push({ artifact, made: result.made, links: result.links, diagnostics: result.diagnostics })
  }
  return { pages, entries, entryLinks, failed, again: changed || failed.length > 0 }
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
  readonly leads: (from: SourcePath, target: string) => Lead
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
    if (artifact.page.kind === 'article' && artifact.page.image) {
      const image = artifact.page.image.path
      bring(image.slice(1), leads('', image).mark)
    }
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Makes what needs no body of its own, on this thread. */
function makeHere(
  artifact: Artifact,
  {
    built,
    read,
    out,
    stage,
    entries,
    entryLinks,
    index,
  }: MakeRequest & Pick<Outcome, 'entries' | 'entryLinks'> & { readonly index: number },
): MadeArtifact | undefined {
  if (artifact.kind === 'page') return undefined
  const place = { out: join(out, artifact.path), stage: stage && join(stage, `file-${index}`), sync: artifact.kind === 'feed' }
  const made = stageFile(contentOf(artifact, { built, read, entries }), place)
  return { artifact, made, links: artifact.kind === 'feed' ? linksOf(artifact, entryLinks) : [], diagnostics: [] }
}

/** A feed is made anew when what its entries refer to moves, as their pages are. */
function linksOf({ channel }: FeedArtifact, entryLinks: Outcome['entryLinks']): readonly Link[] {
  return channel.stories.flatMap(({ path }) => (entryLinks.get(path) ?? []).map(link => ({ ...link, from: path })))
}

function contentOf(
  artifact: Exclude<Artifact, PageArtifact>,
  { built, read, entries }: { readonly built: Build; readonly read: ReadNewsroom; readonly entries: readonly Entry[] },
): string | Uint8Array {
  if (artifact.kind === 'text') return artifact.text
  if (artifact.kind === 'file') return readFileSync(read.files.get(artifact.source) ?? artifact.source)
  return feedText(artifact, { built, entries })
}

function feedText(
  { channel, format }: FeedArtifact,
  { built, entries }: { readonly built: Build; readonly entries: readonly Entry[] },
): string {
  return writeFeed(newsFeed(channel, { entries, site: built.site }), format)
}
