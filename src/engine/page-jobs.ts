import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { PageArtifact } from '../model/artifact.ts'
import type { Plan } from '../plan/plan-publish.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import type { BodySource, PageTask, Patience, RenderResult } from '../render/render-task.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'
import type { FailedStory } from '../state/remembered-failures.ts'
import type { Build } from './build.ts'
import type { Entries } from './describe-feeds.ts'
import type { MadeArtifact } from './made-artifact.ts'

/** What page jobs are made from. */
export interface PageJobInputs {
  readonly built: Pick<Build, 'artifacts'>
  readonly read: BodyFiles
  readonly out: string
  readonly stage: string | undefined
  readonly turnOf: (artifact: PageArtifact) => Turn
}

/** How long the body of a page may take, and when it has its turn: the lowest number is first. */
export interface Turn {
  readonly patience: Patience
  readonly turn: number
}

/** A page to render, or an entry alone. There are thousands: whatever the artifact tells is looked up when it has its turn. */
export interface PageJob {
  readonly task: () => PageTask
  readonly artifact: PageArtifact
}

/**
 * Every page to be made, with its story's entry; and the entries of stories whose page stands and whose entry does not. Bodies that may take
 * long come last.
 */
export function pageJobsOf(plan: Plan, request: PageJobInputs): readonly PageJob[] {
  const turn = ({ artifact }: PageJob): number => request.turnOf(artifact).turn
  return jobsOf(plan, request).toSorted((a, b) => turn(a) - turn(b))
}

function jobsOf(plan: Plan, request: PageJobInputs): readonly PageJob[] {
  const { built, out, stage, turnOf } = request
  const pages = plan.make
    .filter(artifact => artifact.kind === 'page')
    .map(
      (artifact, index): PageJob => ({
        artifact,
        task: () =>
          taskFor(artifact, request.read, {
            place: { out: join(out, artifact.path), stage: stage && join(stage, `page-${index}`) },
            restyled: plan.restyled.has(artifact.path),
            patience: turnOf(artifact).patience,
          }),
      }),
    )
  const entries = built.artifacts
    .filter(artifact => artifact.kind === 'page')
    .filter(({ story, path }) => story !== undefined && plan.keep.has(path) && !plan.keep.get(path)?.entry)
    .map(
      (artifact): PageJob => ({
        artifact,
        task: () => taskFor(artifact, request.read, { place: undefined, restyled: false, patience: turnOf(artifact).patience }),
      }),
    )
  return [...pages, ...entries]
}

/** A page to render, or its entry alone, from the body that stands in these files. */
function taskFor(
  { page, source, story }: PageArtifact,
  read: BodyFiles,
  to: Pick<PageTask, 'place' | 'restyled' | 'patience'>,
): PageTask {
  return { kind: 'page', page: page(), body: source && bodySource(source, read), entry: story !== undefined, ...to }
}

/** The files of a newsroom by path, and the texts that stand in for some. */
export interface BodyFiles {
  readonly files: Pick<ReadNewsroom['files'], 'get'>
  readonly replaced: Pick<ReadNewsroom['replaced'], 'get'>
}

/** Where a story's or a page's body is to be read. */
export function bodySource(
  { path, permalink, source }: Pick<Article, 'path' | 'permalink' | 'source'>,
  { files, replaced }: BodyFiles,
): BodySource {
  return { path, permalink, ...source, onDisk: files.get(path)?.onDisk ?? path, replaced: replaced.get(path) }
}

/** What the jobs came to. */
export interface PageOutcome {
  readonly pages: readonly MadeArtifact[]
  readonly entries: Entries
  readonly again: boolean
  readonly failed: readonly FailedStory[]
}

/** Sorts what came back: pages, entries, and what stood in the way. */
export function outcomeOf(jobs: readonly PageJob[], results: readonly RenderResult[]): PageOutcome {
  const pages: MadeArtifact[] = []
  const entries = new Map<OutPath, StoredEntry>()
  const failed: FailedStory[] = []
  let changed = false
  for (const [index, { artifact }] of jobs.entries()) {
    const result = results[index]
    if (result?.kind === 'failed') {
      const { source: owner } = artifact
      if (!owner) throw notMade(artifact.path)
      const { diagnostics, slowness } = result
      failed.push({ path: owner.path, hash: owner.source.hash, diagnostics, slowness })
    }
    if (result?.kind === 'changed') changed = true
    if (result?.kind !== 'rendered') continue
    const { made, entry, links, diagnostics } = result
    if (entry) entries.set(artifact.path, entry)
    if (made) pages.push({ artifact, made, links, diagnostics, ...(entry && { entry }) })
  }
  return { pages, entries, failed, again: changed || failed.length > 0 }
}

/** What follows from no article could not be made: the machine is at fault, and what stands is left as it is. */
export function notMade(path: OutPath): EnvironmentError {
  return new EnvironmentError('disk', `${path} could not be made in time`, {
    remedy: 'publish again; if it stays so, see whether the disk and the processors keep up',
  })
}

/** The entry of every story: rendered now, or remembered with its page. */
export function entriesNow({ keep, rendered }: { readonly keep: Plan['keep']; readonly rendered: Entries }): Entries {
  const entries = new Map(rendered)
  for (const [path, { entry }] of keep) if (entry && !entries.has(path)) entries.set(path, entry)
  return entries
}

/** What is remembered of kept pages, with entries that were rendered anew. */
export function withEntries(keep: Plan['keep'], rendered: Entries): Plan['keep'] {
  const renewed = [...rendered].flatMap(([path, entry]) => {
    const before = keep.get(path)
    return before ? [[path, { ...before, entry }] as const] : []
  })
  return renewed.length === 0 ? keep : new Map([...keep, ...renewed])
}
