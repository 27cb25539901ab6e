import type { Artifact } from '../model/artifact.ts'
import { inOrder } from '../model/in-order.ts'
import type { decideOn, Known } from '../plan/plan-publish.ts'
import type { PageTask, RenderResult } from '../render/render-task.ts'
import type { Bringing } from './brought-files.ts'
import type { Build, OnReads } from './build.ts'
import { entryJob, type JobInputs, lacksEntry, type PageJob, PageResults, pageJob } from './page-jobs.ts'
import type { StagedFiles } from './staged-files.ts'

interface StreamInputs extends JobInputs {
  readonly decide: ReturnType<typeof decideOn>
  /** Told of what is made and of what stays. */
  readonly files: StagedFiles
  readonly brought: Bringing
  readonly onReads: OnReads
  /** How many pages the build has. */
  readonly pages: number
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}

/** The artifacts of a build as tasks, each described when its turn comes, and what comes of them. */
export interface PageStream {
  /** Pages to be made, each with its story's entry; and the entries of stories whose page stands and whose entry does not. */
  readonly tasks: () => Iterable<() => PageTask>
  readonly onResult: (result: RenderResult, index: number) => void
  /** What is to be made without rendering, once all tasks were asked for. */
  readonly others: readonly Artifact[]
  readonly results: PageResults
}

/** Bodies that failed before come last, and those that failed least before the others. */
const LATE_TURN = 2

/** Describes, decides and takes in one artifact after the other, so that none is held for longer than it takes. */
export function pageStream(
  built: Build,
  { decide, files, brought, onReads, onProgress, pages, ...jobInputs }: StreamInputs,
): PageStream {
  const { turnOf } = jobInputs
  const others: Artifact[] = []
  const results = new PageResults()
  const waiting = new Map<number, PageJob>()
  let total = pages
  let made = 0
  let done = 0
  const keep = (artifact: Artifact, known: Known): void => {
    files.addKept(artifact, known)
    brought.add({ artifact, links: known.links })
  }
  const jobOf = (artifact: Artifact): PageJob | undefined => {
    const decision = decide(artifact)
    const { kept } = decision
    if (artifact.kind === 'page') {
      if (!kept) return pageJob(artifact, { ...jobInputs, index: made++, isRestyled: decision.isRestyled })
      if (lacksEntry(artifact, kept)) return entryJob(artifact, kept, jobInputs)
      total--
    }
    if (kept) keep(artifact, kept)
    else others.push(artifact)
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
  const take = (result: RenderResult, job: PageJob): void => {
    const page = results.add(job, result)
    if (page) {
      files.addMade(page)
      brought.add(page)
    }
    const { artifact, kept } = job
    if (kept && result.kind === 'rendered') keep(artifact, { ...kept, ...(result.entry && { entry: result.entry }) })
  }
  const inTurn = inOrder((result: RenderResult, index) => {
    const job = waiting.get(index)
    waiting.delete(index)
    if (job) take(result, job)
  })
  return {
    others,
    results,
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
