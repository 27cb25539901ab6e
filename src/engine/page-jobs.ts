import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Artifact, PageArtifact } from '../model/artifact.ts'
import type { Known, Plan } from '../plan/plan-publish.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import type { BodySource, PageTask, Patience, Place, RenderResult } from '../render/render-task.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'
import type { FailedStory } from '../state/remembered-failures.ts'
import type { Entries } from './describe-feeds.ts'
import type { MadeArtifact } from './made-artifact.ts'

/** What page jobs are made from. */
export interface PageJobInputs {
  readonly artifacts: readonly Artifact[]
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
  /** What is known of the page where its story's entry alone is wanted. */
  readonly kept?: Known
}

/**
 * Every page to be made, with its story's entry; and the entries of stories whose page stands and whose entry does not. Bodies that may take
 * long come last.
 */
export function pageJobsOf(plan: Plan, request: PageJobInputs): readonly PageJob[] {
  const turn = ({ artifact }: PageJob): number => request.turnOf(artifact).turn
  return jobsOf(plan, request).toSorted((a, b) => turn(a) - turn(b))
}

function jobsOf({ make, keep, restyled }: Plan, { artifacts, ...request }: PageJobInputs): readonly PageJob[] {
  const pages = make
    .filter(artifact => artifact.kind === 'page')
    .map((artifact, index) => pageJob(artifact, { ...request, index, isRestyled: restyled.has(artifact.path) }))
  const entries = artifacts
    .filter(artifact => artifact.kind === 'page')
    .flatMap(artifact => {
      const kept = keep.get(artifact.path)
      return kept && lacksEntry(artifact, kept) ? [entryJob(artifact, kept, request)] : []
    })
  return [...pages, ...entries]
}

/** What a job is made from. */
export type JobInputs = Omit<PageJobInputs, 'artifacts'>

/** A page to be made, with its story's entry. `index`: of the page among those that are made. */
export function pageJob(
  artifact: PageArtifact,
  { index, isRestyled, read, out, stage, turnOf }: JobInputs & { readonly index: number; readonly isRestyled: boolean },
): PageJob {
  const place = (): Place => ({ out: join(out, artifact.path), stage: stage && join(stage, `page-${index}`) })
  return {
    artifact,
    task: () => taskFor(artifact, read, { place: place(), restyled: isRestyled, patience: turnOf(artifact).patience }),
  }
}

/** The entry of a story whose page stands. */
export function entryJob(artifact: PageArtifact, kept: Known, { read, turnOf }: JobInputs): PageJob {
  const patience = (): Patience => turnOf(artifact).patience
  return { artifact, kept, task: () => taskFor(artifact, read, { place: undefined, restyled: false, patience: patience() }) }
}

/** Whether a page stands and the entry of its story is not known. */
export function lacksEntry({ story }: PageArtifact, { entry }: Known): boolean {
  return story !== undefined && !entry
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

/** Sorts what comes back, one result after the other: pages, entries, and what stood in the way. */
export class PageResults {
  readonly entries = new Map<OutPath, StoredEntry>()
  readonly failed: FailedStory[] = []
  #hasChanged = false

  /** Whether something stood in the way. */
  get again(): boolean {
    return this.#hasChanged || this.failed.length > 0
  }

  /** Gives the page; undefined where none was made. @throws EnvironmentError for a page without a story that could not be rendered */
  add({ artifact }: PageJob, result: RenderResult): MadeArtifact | undefined {
    const { path, source: owner } = artifact
    if (result.kind === 'failed') {
      if (!owner) throw notMade(path)
      const { diagnostics, slowness } = result
      this.failed.push({ path: owner.path, hash: owner.source.hash, diagnostics, slowness })
    }
    if (result.kind === 'changed') this.#hasChanged = true
    if (result.kind !== 'rendered') return undefined
    const { made, entry, links, diagnostics } = result
    if (entry) this.entries.set(path, entry)
    return made && { artifact, made, links, diagnostics, ...(entry && { entry }) }
  }
}

/** The outcome of all of these jobs. */
export function outcomeOf(jobs: readonly PageJob[], results: readonly RenderResult[]): PageOutcome {
  const sorted = new PageResults()
  const pages = jobs.flatMap((job, index) => {
    const result = results[index]
    return (result && sorted.add(job, result)) ?? []
  })
  const { entries, failed, again } = sorted
  return { pages, entries, failed, again }
}

/** What follows from no article could not be made: the machine is at fault, and what stands is left as it is. */
export function notMade(path: OutPath): EnvironmentError {
  return new EnvironmentError('disk', `${path} could not be made in time`, {
    remedy: 'publish again; if it stays so, see whether the disk and the processors keep up',
  })
}
