import type { OutPath } from '../model/address.ts'
import type { Artifact } from '../model/artifact.ts'
import { inOrder } from '../model/in-order.ts'
import type { decideOn, Known } from '../plan/plan-publish.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import type { PageTask, RenderResult } from '../render/render-task.ts'
import type { FailedStory } from '../state/remembered-failures.ts'
import type { Bringing } from './brought-files.ts'
import type { Build, OnReads } from './build.ts'
import type { Entries } from './describe-feeds.ts'
import { entryJob, failedStory, type JobInputs, lacksEntry, madePage, type PageJob, pageJob } from './page-jobs.ts'
import type { StagedFiles } from './staged-files.ts'

interface StreamInputs extends JobInputs {
  readonly decide: ReturnType<typeof decideOn>
  /** Told of what is made and of what stays. */
  readonly files: StagedFiles
  readonly brought: Bringing
  readonly onReads: OnReads
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}

/** The artifacts of a build as tasks, each described when its turn comes, and what comes of them. */
export interface PageStream {
  /** Pages to be made, each with its story's entry; and the entries of stories whose page stands and whose entry does not. */
  readonly tasks: () => Iterable<() => PageTask>
  readonly onResult: (result: RenderResult, index: number) => void
  /** What is to be made without rendering, once all tasks were asked for. */
  readonly others: readonly Artifact[]
  /** Entries that were rendered. */
  readonly rendered: Entries
  readonly failed: readonly FailedStory[]
  /** Whether something stood in the way. */
  readonly again: boolean
}

/** Bodies that failed before come last, and those that failed least before the others. */
const LATE_TURN = 2

/** Describes, decides and takes in one artifact after the other, so that none is held for longer than it takes. */
export function pageStream(
  built: Build,
  { decide, files, brought, onReads, onProgress, ...jobInputs }: StreamInputs,
): PageStream {
  const { turnOf } = jobInputs
  const others: Artifact[] = []
  const rendered = new Map<OutPath, StoredEntry>()
  const failed: FailedStory[] = []
  const waiting = new Map<number, PageJob>()
  let total = 0
  for (const { kind } of built.standing()) if (kind === 'page') total++
  let made = 0
  let changed = false
  const keep = (artifact: Artifact, known: Known, entry?: StoredEntry): void => {
    files.addKept(artifact, known, entry)
    brought.add({ artifact, links: known.links })
  }
  const jobOf = (artifact: Artifact): PageJob | undefined => {
    const decision = decide(artifact)
    const { kept } = decision
    if (artifact.kind !== 'page') {
      if (kept) keep(artifact, kept)
      else others.push(artifact)
      return undefined
    }
    if (!kept) return pageJob(artifact, { ...jobInputs, index: made++, isRestyled: decision.isRestyled })
    if (lacksEntry(artifact, kept)) return entryJob(artifact, kept, jobInputs)
    keep(artifact, kept)
    total--
    return undefined
  }
  const jobs = function* (): Generator<PageJob> {
    const late: PageJob[] = []
    const turn = ({ artifact }: PageJob): number => turnOf(artifact).turn
    for (const artifact of built.artifacts(onReads)) {
      const job = jobOf(artifact)
      if (job && turn(job) >= LATE_TURN) late.push(job)
      else if (job) yield job
    }
    yield* late.sort((a, b) => turn(a) - turn(b))
  }
  let done = 0
  const take = (result: RenderResult, { artifact, kept }: PageJob): void => {
    if (result.kind === 'failed') failed.push(failedStory(artifact, result))
    if (result.kind === 'changed') changed = true
    if (result.kind !== 'rendered') return
    if (result.entry) rendered.set(artifact.path, result.entry)
    if (kept) keep(artifact, kept, result.entry)
    for (const page of madePage(artifact, result)) {
      files.addMade(page)
      brought.add(page)
    }
  }
  const inTurn = inOrder((result: RenderResult, index) => {
    const job = waiting.get(index)
    waiting.delete(index)
    if (job) take(result, job)
  })
  return {
    others,
    rendered,
    failed,
    get again() {
      return changed || failed.length > 0
    },
    tasks: function* () {
      let count = 0
      for (const job of jobs()) {
        waiting.set(count++, job)
        yield job.task
      }
    },
    onResult: (result, index) => {
      onProgress({ done: ++done, total })
      inTurn(result, index)
    },
  }
}
