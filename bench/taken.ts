import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'

/** When, of which commit and on what machine a run was measured: a figure without them cannot be compared with another. */
export interface Taken {
  /** The day, UTC: `2026-12-03`. */
  readonly date: string
  /** The commit, in short; `38353a25 with changes` where the checkout differed from it. */
  readonly commit: string
  /** `2 cores, linux-x64, Node 26.10`. */
  readonly machine: string
}

/** Of a run that is made now, from this checkout. */
export function takenNow(): Taken {
  const commit = git('rev-parse', '--short=8', 'HEAD') || 'unknown'
  const hasChanges = git('status', '--porcelain', '--untracked-files=no') !== ''
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: hasChanges ? `${commit} with changes` : commit,
    machine: `${cpus().length} cores, ${process.platform}-${process.arch}, Node ${process.versions.node.replace(/\.\d+$/, '')}`,
  }
}

function git(...args: readonly string[]): string {
  const { status, stdout } = spawnSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' })
  return status === 0 ? stdout.trim() : ''
}
